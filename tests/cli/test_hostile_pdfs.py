"""PDFs that loop, lie or inflate without end are checked and imposed, or refused with a sentence."""

from __future__ import annotations

import subprocess
import sys
import zlib
from pathlib import Path

import pytest

CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"
PAGES = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 400]/Resources<<%s>>/Contents 4 0 R>>"
LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
METADATA = (
    f'<!DOCTYPE x [<!ENTITY a0 "lol">{LAUGHS}]><x:xmpmeta xmlns:x="adobe:ns:meta/">&a9;</x:xmpmeta>'
)


def stream(data: bytes, more: bytes = b"") -> bytes:
    return b"<</Length %d%s>>stream\n%s\nendstream" % (len(data), more, data)


def pdf(*objects: bytes) -> bytes:
    """A PDF of these objects, the first of which is its catalogue."""
    out, places = b"%PDF-1.7\n", b""
    for number, made in enumerate(objects, 1):
        places += b"%010d 00000 n \n" % len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, made)
    size = len(objects) + 1
    table = b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, places)
    return (
        out + table + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (size, len(out))
    )


def spaces(megabytes: int) -> bytes:
    packer = zlib.compressobj(9)
    made = [packer.compress(b" " * 2**20) for _ in range(megabytes)]
    return b"".join(made) + packer.flush()


PLAIN = PAGE % b""
HOSTILE = {
    "inflates": pdf(CATALOG, PAGES, PLAIN, stream(spaces(900), b"/Filter/FlateDecode")),
    "counts wrongly": pdf(
        CATALOG, b"<</Type/Pages/Kids[3 0 R]/Count 1000000000>>", PLAIN, stream(b"q Q")
    ),
    "loops": pdf(CATALOG, b"<</Type/Pages/Kids[2 0 R 3 0 R]/Count 2>>", PLAIN, stream(b"q Q")),
    "draws itself": pdf(
        CATALOG, PAGES, PAGE % b"/XObject<</F 5 0 R>>", stream(b"/F Do"),
        stream(b"/F Do", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]"
                         b"/Resources<</XObject<</F 5 0 R>>>>"),
    ),
    "laughs": pdf(
        b"<</Type/Catalog/Pages 2 0 R/Metadata 5 0 R>>", PAGES, PLAIN, stream(b"q Q"),
        stream(METADATA.encode(), b"/Type/Metadata/Subtype/XML"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("command", ["check", "impose"])
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pdfs_are_read_or_refused(name: str, command: str, tmp_path: Path) -> None:
    import resource

    (tmp_path / "a.pdf").write_bytes(HOSTILE[name])
    done = subprocess.run(
        [sys.executable, "-m", "newsbook", command, "a.pdf"],
        cwd=tmp_path, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (20, 20)),
    )  # fmt: skip
    assert done.returncode in (0, 1), done.stderr
    assert "Traceback" not in done.stderr
    assert "handlers" not in done.stderr
    assert " object at 0x" not in done.stderr
    if name == "inflates":
        assert done.returncode == 1
        assert "cannot be read" in done.stderr or "no PDF that can be read" in done.stderr
