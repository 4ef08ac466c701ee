"""Pipes, and files larger than anything of their kind, are refused by name and not read."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

WORDS = "The stone bridge on the northern road reopened after two years of repair and much debate."
ARTICLE = f"# Bridge\n\n{WORDS}\n"
HEAD = "title: T\nlanguage: en\ndate: 2022-01-01\ncontents: [a.md]\n"
OWN = "name: own\ntitle: Own\ndescription: Own\nextends: classic\n"
PLAIN = {"a.md": ARTICLE, "manifest.yml": HEAD}

# What is asked, the other files of the folder, the file that is odd, and what is said of it.
ODD = {
    "inspect": (("inspect", "odd.md"), {}, "odd.md", "odd.md"),
    "import": (("import", "odd.xml"), {}, "odd.xml", "odd.xml"),
    "import of a folder": (("import", "in", "-o", "out"), {"in/a.md": ARTICLE}, "in/b.md", "b.md"),
    "picture of an import": (
        ("import", "in", "-o", "out"),
        {"in/a.md": f"{ARTICLE}\n![Bridge](b.png)\n"},
        "in/b.png",
        "b.png",
    ),
    "check of an EPUB": (("check", "odd.epub"), {}, "odd.epub", "odd.epub"),
    "check of a PDF": (("check", "odd.pdf"), {}, "odd.pdf", "odd.pdf"),
    "impose": (("impose", "odd.pdf"), {}, "odd.pdf", "odd.pdf"),
    "ignore file": (("check",), PLAIN, "newsbook-ignore.yml", "newsbook-ignore.yml"),
    "font": (("check",), PLAIN, "fonts/odd.ttf", "fonts/odd.ttf"),
    "fonts add": (("fonts", "add", "odd.ttf"), {}, "odd.ttf", "odd.ttf"),
    "style sheet of a layout": (
        ("check",),
        {**PLAIN, "manifest.yml": f"{HEAD}layout: own\n", "own/layout.yml": OWN},
        "own/css/print.css",
        "print.css",
    ),
}


def large(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(10 * 2**30)  # nothing is written: the file has holes


@pytest.mark.parametrize("make", [os.mkfifo, large], ids=["pipe", "large"])
@pytest.mark.parametrize("name", ODD)
def test_odd_files_are_refused_by_name(
    name: str, make: Callable[[Path], None], tmp_path: Path
) -> None:
    words, files, odd, said = ODD[name]
    for file, text in files.items():
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_text(text)
    (tmp_path / odd).parent.mkdir(parents=True, exist_ok=True)
    make(tmp_path / odd)
    done = subprocess.run(
        [sys.executable, "-m", "newsbook", *words],
        cwd=tmp_path, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    told = [line for line in done.stderr.splitlines() if said in line]
    assert any("error" in line or "warning" in line for line in told), done.stderr
    assert "there is no file" not in done.stderr
    goes_on = name in ("import of a folder", "picture of an import", "font")
    assert done.returncode in ((0,) if goes_on else (1, 2))


def test_a_folder_of_fonts_is_told_from_a_file_that_is_missing(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "newsbook", "fonts", "add", "."],
        cwd=tmp_path, stdin=subprocess.DEVNULL, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 2
    assert "is a folder" in done.stderr
    assert "*.ttf" in done.stderr


def test_an_epub_that_is_too_large_to_look_into_is_not_given_to_other_programs(
    tmp_path: Path,
) -> None:
    with zipfile.ZipFile(tmp_path / "many.epub", "w") as archive:
        for number in range(50_001):
            archive.writestr(str(number), "")
    done = subprocess.run(
        [sys.executable, "-m", "newsbook", "check", "many.epub"],
        cwd=tmp_path, stdin=subprocess.DEVNULL, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 1
    assert "error[limit-exceeded]: the archive would unpack to 50001 files" in done.stderr
    assert "epubcheck" not in done.stderr


def test_an_epub_that_lies_about_its_sizes_is_not_given_to_other_programs(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "lie.epub", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("EPUB/style.css", " " * 2**20)
    data = (tmp_path / "lie.epub").read_bytes()
    stated = struct.pack("<I", 2**20)
    assert data.count(stated) == 2
    (tmp_path / "lie.epub").write_bytes(data.replace(stated, struct.pack("<I", 100)))
    done = subprocess.run(
        [sys.executable, "-m", "newsbook", "check", "lie.epub"],
        cwd=tmp_path, stdin=subprocess.DEVNULL, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 1
    assert "error[epub-container]: 'EPUB/style.css' in it is damaged" in done.stderr
    assert "error[epubcheck]" not in done.stderr
