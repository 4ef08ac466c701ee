"""What a person sees: frames, colours, a line that is drawn over, and a file for services."""

from __future__ import annotations

import io
import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from newsbook.diagnostics import Diagnostic, Location, Severity, fit
from newsbook.readers.texts import Sources
from newsbook.terminal import Lines, ProgressLine, StatusFile, Terminal

ERROR = Diagnostic(
    Severity.ERROR, "unknown-key", "unknown key 'langauge'",
    Location("manifest.yml", 2, 1, 8), "did you mean 'language'?",
)  # fmt: skip


def terminal(**options: object) -> Terminal:
    return Terminal(io.StringIO(), io.StringIO(), **options)  # type: ignore[arg-type]


def said(where: Terminal) -> str:
    assert isinstance(where.err, io.StringIO)
    return where.err.getvalue()


def ticking(step: float) -> Callable[[], float]:
    times: Iterator[float] = (n * step for n in range(10_000))
    return lambda: next(times)


def test_a_finding_with_its_frame(tmp_path: Path) -> None:
    (tmp_path / "manifest.yml").write_text("title: T\nlangauge: en\n")
    where = terminal()
    where.diagnostics([ERROR], Sources(tmp_path))

    assert said(where) == (
        "manifest.yml:2:1: error[unknown-key]: unknown key 'langauge'\n"
        "  2 | langauge: en\n"
        "    | ^^^^^^^^\n"
        "  hint: did you mean 'language'?\n"
    )


def test_colours_change_nothing_but_colours(tmp_path: Path) -> None:
    import re

    (tmp_path / "manifest.yml").write_text("title: T\nlangauge: en\n")
    plain, coloured = terminal(), terminal(colour=True)
    for where in (plain, coloured):
        where.diagnostics([ERROR], Sources(tmp_path))

    assert "\x1b[1;31merror[unknown-key]:" in said(coloured)
    assert re.sub(r"\x1b\[[0-9;]*m", "", said(coloured)) == said(plain)


def test_sources_that_are_no_text_have_no_frame(tmp_path: Path) -> None:
    (tmp_path / "a.bin").write_bytes(b"\xff\xfe\x00")
    sources = Sources(tmp_path)

    assert "a.bin" not in sources
    assert "missing" not in sources


def test_a_crowd_of_warnings_is_counted() -> None:
    crowd = [Diagnostic(Severity.WARNING, "missing-alt", f"picture {n}") for n in range(50)]
    note = Diagnostic(Severity.INFO, "inferred", "language")
    where, verbose, quiet = terminal(), terminal(verbose=True), terminal(quiet=True)
    for one in (where, verbose, quiet):
        one.diagnostics([*crowd, note, ERROR], {})

    assert said(where).count("missing-alt]: picture") == 20
    assert "... and 30 more of [missing-alt] (--verbose shows them)" in said(where)
    assert "inferred" not in said(where)
    assert said(verbose).count("missing-alt]: picture") == 50
    assert "inferred" in said(verbose)
    assert said(quiet).startswith("manifest.yml:2:1: error")


def test_progress_is_one_line_that_fits() -> None:
    where = terminal(live=True, columns=60)
    line = ProgressLine(where, ticking(0.5))
    line.stage("read", 3)
    line.stage("typeset", 40)
    for number in range(40):
        line.advance("一杯茶的距离，与一条很长很长的路" * 3, pages=number)
    line.close()

    drawn = said(where).split("\r\x1b[2K")
    assert drawn[-1] == ""
    assert "\n" not in said(where)
    assert any("left" in part and "20/40" in part and "pages" in part for part in drawn)
    assert all(fit(part, 59) == part for part in drawn)


def test_progress_elsewhere_is_one_line_a_step() -> None:
    where = terminal()
    lines = Lines(where)
    lines.stage("typeset", 1)
    lines.advance("The Bridge", pages=3)
    lines.stage("bind")

    assert said(where) == "Typesetting 1 unit\nBinding pages\n"


def test_the_status_file_is_whole_at_any_time(tmp_path: Path) -> None:
    path = tmp_path / "status.json"
    where = terminal(quiet=True)
    status = StatusFile(path, Lines(where), ticking(1.0))
    assert json.loads(path.read_text())["state"] == "running"
    status.stage("typeset", 2)
    status.advance("The Bridge", pages=3)
    now = json.loads(path.read_text())
    assert (now["stage"], now["done"], now["total"], now["pages"]) == ("typeset", 1, 2, 3)
    status.finish(failed=False, files=["dist/a.epub"], errors=0, warnings=1)
    assert json.loads(path.read_text())["state"] == "done"
    assert [p.name for p in tmp_path.iterdir()] == ["status.json"]


def test_wide_characters_are_measured() -> None:
    assert fit("一杯茶的距离", 7) == "一杯茶…"
    assert fit("short", 7) == "short"
    assert fit("anything", 0) == ""


def test_a_code_frame_fits_its_terminal() -> None:
    from newsbook.diagnostics import Location, code_frame, text_width

    for source in ("word " * 40 + "here " + "word " * 40, "字" * 90 + "此" + "字" * 90):
        found = source.find("here") if "here" in source else source.find("此")
        where = Location("a.md", 1, found + 1, 4 if "here" in source else 1)
        frame = code_frame(source, where, 80)
        text, carets = frame.split("\n")
        assert max(text_width(text), text_width(carets)) <= 80
        before = text_width(carets[: carets.index("^")])
        shown = next(i for i in range(len(text)) if text_width(text[:i]) == before)
        assert text[shown:].startswith(("here", "此"))


def test_a_file_with_many_findings_is_not_split_into_lines_for_each() -> None:
    from newsbook.diagnostics import Location, code_frame

    source = "a line of the file\n" * 40_000
    began = time.process_time()
    frames = [code_frame(source, Location("a.md", line, 3)) for line in range(1, 4001)]
    assert time.process_time() - began < 3
    assert frames[-1] == "  4000 | a line of the file\n       |   ^"
