"""An EPUB in vertical writing, where a layout is told so."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from newsbook.compose.upright import with_upright_numbers
from tests.support.newsroom import Newsroom

XHTML = 'xmlns="http://www.w3.org/1999/xhtml"'


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<p>10分、1993年12月3日</p>", "<p>[10]分、1993年[12]月[3]日</p>"),
        ("<p>松は3.5%、１年</p>", "<p>松は3.5%、１年</p>"),
        ("<p>友<em>5人</em>と20人!?</p>", "<p>友<em>[5]人</em>と[20]人[!?]</p>"),
        (
            '<p>語<span lang="en">12 words</span>は</p>',
            '<p>語<span lang="en">12 words</span>は</p>',
        ),
        ("<p>型<code>12</code>番</p>", "<p>型<code>12</code>番</p>"),
        ("<p>COP29で</p>", "<p>COP29で</p>"),
    ],
)
def test_short_numbers_stand_upright(before: str, after: str) -> None:
    root = etree.fromstring(f'<html {XHTML} lang="ja"><body>{before}</body></html>')
    text = "".join(root.itertext())
    changed = with_upright_numbers(root, "")
    assert "".join(root.itertext()) == text
    made = etree.tostring(root, encoding="unicode")
    made = made.replace('<span class="tcy">', "[")
    for part in ("10", "12", "3", "5", "20", "!?"):
        made = made.replace(f"[{part}</span>", f"[{part}]")
    assert made == f'<html {XHTML} lang="ja"><body>{after}</body></html>'
    assert changed == ("[" in after)


@pytest.mark.slow
def test_the_option_makes_a_book_read_from_right_to_left(tmp_path: Path) -> None:
    room = Newsroom(tmp_path / "room")
    room.write("ja.md", "# 松\n\n雪の中でも青い松の話。1993年12月。\n")
    room.write("en.md", "# Pine\n\nIt has 12 needles and a long, long story to be told about it.\n")
    room.write(
        "manifest.yml",
        "title: 本\nlanguage: ja\ndate: 2024-01-01\n"
        "layout: {name: classic, options: {writing: vertical}}\n"
        "contents: [ja.md, {file: en.md, language: en}]\noutputs: {epub: {}}\n",
    )
    done = room.run("build")
    assert done.code == 0, done.err
    ((name, data),) = room.files().items()
    book = zipfile.ZipFile(io.BytesIO(data))
    texts = {
        n: book.read(n).decode() for n in book.namelist() if n.endswith((".opf", ".css", "ml"))
    }
    (opf,) = [t for n, t in texts.items() if n.endswith(".opf")]
    assert 'page-progression-direction="rtl"' in opf
    styles = "".join(t for n, t in texts.items() if n.endswith(".css"))
    for spelling in ("-epub-writing-mode", "-webkit-writing-mode", " writing-mode"):
        assert f"{spelling}: vertical-rl" in styles
    assert ":lang(en)" not in styles.split("vertical-rl")[0][-200:]
    assert '<span class="tcy">12</span>' in "".join(texts.values())
    checked = room.run("check", f"dist/{name}")
    assert checked.code == 0, checked.out + checked.err


@pytest.mark.slow
def test_without_it_nothing_is_vertical(tmp_path: Path) -> None:
    room = Newsroom(tmp_path / "room").write("ja.md", "# 松\n\n雪の12月の話。\n")
    room.write(
        "manifest.yml",
        "title: 本\nlanguage: ja\ndate: 2024-01-01\ncontents: [ja.md]\noutputs: {epub: {}}\n",
    )
    assert room.run("build").code == 0
    ((_, data),) = room.files().items()
    book = zipfile.ZipFile(io.BytesIO(data))
    assert not any(
        b"vertical-rl" in book.read(n) or b"tcy" in book.read(n) for n in book.namelist()
    )
