"""The first ten minutes of a new user, typed into a terminal of 80 columns: with colours, and not.

`tests/transcripts/` holds what stays on the screen; colours are written `{red}`. `python
tests/test_transcripts.py` writes the transcripts anew; `git diff` is the review.
"""

from __future__ import annotations

import re
import sys
import tempfile
from pathlib import Path

import pytest

from newsbook.diagnostics import text_width
from tests.support.terminals import COLUMNS, SGR, Typed, type_in

HERE = Path(__file__).resolve().parent / "transcripts"
NAMES = {
    "1;31": "red", "1;33": "yellow", "1;34": "blue", "1": "bold", "2": "dim", "36": "cyan",
    "32": "green", "0": "/",
}  # fmt: skip
ENVIRONMENTS = {
    "colour": {"TERM": "xterm-256color", "NO_COLOR": ""},
    "plain": {"TERM": "xterm-256color", "NO_COLOR": "1"},
    "dumb": {"TERM": "dumb", "NO_COLOR": ""},
}


def session(folder: Path, env: dict[str, str]) -> list[tuple[str, Typed]]:
    """Do what a new user does; return the commands with what came of them."""
    done: list[tuple[str, Typed]] = []
    home = {**env, "XDG_CACHE_HOME": str(folder / "cache"), "LC_ALL": "C.UTF-8"}

    def newsbook(words: str, *, inside: bool = True, until: str | None = None) -> None:
        place = folder / "letters" if inside else folder
        done.append((f"newsbook {words}", type_in(place, *words.split(), env=home, until=until)))

    def edit(name: str, old: str, new: str) -> None:
        path = folder / "letters" / name
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), "utf-8")
        done.append((f"edit {name}", Typed(0, "")))

    newsbook("init letters", inside=False)
    newsbook("check")
    edit("manifest.yml", "layout: classic", "layuot: classic")
    newsbook("build")
    edit("manifest.yml", "layuot: classic", "layout: classic")
    edit("articles/tea.md", "The English borrowed", "Click here. The the English borrowed")
    newsbook("check")
    newsbook("check --strict -q")
    newsbook("build -f epub")
    newsbook("preview --no-open --port 0", until="Ctrl-C ends it")
    newsbook("bulid")
    return done


def written(typed: list[tuple[str, Typed]], folder: Path) -> str:
    """The transcript: times, ports and versions made equal, colours by name."""
    lines = []
    for command, result in typed:
        lines.append(f"$ {command}")
        lines += result.lines
        if result.code:
            lines.append(f"[exit code {result.code}]")
    text = "\n".join(lines) + "\n"
    text = re.sub(r"in \d+\.\d s", "in 0.0 s", text)
    text = re.sub(r"127\.0\.0\.1:\d+", "127.0.0.1:8421", text)
    text = SGR.sub(lambda m: "{" + NAMES.get(m[0][2:-1], m[0][2:-1]) + "}", text)
    return text.replace(str(folder), "~")


@pytest.mark.slow
@pytest.mark.parametrize("kind", ENVIRONMENTS)
def test_the_first_ten_minutes(kind: str, tmp_path: Path) -> None:
    typed = session(tmp_path, ENVIRONMENTS[kind])

    assert written(typed, tmp_path) == (HERE / f"{kind}.txt").read_text("utf-8")
    raw = "".join(result.raw for _, result in typed)
    assert "Traceback" not in raw
    assert (SGR.search(raw) is not None) == (kind == "colour")
    if kind == "dumb":
        assert "\x1b" not in raw
    for _, result in typed if kind != "dumb" else ():  # a dumb terminal may be a log
        for line in result.lines:
            if line.lstrip().startswith(("$", "|")) or re.match(r" *\d* \|", SGR.sub("", line)):
                assert text_width(SGR.sub("", line)) <= COLUMNS, "a code frame does not wrap"


@pytest.mark.slow
def test_the_bar_names_article_pages_and_never_wraps(tmp_path: Path) -> None:
    env = {**ENVIRONMENTS["plain"], "XDG_CACHE_HOME": str(tmp_path / "cache")}
    type_in(tmp_path, "init", "letters", env=env)
    done = type_in(tmp_path / "letters", "build", "-f", "print", "--no-cache", env=env)

    assert done.code == 0
    bars = [line for line in done.drawn if "█" in line or "░" in line]
    typesetting = [line for line in bars if line.startswith("Typesetting")]
    assert typesetting
    assert any("page" in line for line in typesetting)
    assert all(text_width(line) < COLUMNS for line in done.drawn if line in bars)
    assert "dist/letters-from-the-road-print.pdf" in done.lines
    assert not any("█" in line for line in done.lines), "the bar is wiped"


if __name__ == "__main__":
    for name, environment in ENVIRONMENTS.items():
        with tempfile.TemporaryDirectory() as place:
            text = written(session(Path(place), environment), Path(place))
        HERE.mkdir(exist_ok=True)
        (HERE / f"{name}.txt").write_text(text, "utf-8")
        print(name, file=sys.stderr)
