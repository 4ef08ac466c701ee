"""The type specimen builds without a warning, and both its books say all of it."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pypdfium2
import pytest

from tests.support.newsroom import Newsroom

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = ("zh-Hans", "zh-Hant", "ja", "ko", "en")

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("specimen")
    shutil.copytree(ROOT / "examples" / "specimen", folder / "room")
    done = (room := Newsroom(folder / "room")).run("build", "--strict")
    assert done.code == 0, done.err
    assert "warning" not in done.err
    return {Path(name).suffix: data for name, data in room.files().items()}


def test_every_rule_has_its_text_in_five_languages(books: dict[str, bytes]) -> None:
    book = zipfile.ZipFile(io.BytesIO(books[".epub"]))
    text = "".join(book.read(n).decode() for n in book.namelist() if "/text/" in n)
    rules = re.split(r"<h2[^>]*>(?=\d+\. )", text)[1:]
    assert sorted(int(rule.split(".")[0]) for rule in rules) == list(range(1, 21))
    for rule in rules:
        section = rule.split("<h2")[0].split("</section>")[0]
        found = re.findall(r"<p(?: [^>]*?)?(?: lang=\"([^\"]+)\")?[ >]", section)
        assert len(found) == 5, section[:200]
        for language in LANGUAGES[:4]:
            assert f'lang="{language}"' in section, (language, section[:80])
    assert not set("\u200b\u2060") & set(text)


def test_the_printed_book_reads_as_it_was_written(books: dict[str, bytes], tmp_path: Path) -> None:
    if not shutil.which("pdftotext"):
        pytest.skip("poppler-utils is not installed (tools/setup test)")
    file = tmp_path / "specimen.pdf"
    file.write_bytes(books[".pdf"])
    done = subprocess.run(["pdftotext", str(file), "-"], capture_output=True, check=True)
    text = done.stdout.decode()
    for needed in (
        "岁寒知松柏，患难见真情",
        "岁寒知松柏，上面是拼音",
        "sōngbǎi",
        "Brăila",
        "Nguyễn",
        "İlham Əliyev",
    ):
        assert needed in text
    assert not set("\u200b\u2060") & set(text)
    fonts = subprocess.run(["pdffonts", str(file)], capture_output=True, check=True).stdout.decode()
    for face in ("SC", "TC", "JP", "KR"):
        assert f"Noto-Serif-CJK-{face} " in fonts


def test_no_program_reads_characters_apart(books: dict[str, bytes], tmp_path: Path) -> None:
    file = tmp_path / "specimen.pdf"
    file.write_bytes(books[".pdf"])
    han = "[\u3400-\u9fff，。、「」]"
    for program, text in extracted(file).items():
        # a name that is written with a space, and readings, which stand in a line of their own
        apart = re.findall(f"\\S*{han}[ \u00a0]+{han}\\S*", text)
        assert [found for found in apart if found != "高瀬 澪"] == [], program


def extracted(file: Path) -> dict[str, str]:
    """The text of a PDF as the programs there are read it."""
    commands = {
        "poppler": ["pdftotext", str(file), "-"],
        "mupdf": ["mutool", "draw", "-q", "-F", "txt", str(file)],
    }
    with pypdfium2.PdfDocument(file) as pdf:
        texts = {"pdfium": "\n".join(page.get_textpage().get_text_range() for page in pdf)}
    for name, command in commands.items():
        if shutil.which(command[0]):
            done = subprocess.run(command, capture_output=True, check=True)
            texts[name] = done.stdout.decode()
    return texts
