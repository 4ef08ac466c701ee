"""The main job, as a person runs it: build, check, inspect; exit codes, streams, bytes."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from tests.support.newsroom import MANIFEST, Newsroom

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples" / "silk-road"


def newsbook(
    *arguments: str, cwd: Path = ROOT, environment: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "newsbook", *arguments],
        cwd=cwd,
        env={**os.environ, **(environment or {})},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built")
    run = newsbook("build", str(EXAMPLE / "manifest.yml"), "-o", str(folder))
    assert run.returncode == 0, run.stderr
    assert [Path(line).parent for line in run.stdout.split()] == [folder] * 3
    return folder


@pytest.mark.slow
def test_the_wire_page_is_cut_as_an_editor_would(built: Path) -> None:
    document = pypdfium2.PdfDocument(built / "the-pine-and-the-cypress-print.pdf")
    text = "".join(page.get_textpage().get_text_range() for page in document)
    flat = "".join(text.split())
    assert "岁寒知松柏，患难见真情" in flat
    assert "sōngbǎi,huànnàn" in flat
    assert "ăi" not in flat
    assert "Baku,December27,AZERTAC" in flat
    assert "Sharenewsonsocialmedia" not in flat
    assert "EURO2024" not in flat
    assert "\u200b" not in text
    assert "\u2060" not in text


@pytest.mark.slow
def test_every_font_is_embedded_and_ours(built: Path) -> None:
    families = ("Literata", "Noto", "Inter")
    with pikepdf.open(built / "the-pine-and-the-cypress-print.pdf") as pdf:
        fonts = [
            font
            for page in pdf.pages
            for font in page.obj.Resources.get("/Font", pikepdf.Dictionary()).values()
        ]
        assert fonts
        for font in fonts:
            name = str(font.BaseFont).split("+")[-1]
            assert name.startswith(families), name
            descriptor = font.DescendantFonts[0].FontDescriptor
            assert "/FontFile2" in descriptor or "/FontFile3" in descriptor


@pytest.mark.slow
@pytest.mark.parametrize(
    "command",
    [
        ["qpdf", "--check"],
        ["pdftotext"],
        # -N: without it, builds of MuPDF that have no ICC support say so for every press file.
        ["mutool", "draw", "-N", "-F", "txt", "-o", "-"],
        ["gs", "-q", "-dNOPAUSE", "-dBATCH", "-dSAFER", "-sDEVICE=nullpage"],
    ],
)
def test_other_tools_read_the_pdf_without_a_word(built: Path, command: list[str]) -> None:
    pdf = str(built / "the-pine-and-the-cypress-print.pdf")
    after = ["-"] if command[0] == "pdftotext" else []
    run = subprocess.run([*command, pdf, *after], capture_output=True, check=False)
    assert run.returncode == 0
    assert run.stderr == b""


@pytest.mark.slow
def test_same_input_same_bytes(built: Path, tmp_path: Path) -> None:
    copy = tmp_path / "elsewhere" / "book"
    shutil.copytree(EXAMPLE, copy, ignore=shutil.ignore_patterns("dist"))
    run = newsbook(
        "build", "--no-cache", cwd=copy, environment={"TZ": "Asia/Tokyo", "PYTHONHASHSEED": "7"}
    )
    assert run.returncode == 0, run.stderr
    for name in ("the-pine-and-the-cypress.epub", "the-pine-and-the-cypress-print.pdf"):
        assert (copy / "dist" / name).read_bytes() == (built / name).read_bytes(), name


def test_inspect_says_what_a_reader_makes_of_a_page() -> None:
    run = newsbook("inspect", "articles/azertac.txt", "--json", cwd=EXAMPLE)
    assert run.returncode == 0, run.stderr
    found = json.loads(run.stdout)
    assert found["headline"] == ("The cooperation based on a strong friendship: China – Azerbaijan")
    assert found["dateline"]["place"] == "Baku"
    assert found["dateline"]["agency"] == "AZERTAC"
    assert found["byline"][0]["name"] == "Sadig Gachayev"
    assert len(found["text"].split("\n\n")) == 13
    assert found["confidence"] >= 0.8


def test_problems_are_shown_all_at_once_with_their_lines(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# A\n\nText.\n", "utf-8")
    (tmp_path / "manifest.yml").write_text(
        "newsbook: 1\nlangauge: en\ntitle: T\ndate: 2021-02-30\ncontents: [a.md, b.md]\n", "utf-8"
    )
    (tmp_path / "dist").mkdir()
    old = tmp_path / "dist" / "t.epub"
    old.write_bytes(b"old")
    run = newsbook("build", cwd=tmp_path)
    assert run.returncode == 1
    assert run.stdout == ""
    assert "manifest.yml:2:1: error[unknown-key]: unknown key 'langauge'" in run.stderr
    assert "  hint: did you mean 'language'?" in run.stderr
    assert "manifest.yml:4:7: error[invalid-value]" in run.stderr
    assert "b.md" in run.stderr
    assert "Traceback" not in run.stderr
    assert old.read_bytes() == b"old"


BROKEN = {
    "tab": b"newsbook: 1\ntitle: T\ncontents:\n\t- a.md\n",
    "alias bomb": b"newsbook: 1\ntitle: &a T\nsubtitle: *a\ncontents: [a.md]\n",
    "duplicate key": b"newsbook: 1\ntitle: T\ntitle: U\ncontents: [a.md]\n",
    "not a mapping": b"- a.md\n",
    "empty": b"",
    "binary": bytes(range(256)),
    "bad UTF-8": b"newsbook: 1\ntitle: \xff\xfe\ncontents: [a.md]\n",
    "outside": b"newsbook: 1\ntitle: T\ncontents: [../../etc/passwd]\n",
    "absolute": b"newsbook: 1\ntitle: T\ncontents: [/etc/passwd]\n",
    "missing file": b"newsbook: 1\ntitle: T\ncontents: [nothing.md]\n",
    "no title": b"newsbook: 1\ncontents: [a.md]\n",
    "wrong type": b"newsbook: 1\ntitle: [T]\ncontents: a.md\n",
    "bad date": b"newsbook: 1\ntitle: T\ndate: 2021-02-30\ncontents: [a.md]\n",
    "bad ISBN": b"newsbook: 1\ntitle: T\nidentifiers: {isbn_print: 978-0-306-40615-8}\ncontents: [a.md]\n",
    "bad language": b"newsbook: 1\ntitle: T\nlanguage: english please\ncontents: [a.md]\n",
    "bad trim": b"newsbook: 1\ntitle: T\ncontents: [a.md]\noutputs: {print: {trim: 6x}}\n",
    "unknown output option": b"newsbook: 1\ntitle: T\ncontents: [a.md]\noutputs: {epub: {fonts: 1}}\n",
    "unknown layout": b"newsbook: 1\ntitle: T\nlayout: clasic\ncontents: [a.md]\n",
    "unknown page": b"newsbook: 1\ntitle: T\ncontents: [frontispiece, a.md]\n",
    "empty glob": b"newsbook: 1\ntitle: T\ncontents: [{glob: 'x/*.md'}]\n",
    "duplicate article": b"newsbook: 1\ntitle: T\ncontents: [a.md, a.md]\n",
    "empty article": b"newsbook: 1\ntitle: T\ncontents: [empty.md]\n",
    "bad encoding": b"newsbook: 1\ntitle: T\ncontents: [latin.md]\n",
    "bad front matter": b"newsbook: 1\ntitle: T\ncontents: [front.md]\n",
    "missing picture": b"newsbook: 1\ntitle: T\ncontents: [picture.md]\n",
    "unreadable picture": b"newsbook: 1\ntitle: T\ncontents: [junk.md]\n",
    "unexpected": b"newsbook: 1\ntitle: T\ncontents: [{file: a.md, expect: {paragraphs: 9}}]\n",
    "deep": b"newsbook: 1\ntitle: T\ncontents: " + b"[" * 3000 + b"]" * 3000 + b"\n",
}


@pytest.mark.parametrize("case", BROKEN)
def test_bad_input_is_an_error_and_never_a_traceback(
    case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from newsbook.cli import main

    (tmp_path / "manifest.yml").write_bytes(BROKEN[case])
    (tmp_path / "a.md").write_text("# A\n\nText.\n", "utf-8")
    (tmp_path / "empty.md").write_text("", "utf-8")
    (tmp_path / "latin.md").write_bytes(b"\xff\xfe# A\n\n\x00\xd8\x00")
    (tmp_path / "front.md").write_text("---\ntitle: [\n---\n\nText.\n", "utf-8")
    (tmp_path / "picture.md").write_text("# A\n\n![p](no.png)\n", "utf-8")
    (tmp_path / "junk.md").write_text("# A\n\n![p](junk.png)\n", "utf-8")
    (tmp_path / "junk.png").write_bytes(b"\x89PNG\r\n\x1a\n" + b"junk" * 20)
    monkeypatch.chdir(tmp_path)
    code = main(["build"])
    shown = capsys.readouterr()
    assert code == 1, shown.err
    assert "error[" in shown.err
    assert "Traceback" not in shown.err
    assert shown.out == ""
    assert not list(tmp_path.glob("dist/*"))


def test_pages_with_nothing_to_list_are_left_out_and_named(tmp_path: Path) -> None:
    room = Newsroom(tmp_path / "book").bridges()
    room.write("manifest.yml", MANIFEST.replace("[bridge.md]", "[bridge.md, pictures, chronology]"))
    done = room.run("build", "-f", "epub")
    assert done.code == 0, done.err
    assert "manifest.yml:4:23: warning[empty-page]: the page 'pictures' is left out" in done.err
    assert "'chronology'" not in done.err


def test_pictographs_are_printed_in_small_capitals_too(tmp_path: Path) -> None:
    room = Newsroom(tmp_path / "book").bridges()
    room.write(
        "manifest.yml", MANIFEST.replace("[bridge.md]", "[{file: bridge.md, kicker: 👩‍💻 News ☎}]")
    )
    done = room.run("build", "-f", "print", "-q")
    assert done.code == 0, done.err
    text = subprocess.run(
        ["pdftotext", room.folder / done.out.strip(), "-"], capture_output=True, check=True
    ).stdout.decode()
    assert "👩" in text
    assert "☎" in text
