"""The command line: exit codes, what goes to stdout and what to stderr, help, and mistakes."""

from __future__ import annotations

import importlib
import json
import os
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from newsbook import __version__
from newsbook.cli import HANDLERS, main
from newsbook.cli.parser import COMMANDS, make_parser, parse
from tests.support.newsroom import Done, Newsroom

Run = Callable[..., Done]


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Newsroom:
    made = Newsroom(tmp_path / "project")
    monkeypatch.chdir(made.folder)
    monkeypatch.setenv("XDG_CACHE_HOME", str(made.cache))
    for variable in ("XDG_DATA_HOME", "XDG_DATA_DIRS"):  # this machine's fonts do not count
        monkeypatch.setenv(variable, str(made.folder / ".none"))
    return made


@pytest.fixture
def run(room: Newsroom, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command line in this process (fast, no typesetting)."""

    def running(*words: str) -> Done:
        code = main(words)
        captured = capsys.readouterr()
        return Done(code, captured.out, captured.err)

    return running


# ---------------------------------------------------------------- help and usage
def test_every_command_in_the_help_can_run() -> None:
    listed = {name for commands in COMMANDS.values() for name, _, _ in commands}

    assert listed == {name.split()[0] for name in HANDLERS}
    for target in HANDLERS.values():
        module, _, function = target.partition(":")
        assert callable(getattr(importlib.import_module(module), function))


def test_help_of_every_command(run: Run) -> None:
    assert f"newsbook {__version__}" in run("--help").out
    for name in HANDLERS:
        done = run(*name.split(), "--help")
        assert (done.code, done.err) == (0, "")
        assert done.out.startswith(f"usage: newsbook {name}")
        assert all(len(line) <= 80 for line in done.out.splitlines())


def test_every_option_is_explained() -> None:
    def parsers(parser: object) -> list[object]:
        found = [parser]
        for action in parser._actions:  # type: ignore[attr-defined]
            if hasattr(action, "choices") and isinstance(action.choices, dict):
                for child in action.choices.values():
                    found += parsers(child)
        return found

    for parser in parsers(make_parser()):
        for action in parser._actions:  # type: ignore[attr-defined]
            if action.option_strings:
                assert action.help, f"{parser.prog} {action.option_strings}"  # type: ignore[attr-defined]


def test_version(run: Run) -> None:
    assert run("--version") == Done(0, f"newsbook {__version__}\n", "")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "usage: newsbook"),
        (("buidl",), "did you mean 'build'?"),
        (("frobnicate",), "newsbook --help"),
        (("build", "--strcit"), "did you mean '--strict'?"),
        (("build", "--jobs", "0"), "must be 1 or more"),
        (("build", "nothing.yml"), "there is no file nothing.yml"),
        (("build",), "there is no manifest.yml or newsbook.yml here"),
        (("check", "nothing.epub"), "there is no file nothing.epub"),
        (("inspect",), "required"),
        (("fonts",), "required"),
        (("init", "--template", "opera"), "no template is called 'opera'"),
        (("layouts", "copy", "baroque", "mine"), "no layout"),
    ],
)
def test_wrong_usage_is_2(run: Run, words: tuple[str, ...], said: str) -> None:
    done = run(*words)

    assert done.code == 2
    assert done.out == ""
    assert said in done.err
    assert "Traceback" not in done.err


LONG = "n" * 300


@pytest.mark.parametrize(
    "words",
    [
        ("build", LONG),
        ("build", "-f", "epub", "--keep-stages", LONG),
        ("check", f"{LONG}.pdf"),
        ("inspect", LONG),
        ("init", LONG),
        ("import", LONG),
        ("import", "bridge.md", "-o", LONG),
        ("fonts", "add", LONG),
        ("layouts", "copy", "classic", LONG),
        ("impose", LONG),
    ],
)
def test_names_longer_than_the_system_takes(
    room: Newsroom, run: Run, words: tuple[str, ...]
) -> None:
    room.bridges()
    done = run(*words)

    assert done.code in (1, 2)
    assert "File name too long" in done.err
    assert "bug" not in done.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("build", "-f", "epub", "--status-file", "."), ". is a folder\n  hint: name a file"),
        (("build", "--scheduler", ""), "is empty; name an address such as tcp://"),
        (("build", "-f", ","), "names nothing; leave it out to build every output"),
        (("inspect", "."), ". is a folder\n  hint: name one of its files"),
        (("init", "new", "--title", "a\udcffb"), "--title: is not text in UTF-8"),
        (("import", "bridge.md", "--title", "a\udcffb"), "--title: is not text in UTF-8"),
    ],
)
def test_what_cannot_serve_is_said(
    room: Newsroom, run: Run, words: tuple[str, ...], said: str
) -> None:
    room.bridges()
    done = run(*words)

    assert done.code == 2
    assert said in done.err


def test_formats_named_one_by_one_add_up() -> None:
    for command in ("build", "preview"):
        assert parse([command]).formats == []
        assert parse([command, "-f", "print", "-f", "epub,web"]).formats == ["print", "epub", "web"]
        assert parse([command]).formats == []


@pytest.mark.parametrize(
    ("redirection", "code", "said"),
    [
        (">&-", 0, ""),
        (">&- 2>&-", 0, ""),
        pytest.param(
            ">/dev/full",
            1,
            "the output cannot be used: No space left",
            marks=pytest.mark.skipif(
                not Path("/dev/full").exists(), reason="there is no /dev/full on this system"
            ),
        ),
    ],
)
def test_streams_that_take_nothing(redirection: str, code: int, said: str) -> None:
    command = f"{shlex.quote(sys.executable)} -m newsbook schema {redirection}"
    done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True, check=False)

    assert done.returncode == code, done.stderr
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert "bug" not in done.stderr


def test_help_imports_nothing_heavy() -> None:
    heavy = ("weasyprint", "pikepdf", "lxml", "jinja2", "yaml", "babel", "ebooklib", "fontTools")
    code = (
        "import sys, contextlib, io; from newsbook.cli import main\n"
        "with contextlib.redirect_stdout(io.StringIO()): main(['--help'])\n"
        f"print([m for m in {heavy!r} if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout == "[]\n"


# ---------------------------------------------------------------- what goes wrong
def test_our_bug_is_3_and_leaves_a_report(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> int:
        raise ZeroDivisionError("seven by nothing")

    monkeypatch.setattr("newsbook.cli.keeping.cache_info", broken)
    done = run("cache", "info")

    assert done.code == 3
    assert "Traceback" not in done.err
    assert "ZeroDivisionError: seven by nothing" in done.err
    report = Path(done.err.partition("with the file ")[2].split(" ")[0])
    text = report.read_text("utf-8")
    report.unlink()
    assert "Traceback" in text
    assert __version__ in text


def test_interrupted_is_130(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("newsbook.cli.keeping.cache_info", interrupted)
    done = run("cache", "info")

    assert done.code == 130
    assert "interrupted" in done.err


def test_a_closed_pipe_is_no_fault_of_ours(room: Newsroom) -> None:
    command = f"{sys.executable} -m newsbook schema | head -c 1; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, cwd=room.folder)

    assert done.stdout in ("{141\n", "{0\n")
    assert done.stderr == ""


def test_all_problems_at_once_in_the_agreed_shape(room: Newsroom, run: Run) -> None:
    room.write("manifest.yml", "title: Book\nlangauge: en\ncontents: [none.md]\nlayout: 3\n")
    done = run("build")

    assert done.code == 1
    assert done.out == ""
    assert done.err.startswith("Reading the manifest\n")
    assert (
        "manifest.yml:2:1: error[unknown-key]: unknown key 'langauge'\n"
        "  2 | langauge: en\n"
        "    | ^^^^^^^^\n"
        "  hint: did you mean 'language'?\n"
    ) in done.err
    assert "manifest.yml:3:12: error[file-not-found]" in done.err
    assert done.err.splitlines()[-1].startswith("newsbook: error: 2 errors")
    assert done.err.splitlines()[-1].endswith("nothing was written")


def test_quiet_says_only_problems(room: Newsroom, run: Run) -> None:
    room.bridges()
    assert run("check", "-q") == Done(0, "", "")
    room.write("manifest.yml", "title: Book\nlanguage: en\ncontents: [none.md]\n")
    assert "none.md" in run("check", "-q").err


# ---------------------------------------------------------------- build, EPUB only (no typesetting)
def test_build_prints_paths_and_only_paths(room: Newsroom, run: Run) -> None:
    room.bridges()
    done = run("build", "-f", "epub")

    assert (done.code, done.out) == (0, "dist/a-book-of-bridges.epub\n")
    assert "Built 1 file" in done.err
    assert list(room.files()) == ["a-book-of-bridges.epub"]


def test_build_from_elsewhere_writes_beside_the_manifest(room: Newsroom, run: Run) -> None:
    Newsroom(room.folder / "inner").bridges()

    assert run("build", "inner", "-f", "epub").out == "inner/dist/a-book-of-bridges.epub\n"
    done = run("build", "inner/manifest.yml", "-f", "epub", "-o", "out")
    assert done.out == "out/a-book-of-bridges.epub\n"


def test_build_json(room: Newsroom, run: Run) -> None:
    room.bridges()
    value = run("build", "-f", "epub", "--json").json

    assert value["files"] == ["dist/a-book-of-bridges.epub"]
    assert (value["errors"], value["diagnostics"]) == (0, [])
    [row] = value["ledger"]
    assert row["article"] == "bridge"
    assert row["words_in"] == row["words_out"] > 40
    assert (row["notes_in"], row["notes_out"]) == (1, 1)
    assert set(value["timings"]) >= {"load", "read", "compose", "package", "check", "write"}
    assert value["decisions"]["bridge"]


def test_an_unknown_output_is_named(room: Newsroom, run: Run) -> None:
    room.bridges()
    done = run("build", "-f", "epub,mobi")

    assert done.code == 2
    assert "'mobi'" in done.err
    assert "epub, print" in done.err


def test_strict_makes_warnings_errors(room: Newsroom, run: Run) -> None:
    room.bridges().write("manifest.yml", "title: Book\ncontents: [bridge.md]\n")

    assert run("check").code == 0
    assert run("check", "--strict").code == 1
    done = run("build", "-f", "epub", "--strict")
    assert (done.code, done.out) == (1, "")
    assert not (room.folder / "dist").exists()


def test_what_fails_a_strict_check_is_said_quietly_too(room: Newsroom, run: Run) -> None:
    room.bridges().write("bridge.md", "# Bridge\n\nThe bridge is open.\n")
    assert run("check", "-q") == Done(0, "", "")
    done = run("check", "--strict", "-q")
    assert done.code == 1
    assert "missing-byline" in done.err


def test_errors_leave_the_old_files_untouched(room: Newsroom, run: Run) -> None:
    room.bridges()
    run("build", "-f", "epub")
    before = room.files()
    stamp = (room.folder / "dist/a-book-of-bridges.epub").stat().st_mtime_ns
    room.write("bridge.md", "")

    assert run("build", "-f", "epub").code == 1
    assert room.files() == before
    assert (room.folder / "dist/a-book-of-bridges.epub").stat().st_mtime_ns == stamp


def test_a_folder_that_cannot_be_written_is_named(room: Newsroom, run: Run) -> None:
    room.bridges().write("out", "a file, not a folder")
    done = run("build", "-f", "epub", "-o", "out")

    assert done.code == 1
    assert "out" in done.err
    assert "cannot be written" in done.err
    assert (room.folder / "out").read_text() == "a file, not a folder"


@pytest.mark.parametrize(
    "words", [("-o", "bridge.md"), ("-o", "bridge.md/dist"), ("--keep-stages", "bridge.md")]
)
def test_a_file_is_no_folder_before_anything_is_read(
    room: Newsroom, run: Run, words: tuple[str, ...]
) -> None:
    room.bridges().write("manifest.yml", "no: manifest")
    done = run("build", *words)

    assert done.code == 1
    assert "bridge.md is a file\n  hint: name a folder" in done.err
    assert "manifest.yml" not in done.err


def test_a_source_is_never_overwritten(room: Newsroom, run: Run) -> None:
    room.bridges().write(
        "manifest.yml",
        "title: Book\nlanguage: en\nslug: bridge\ncontents: [{file: bridge.epub, format: markdown}]",
    )
    room.write("bridge.epub", (room.folder / "bridge.md").read_bytes())
    before = (room.folder / "bridge.epub").read_bytes()
    done = run("build", "-f", "epub", "-o", ".")

    assert done.code != 0
    assert (room.folder / "bridge.epub").read_bytes() == before


def test_the_status_file_tells_a_service(room: Newsroom, run: Run) -> None:
    room.bridges()
    run("build", "-f", "epub", "--status-file", "status.json")
    status = json.loads((room.folder / "status.json").read_text())
    assert status["state"] == "done"
    assert status["files"] == ["dist/a-book-of-bridges.epub"]

    room.write("manifest.yml", "title: [")
    run("build", "--status-file", "status.json")
    status = json.loads((room.folder / "status.json").read_text())
    assert (status["state"], status["files"]) == ("failed", [])
    assert status["errors"] >= 1


def test_stages_are_kept_for_looking_into(room: Newsroom, run: Run) -> None:
    room.bridges()
    run("build", "-f", "epub", "--keep-stages", "stages")
    kept = room.files("stages")

    assert {"1-read.json", "2-edition.json", "epub/composition/bridge.xhtml"} <= set(kept)
    assert any(name.startswith("epub/epub/") for name in kept)
    assert str(room.folder).encode() not in b"".join(kept.values())


def test_timings_are_told(room: Newsroom, run: Run) -> None:
    room.bridges()
    done = run("build", "-f", "epub", "--timings")

    assert "package" in done.err
    assert "total" in done.err


# ---------------------------------------------------------------- the others
def test_check_json(room: Newsroom, run: Run) -> None:
    room.bridges()
    assert run("check", "--json").json == {
        "file": "manifest.yml", "ok": True, "errors": 0, "warnings": 0, "diagnostics": []
    }  # fmt: skip
    room.write("manifest.yml", "title: Book\nlanguage: en\ncontents: [none.md]\n")
    done = run("check", "--json")
    assert done.code == 1
    [finding] = done.json["diagnostics"]
    assert finding["code"] == "file-not-found"
    assert finding["line"] == 3


def test_inspect_answers_one_object(room: Newsroom, run: Run) -> None:
    room.bridges()
    value = run("inspect", "bridge.md", "--json").json

    assert list(value) == [
        "headline", "kicker", "deck", "byline", "dateline", "date", "language", "source", "url",
        "blocks", "text", "confidence", "diagnostics",
    ]  # fmt: skip
    assert value["headline"] == "The Bridge"
    assert value["byline"][0]["name"] == "Ann Example"
    assert value["date"] == "2024-03-28"
    assert value["text"].count("\n\n") == 1


def test_inspect_writes_an_entry_that_builds(room: Newsroom, run: Run) -> None:
    room.bridges()
    entry = run("inspect", "bridge.md", "--write").out
    room.write("manifest.yml", f"title: Book\nlanguage: en\ncontents:\n{entry}")

    assert run("check").code == 0


def test_inspect_writes_how_a_file_was_to_be_read(room: Newsroom, run: Run) -> None:
    words = "The bridge over the Волга reopened. " * 3
    room.write("bridge.dat", f"# Мост\n\n{words}\n".encode("koi8-r"))
    told = ("--format", "markdown", "--encoding", "koi8-r")
    entry = run("inspect", "bridge.dat", *told, "--write").out
    assert "\n  format: markdown\n  encoding: koi8-r\n" in entry
    room.write("manifest.yml", f"title: Book\nlanguage: en\ncontents:\n{entry}")

    assert run("check").code == 0


@pytest.mark.parametrize(
    "words",
    [
        ("impose", "none.pdf", "-o", "file/sheets.pdf"),
        ("check", "none.pdf", "--picture", "file/pages"),
        ("import", "none", "-o", "file/book"),
        ("build", "-o", "file/dist"),
    ],
)
def test_a_file_where_a_folder_shall_be_is_told_before_anything_is_read(
    room: Newsroom, run: Run, words: tuple[str, ...]
) -> None:
    room.write("file", "")
    room.write("none.pdf", "no PDF")
    room.write("none/a.md", "no article")
    room.write("manifest.yml", "title: Book\ncontents: [none.md]\n")

    done = run(*words)

    assert done.code in (1, 2)
    assert "file is a file\n  hint: name a folder" in done.err


def test_outputs_that_a_book_has_not_are_told_before_its_articles_are_read(
    room: Newsroom, run: Run
) -> None:
    room.bridges()
    done = run("build", "-f", "nope")

    assert done.code == 2
    assert "no output is called 'nope'\n  hint: this book has: epub, print" in done.err
    assert "Reading 1 article" not in done.err
    assert "Reading the manifest" in done.err


def test_init_refuses_what_is_not_empty(room: Newsroom, run: Run) -> None:
    room.write("precious.txt", "mine")
    assert run("init").code == 2
    assert list(room.files(".")) == ["precious.txt"]

    done = run("init", "new", "--title", 'Say "Tea"', "--language", "az")
    assert done.code == 0
    assert "new/manifest.yml" in done.out
    manifest = (room.folder / "new/manifest.yml").read_text()
    assert 'title: "Say \\"Tea\\""' in manifest
    assert "language: az" in manifest
    assert run("init", "new").code == 2


def test_every_template_is_sound(room: Newsroom, run: Run) -> None:
    from newsbook.project import templates

    assert templates() == ("anthology", "magazine", "newsletter", "yearbook")
    for name in templates():
        run("init", name, "--template", name)
        done = run("check", name, "--strict")
        assert done.code == 0, done.err


def test_schema_is_json(run: Run) -> None:
    assert run("schema").json["title"] == "newsbook manifest"


def test_layouts(room: Newsroom, run: Run) -> None:
    names = {layout["name"] for layout in run("layouts", "list", "--json").json}
    assert "classic" in names
    assert run("layouts", "copy", "classic", "house").out == "house\n"
    room.bridges().write(
        "manifest.yml", "title: Book\nlanguage: en\nlayout: house\ncontents: [bridge.md]\n"
    )
    assert run("check").code == 0
    assert run("layouts", "copy", "classic", "house").code == 1


def test_fonts(room: Newsroom, run: Run) -> None:
    faces = run("fonts", "list", "--json").json
    assert {"Literata", "Noto Serif CJK SC"} <= {face["family"] for face in faces}
    assert "Literata" in run("fonts", "list").out

    room.bridges().write("bridge.md", "# Old\n\nThe sign \U00012000 is cuneiform.\n")
    done = run("fonts", "check")
    assert done.code == 1
    assert "U+12000" in done.err
    assert "missing-glyph" in done.err
    assert "hint: add a font for the script Cuneiform" in done.err
    assert "Literata" in done.out


def test_fonts_beside_the_manifest_need_no_naming(room: Newsroom, run: Run) -> None:
    from newsbook.resources import fonts_dir

    font = fonts_dir() / "mono" / "NotoSansMono-Regular.ttf"
    done = run("fonts", "add", str(font))
    assert done.out == "fonts/NotoSansMono-Regular.ttf\n"
    assert "Next:" not in done.err
    assert "Licence: OFL-1.1" in done.err
    room.write("copy.ttf", font.read_bytes())
    again = run("fonts", "add", "copy.ttf")
    assert again.code == 1
    assert "a second Noto Sans Mono 400" in again.err
    room.bridges().write("bridge.md", "# Code\n\nA `word`.\n").write("fonts/bad.ttf", "no font")
    (mine,) = [face for face in run("fonts", "list", "--json").json if not face["bundled"]]
    assert (mine["file"], mine["licence"]) == ("fonts/NotoSansMono-Regular.ttf", "OFL-1.1")
    checked = run("fonts", "check", "--json")
    assert checked.code == 0
    assert {font["family"]: font["bundled"] for font in checked.json["fonts"]} == {
        "Literata": True,
        "Noto Sans Mono": False,
    }
    assert [d["severity"] for d in checked.json["diagnostics"]] == ["warning"]
    assert run("build", "-f", "epub").code == 0


def test_fonts_add(room: Newsroom, run: Run) -> None:
    from newsbook.resources import fonts_dir

    font = fonts_dir() / "mono" / "NotoSansMono-Regular.ttf"
    assert run("fonts", "add", str(font), "--dir", "own").out == "own/NotoSansMono-Regular.ttf\n"
    room.write("bad.ttf", "no font at all")
    done = run("fonts", "add", "bad.ttf", "--dir", "own")
    assert done.code == 1
    assert list(room.files("own")) == ["NotoSansMono-Regular.ttf"]


def test_cache(room: Newsroom, run: Run) -> None:
    from newsbook.cache import Cache

    Cache(room.cache / "newsbook").put("0" * 64, b"galley")
    info = run("cache", "info", "--json").json
    assert info["entries"] == 1
    assert info["folder"] == str(room.cache / "newsbook")
    assert "1 entry" in run("cache", "clear").err
    assert run("cache", "info", "--json").json["entries"] == 0


def test_doctor(run: Run) -> None:
    done = run("doctor", "--json")

    assert done.json["newsbook"] == __version__
    needs = {need["name"]: need for need in done.json["needs"]}
    assert needs["Pango"]["required"]
    assert {"Java", "Chromium", "Fonts", "Preview"} <= set(needs)
    assert all(need["version"] or need["fix"] for need in needs.values())
    assert (done.code == 0) == done.json["ok"]


@pytest.mark.parametrize("system", ["debian", "fedora", "arch", "alpine", "macos", "windows"])
def test_doctor_knows_every_system(system: str) -> None:
    from newsbook.cli import doctor

    for need in (*doctor._LIBRARIES.values(), *doctor._PROGRAMS.values()):
        line = doctor._fix(need, system)
        assert need.packages[system] in line
        assert line.split()[0] in {"sudo", "apk", "brew", "pacman", "winget"}


def test_the_environment_does_not_colour_a_pipe(room: Newsroom) -> None:
    done = room.bridges().run("check", "nothing.pdf", env={"TERM": "xterm-256color"})

    assert done.code == 2
    assert "\x1b" not in done.err
    assert os.linesep in done.err


def test_the_collector_runs_rarely_and_passes_over_what_is_left_at_the_end() -> None:
    code = (
        "import atexit, gc\n"
        "atexit.register(lambda: print(gc.get_threshold()[0] > 10_000, gc.get_freeze_count() > 0))\n"
        "from newsbook.cli import main\n"
        "main(['--version'])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "True True"
