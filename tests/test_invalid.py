"""Broken manifests and sources: the whole stderr, the exit code, and nothing written.

A case is a folder of `tests/invalid/` with the files of a project and `expected.txt`, the stderr
of `newsbook build` in it; `case.toml` may state other `arguments` and another exit `code` than 1.
`python tests/test_invalid.py` writes the expectations anew; `git diff` is the review.
"""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import sys
import tempfile
import tomllib
from pathlib import Path
from unittest.mock import patch

import pytest

from newsbook.cli import main

CASES = Path(__file__).resolve().parent / "invalid"
NAMES = sorted(path.name for path in CASES.iterdir() if path.is_dir())
OLD = {"dist/a-book.epub": b"an older EPUB", "dist/a-book-print.pdf": b"an older PDF"}


def tree(folder: Path) -> dict[str, bytes | str]:
    """Return every file and link below `folder` with what is in it."""
    found: dict[str, bytes | str] = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            found[name] = str(path.readlink())
        elif path.is_file():
            found[name] = path.read_bytes()
    return found


def stated(case: str) -> tuple[list[str], int]:
    """Return the arguments and the exit code of `case`."""
    path = CASES / case / "case.toml"
    said = tomllib.loads(path.read_text("utf-8")) if path.is_file() else {}
    return said.get("arguments", ["build"]), said.get("code", 1)


def run(case: str, folder: Path) -> tuple[int, str, str]:
    """Run `case` in the empty `folder` and return the exit code, stdout and stderr."""
    skipped = shutil.ignore_patterns("expected.txt", "case.toml")
    shutil.copytree(CASES / case, folder, symlinks=True, ignore=skipped, dirs_exist_ok=True)
    for name, data in OLD.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(data)
    before = tree(folder)
    out, err = io.StringIO(), io.StringIO()
    # A font of this machine that has a missing character would be named.
    bare = {"XDG_DATA_HOME": str(folder / ".none"), "XDG_DATA_DIRS": str(folder / ".none")}
    with (
        patch.dict(os.environ, bare),
        contextlib.chdir(folder),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        code = main([*stated(case)[0], "--no-cache"])
    assert tree(folder) == before, f"{case}: a build that fails must leave every file as it was"
    return code, out.getvalue(), err.getvalue()


@pytest.mark.parametrize("case", NAMES)
def test_what_is_wrong_is_said(case: str, tmp_path: Path) -> None:
    code, out, err = run(case, tmp_path)
    assert err == (CASES / case / "expected.txt").read_text("utf-8")
    assert (code, out) == (stated(case)[1], "")
    assert "Traceback" not in err
    assert str(tmp_path) not in err


def update() -> None:
    """Write every expectation anew."""
    for case in NAMES:
        with tempfile.TemporaryDirectory() as folder:
            try:
                code, _, err = run(case, Path(folder))
            except AssertionError as error:
                print(error, file=sys.stderr)
                continue
            if code != stated(case)[1]:
                print(f"{case}: exit code {code}", file=sys.stderr)
            (CASES / case / "expected.txt").write_text(err, "utf-8")


if __name__ == "__main__":
    update()
