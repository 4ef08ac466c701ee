"""EPUBCheck's findings become diagnostics with places; a missing tool is said clearly."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from newsbook.checks import epubcheck as module
from newsbook.checks.epubcheck import epubcheck, run_epubcheck, what_is_missing
from newsbook.diagnostics import Severity
from newsbook.errors import MissingToolError
from tests.support.epubs import packaged, rewritten


@pytest.mark.slow
def test_every_file_gets_its_own_findings(tmp_path: Path) -> None:
    good, bad, text = tmp_path / "good.epub", tmp_path / "bad.epub", tmp_path / "text.epub"
    good.write_bytes(packaged())
    bad.write_bytes(
        rewritten(packaged(), "EPUB/text/opera.xhtml", lambda x: x.replace("#opera-fn-1", "#no"))
    )
    text.write_text("not a container")
    found = run_epubcheck([good, bad, text, tmp_path / "missing.epub"])
    assert found[good] == ()
    assert [d.message.split(":")[0] for d in found[bad]] == ["RSC-012"]
    (finding,) = found[bad]
    assert finding.severity is Severity.ERROR
    assert finding.where is not None
    assert finding.where.file == "bad.epub/EPUB/text/opera.xhtml"
    assert finding.where.line == 3
    assert all(d.where is not None and d.where.file == "text.epub" for d in found[text])
    assert [d.severity for d in found[tmp_path / "missing.epub"]] == [Severity.ERROR]


@pytest.mark.parametrize("missing", ["_java", "_jar"])
def test_a_missing_tool_is_one_warning_a_file(
    missing: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def absent() -> None:
        raise MissingToolError("EPUBCheck needs Java")

    monkeypatch.setattr(module, missing, absent)
    files = [tmp_path / "a.epub", tmp_path / "b.epub"]
    found = epubcheck(files)
    assert [d.code for f in files for d in found[f]] == ["tool-missing", "tool-missing"]
    assert {d.severity for f in files for d in found[f]} == {Severity.WARNING}
    assert what_is_missing() == "EPUBCheck needs Java"
    with pytest.raises(MissingToolError):
        run_epubcheck(files)


def test_no_file_needs_no_java(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_java", lambda: pytest.fail("Java was started"))
    assert run_epubcheck([]) == {}


def test_the_compiled_class_is_shipped() -> None:
    folder = Path(module.__file__).parent / "java"
    assert (folder / "EpubCheckMany.class").read_bytes()[:4] == b"\xca\xfe\xba\xbe"
    assert zipfile.is_zipfile(module._jar())
