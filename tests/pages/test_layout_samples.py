"""The sample of every layout builds: nothing lost, no complaints, EPUBCheck silent."""

from __future__ import annotations

import pytest

from newsbook.build import Order, build
from newsbook.checks.epubcheck import run_epubcheck, what_is_missing
from newsbook.diagnostics import Severity
from newsbook.layout import available
from newsbook.report import Report

pytestmark = pytest.mark.slow

FOLDERS = available()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Report]:
    target = tmp_path_factory.mktemp("samples")
    return {
        name: build(folder / "sample" / "manifest.yml", Order(folder=target / name, jobs=1))
        for name, folder in FOLDERS.items()
    }


@pytest.mark.parametrize("name", sorted(FOLDERS))
def test_the_sample_is_built_and_nothing_is_lost(name: str, built: dict[str, Report]) -> None:
    report = built[name]
    loud = [d.message for d in report.diagnostics if d.severity is not Severity.INFO]
    assert loud == []
    assert sorted(path.suffix for path in report.files) == [".epub", ".pdf"]
    assert report.ledger
    for row in report.ledger:
        assert row.words_out == row.words_in > 0, row
        assert row.notes_out == row.notes_in, row
        assert row.pictures_out >= row.pictures_in, row


def test_epubcheck_finds_nothing(built: dict[str, Report]) -> None:
    if missing := what_is_missing():
        pytest.skip(missing)
    files = [path for report in built.values() for path in report.files if path.suffix == ".epub"]
    found = run_epubcheck(files)
    assert [d.message for path in files for d in found[path]] == []
