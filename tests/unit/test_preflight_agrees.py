"""Two other validators agree with preflight where PDF/A-1b (ISO 19005-1) and PDF/X-1a coincide.

Both standards rest on PDF 1.4 and refuse the same: transparency, colours without an intent, fonts
left out, actions, PostScript, data elsewhere. pikepdf's `pdfa` approves what it knows, Apache
PDFBox reports what it finds wrong; neither knows PDF/X, so each file is made twice, with the output
intent of either standard.
"""

from __future__ import annotations

import io
import subprocess
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, pdfa

from newsbook.checks.preflight import preflight, rules_for
from newsbook.diagnostics import Severity
from newsbook.resources import profiles_dir
from tests.support.printing import has, opened, pressed, typeset
from tests.unit.test_preflight import (
    HELVETICA,
    NONE,
    PS,
    SQUARE,
    Break,
    broken,
    form,
    image,
    inside,
    link,
    masked,
    paint,
    picture,
    put,
    root,
    state,
    type_in,
)

pytestmark = pytest.mark.slow

JARS = tuple(
    Path("/usr/share/java") / f"{name}.jar"
    for name in (
        *("preflight", "pdfbox2", "fontbox2", "xmpbox", "commons-logging", "commons-io"),
        *("javax.activation", "jaxb-api"),
    )
)
VALIDATOR = "org.apache.pdfbox.preflight.Validator_A1b"
PDFBOX = has("java") and all(path.is_file() for path in JARS)

# What both standards refuse: the clause of ISO 19005-1, our code, how to break a file.
COMMON: dict[str, tuple[str, Break]] = {
    "6.1.7 external data": ("pdf-external", paint("", XObject={"P": form("", F="x.bin")})),
    "6.1.13 layers": (
        "pdf-layers", root(OCProperties=Dictionary(OCGs=Array([]), D=Dictionary())),
    ),
    "6.2.3 RGB without its intent": ("pdf-colour", paint("1 0 0 rg 100 100 50 50 re f")),
    "6.2.3 RGB picture": (
        "pdf-colour", picture(image(100, Name.DeviceRGB, b"\xff\0\0" * 10000)),
    ),
    "6.2.4 alternates": (
        "pdf-alternates", picture(image(100, Name.DeviceGray, b"\0" * 10000, Alternates=NONE)),
    ),
    "6.2.4 OPI": ("pdf-opi", inside("", OPI=Dictionary())),
    "6.2.6 reference": ("pdf-reference", inside("", Ref=Dictionary(F="x.pdf", Page=0))),
    "6.2.7 PostScript": ("pdf-postscript", inside("", Subtype=PS)),
    "6.2.8 transfer curve": (
        "pdf-transfer",
        paint(
            f"/G9 gs {SQUARE}",
            ExtGState=state(
                TR=Dictionary(FunctionType=2, Domain=[0, 1], N=1, C0=[0], C1=[1])
            ),
        ),
    ),
    "6.3.4 font left out": ("pdf-font-embedding", type_in("0 0 0 1 k", HELVETICA)),
    "6.4 opacity": ("pdf-transparency", paint(f"/G9 gs {SQUARE}", ExtGState=state(ca=0.5))),
    "6.4 blend mode": (
        "pdf-transparency", paint(f"/G9 gs {SQUARE}", ExtGState=state(BM=Name.Multiply)),
    ),
    "6.4 soft mask": ("pdf-transparency", picture(masked)),
    "6.4 group": (
        "pdf-transparency",
        inside(SQUARE, Group=Dictionary(S=Name.Transparency, CS=Name.DeviceCMYK)),
    ),
    "6.6.1 JavaScript": (
        "pdf-action", root(OpenAction=Dictionary(S=Name.JavaScript, JS="app.alert(1)")),
    ),
    "6.6.1 Launch": ("pdf-action", put(Annots=lambda f: link(f, S=Name.Launch, F="x.exe"))),
    "6.6.2 additional actions": (
        "pdf-action", put(AA=Dictionary(O=Dictionary(S=Name.Named, N=Name.NextPage))),
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def base() -> bytes:
    """A page that follows both standards, under the intent of PDF/A-1."""
    raw = typeset(
        "<p>The canal reopened on Tuesday.</p>"
        "<p style='margin-top:20mm;background:device-cmyk(.2 .1 0 0)'>&nbsp;</p>"
    )
    with opened(pressed(raw, standard="pdf/x-1a", black_overprint=False).pdf) as file:
        pdfa.prepare(file, "1b", output_intent=(profiles_dir() / "FOGRA39L.icc").read_bytes())
        out = io.BytesIO()
        file.save(out, **pdfa.resolve_save_kwargs("1b"))
        return out.getvalue()


def as_x(data: bytes) -> bytes:
    """Return the file under the intent of PDF/X instead."""

    def change(file: pikepdf.Pdf) -> None:
        intent = file.Root.OutputIntents[0]
        intent.S, intent.OutputConditionIdentifier = Name.GTS_PDFX, "FOGRA39"
        intent.RegistryName = "http://www.color.org"

    return broken(data, change)


def ours(data: bytes) -> set[str]:
    report = preflight(as_x(data), rules_for("pdf/x-1a"))
    return {f.code for f in report.findings if f.severity is Severity.ERROR}


@pytest.fixture(scope="module")
def changed(base: bytes) -> dict[str, bytes]:
    return {name: broken(base, change) for name, (_, change) in COMMON.items()}


def test_a_good_file_is_good_for_all(base: bytes) -> None:
    assert ours(base) == set()
    found = pdfa.validate_written(io.BytesIO(base), "1b")
    assert found.passed, found.findings


@pytest.mark.parametrize("name", COMMON)
def test_pikepdf_agrees(name: str, changed: dict[str, bytes]) -> None:
    assert COMMON[name][0] in ours(changed[name])
    assert not pdfa.validate_written(io.BytesIO(changed[name]), "1b").passed


@pytest.fixture(scope="module")
def verdicts(
    base: bytes, changed: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, str]:
    """What PDFBox says of each file, in one run."""
    if not PDFBOX:
        pytest.skip("Apache PDFBox is not installed (tools/setup test installs it)")
    folder = tmp_path_factory.mktemp("pdfbox")
    names: dict[str, str] = {}
    for number, (name, data) in enumerate({"good": base, **changed}.items()):
        (folder / f"{number}.pdf").write_bytes(data)
        names[f"{number}.pdf"] = name
    command = ["java", "-cp", ":".join(map(str, JARS)), VALIDATOR, "batch", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=240, check=False)
    found: dict[str, str] = {}
    for part in done.stdout.split("The file ")[1:]:
        file, _, said = part.partition(" ")
        found[names[file]] = said
    return found


def test_pdfbox_knows_the_good_file(verdicts: dict[str, str]) -> None:
    assert verdicts["good"].startswith("is a valid PDF/A-1b file")


@pytest.mark.parametrize("name", sorted(COMMON.keys() - {"6.6.2 additional actions"}))
def test_pdfbox_agrees(name: str, verdicts: dict[str, str]) -> None:
    # PDFBox 2.0.27 does not look at the additional actions of pages.
    assert verdicts[name].startswith("is not a valid PDF/A-1b file")


def test_a_missing_identifier(base: bytes) -> None:
    """6.1.3: both need an identifier."""
    start = base.rindex(b"/ID")
    end = base.index(b"]", start)
    bare = base[:start] + b" " * (end + 1 - start) + base[end + 1 :]
    assert "pdf-id" in {f.code for f in preflight(bare, rules_for("pdf/x-1a")).findings}
    assert not pdfa.validate_written(io.BytesIO(bare), "1b").passed
