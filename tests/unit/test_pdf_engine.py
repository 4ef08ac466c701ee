from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from weasyprint.text.ffi import fontconfig

from newsbook.cache import Cache
from newsbook.errors import EngineError
from newsbook.fonts import bundled_catalogue, noting, write_fontconfig
from newsbook.pdf.engine import contract, engine_versions, session
from newsbook.pdf.engine.faces import FACES
from newsbook.pdf.engine.leading import LEADING
from newsbook.pdf.engine.notekeeping import NOTES, faithful_linebox_layout
from newsbook.pdf.engine.rhythm import RHYTHM
from newsbook.recall import dump


def test_the_installed_engine_keeps_the_contract() -> None:
    assert contract.problems(contract.ESSENTIAL) == ()
    assert contract.problems(contract.JUSTIFICATION) == ()
    assert contract.problems(RHYTHM) == ()
    assert contract.problems(NOTES) == ()
    assert contract.problems(FACES) == ()
    assert contract.problems(LEADING) == ()
    assert faithful_linebox_layout() is not None
    assert engine_versions()["weasyprint"].startswith(contract.SUPPORTED)
    assert "unknown" not in engine_versions().values()


def test_a_changed_interface_is_noticed() -> None:
    wanted = (
        ("weasyprint.layout", "make_margin_boxes", ("context", "page")),
        ("weasyprint.layout", "no_such_function", ()),
        ("weasyprint.no_such_module", "anything", ()),
    )
    first, second, third = contract.problems(wanted)
    assert first.startswith("weasyprint.layout.make_margin_boxes takes")
    assert second == "weasyprint.layout.no_such_function is missing"
    assert third == "weasyprint.no_such_module.anything is missing"


def test_another_engine_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "engine_versions", lambda: {"weasyprint": "71.0"})
    with pytest.raises(EngineError, match=r"WeasyPrint 70\.\*, but 71\.0 is installed"):
        session.check_engine()


def test_the_agent_sheet_is_trimmed() -> None:
    sheet = session.trimmed_agent_sheet()
    assert ".note::footnote-call" in sheet
    assert "\n::footnote" not in sheet
    assert "\n::note" not in sheet
    assert "input[type=radio" not in sheet
    assert "@page" in sheet


def test_fonts_whose_list_has_gone_are_not_those_of_the_machine(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="has gone"):
        session.private_fonts(str(tmp_path / "fonts.conf"))


def test_what_fontconfig_finds_is_kept_for_the_next_build(tmp_path: Path) -> None:
    store, catalogue = Cache(tmp_path / "cache"), bundled_catalogue()
    seen = []
    for name in ("first", "second"):
        folder = tmp_path / name
        folder.mkdir()
        rules = write_fontconfig(catalogue, folder)
        with noting(catalogue, folder, store):
            seen.append(noted(folder))
            session.private_fonts(str(rules))
            seen.append(noted(folder))
    nothing, found, *again = seen
    assert not nothing
    assert len(found) >= len(catalogue.folders)
    assert again == [found, found]
    assert store.info().entries == 1


def noted(folder: Path) -> dict[str, bytes]:
    """What fontconfig has noted, by name."""
    return {p.name: p.read_bytes() for p in (folder / "notes").iterdir() if "cache-" in p.name}


def test_what_a_stranger_left_in_the_cache_is_written_nowhere_else(tmp_path: Path) -> None:
    store, catalogue = Cache(tmp_path / "cache"), bundled_catalogue()
    write_fontconfig(catalogue, tmp_path / "build")
    with noting(catalogue, tmp_path / "build", store):
        (tmp_path / "build" / "notes" / f"{'0' * 32}-le64.cache-8").write_bytes(b"found")
    [entry] = (tmp_path / "cache").glob("1/*/*")
    key = entry.parent.name + entry.name
    store.put(key, dump({"../../stranger": b"!"}))
    with noting(catalogue, tmp_path / "build", store):
        pass
    assert not (tmp_path / "stranger").exists()


@pytest.mark.parametrize("before", [None, "/etc/fonts/fonts.conf"])
def test_fonts_are_private_and_the_environment_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: str | None
) -> None:
    if before is None:
        monkeypatch.delenv("FONTCONFIG_FILE", raising=False)
    else:
        monkeypatch.setenv("FONTCONFIG_FILE", before)
    environment = dict(os.environ)
    rules = tmp_path / "fonts.conf"
    rules.write_text(f"<fontconfig><cachedir>{tmp_path}</cachedir></fontconfig>", "utf-8")
    fonts = session.private_fonts(str(rules))

    assert fontconfig.FcConfigGetFonts(fonts._config, fontconfig.FcSetSystem).nfont == 0
    assert dict(os.environ) == environment


@pytest.mark.skipif(sys.platform != "linux", reason="libraries have these names on Linux")
def test_no_program_is_asked_for_libraries() -> None:
    code = (
        "import ctypes.util\nasked = []\nctypes.util.find_library = asked.append\n"
        "import newsbook.pdf.engine.loading\nfrom weasyprint.text import ffi\n"
        "assert ffi.pango and ffi.harfbuzz_subset and not asked, asked\n"
        "assert ctypes.util.find_library == asked.append"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
