"""Pages saved by browsers: MHTML, SingleFile, "complete"; and by office programs."""

from __future__ import annotations

import base64
import io
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from newsbook.content import Figure, Items, Link, Note, Strong
from newsbook.model import Article
from newsbook.readers import Source, read_many
from newsbook.readers.inspect import inspection
from newsbook.tree import plain_text, walk
from newsbook.world import World
from tests.support import webpages


def picture(colour: str = "teal") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (160, 120), colour).save(out, "PNG")
    return out.getvalue()


def one(
    name: str, data: bytes, root: Path = Path("/nowhere"), **more: Any
) -> tuple[Article, World]:
    world = World(root=root)
    (article,) = read_many(Source(name, data, **more), world)
    return article, world


def mhtml(html: str, *, by_id: bool = False, charset: str = "utf-8") -> bytes:
    """A page as a browser saves it."""
    message = EmailMessage()
    message["From"] = "<Saved by Blink>"
    message["Snapshot-Content-Location"] = "https://littoral.example/2024/ferry"
    message["Subject"] = "=?utf-8?Q?Night=20Ferry=20to=20Kuryk?="
    message["Date"] = "Fri, 28 Jun 2024 10:00:00 -0000"
    message.make_related()
    page = EmailMessage()
    page.set_content(html.encode(charset, "xmlcharrefreplace").decode(charset), subtype="html",
                     charset=charset)  # fmt: skip
    page["Content-Location"] = "https://littoral.example/2024/ferry"
    message.attach(page)
    part = EmailMessage()
    part.set_content(picture(), "image", "png")
    if by_id:
        part["Content-ID"] = "<ferry-1@mhtml.blink>"
    else:
        part["Content-Location"] = "https://littoral.example/img/ferry.png"
    message.attach(part)
    return message.as_bytes()


def with_picture(address: str) -> str:
    return webpages.modern().replace(
        'src="data:image/gif;base64,R0lGOD" alt="The ferry"\n'
        'data-src="https://littoral.example/ferry.jpg"',
        f'src="{address}" alt="The ferry"',
    )


@pytest.mark.parametrize(
    ("address", "by_id"),
    [
        ("https://littoral.example/img/ferry.png", False),
        ("../img/ferry.png", False),
        ("/img/ferry.png", False),
        ("cid:ferry-1@mhtml.blink", True),
    ],
)
@pytest.mark.parametrize("name", ["page.mhtml", "page.mht", "page"])
def test_mhtml_gives_the_article_with_its_picture(name: str, address: str, by_id: bool) -> None:
    article, world = one(name, mhtml(with_picture(address), by_id=by_id))

    assert inspection(article, world)["text"].split("\n\n") == list(webpages.STORY)
    assert plain_text(article.headline) == webpages.HEADLINE
    (figure,) = [n for n in walk(article.body) if isinstance(n, Figure)]
    (asset,) = article.pictures
    assert [p.source for p in figure.pictures] == [asset.key]
    assert (asset.width_px, asset.height_px) == (160, 120)
    assert plain_text(*figure.caption) == "The ferry at Alat."
    assert not world.diagnostics.errors


def test_mhtml_says_where_it_came_from_and_not_when_it_was_published() -> None:
    html = f"<html><body>{''.join(webpages.paragraphs())}</body></html>"
    article, _ = one("page.mhtml", mhtml(html))

    assert article.url == "https://littoral.example/2024/ferry"
    assert article.published is None
    assert article.origin.reader == "mhtml"


def test_mhtml_in_another_encoding() -> None:
    text = "Паром в Курык вышел из порта Алят вечером, после двух дней ожидания погоды. " * 6
    html = f"<html><body><h1>Паром</h1><p>{text}</p></body></html>"
    article, _ = one("page.mhtml", mhtml(html, charset="windows-1251"))

    assert plain_text(article.body[-1]) == text.strip()


@pytest.mark.parametrize(
    "data",
    [
        b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x--\n",
        b"Content-Type: multipart/related; boundary=" + b"y" * 5000 + b"\n\n",
        b"Content-Type: multipart/related; boundary=x\n\n" + b"--x\nContent-Type: text/css\n\na\n" * 3000,
        b"Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/html\n"
        b"Content-Transfer-Encoding: base64\n\n!!!!\n--x--\n",
    ],
)  # fmt: skip
def test_broken_mhtml_is_an_error_and_never_a_crash(data: bytes) -> None:
    world = World(root=Path("/nowhere"))
    articles = read_many(Source("page.mhtml", data), world)

    assert not articles or not articles[0].body
    assert not articles or articles[0].origin.confidence < 0.8 or world.diagnostics.errors


def test_singlefile_pages_carry_their_pictures_and_their_address() -> None:
    data = base64.b64encode(picture()).decode()
    html = with_picture(f"data:image/png;base64,{data}").replace(
        '<html lang="en">',
        '<html lang="en"><!--\n Page saved with SingleFile \n url: https://littoral.example/2024/f \n'
        " saved date: Fri Jun 28 2024 10:00:00 GMT+0400\n-->",
    )
    article, world = one("page.html", html.replace('rel="canonical"', 'rel="x"').encode())

    assert inspection(article, world)["text"].split("\n\n") == list(webpages.STORY)
    assert article.url == "https://littoral.example/2024/f"
    assert len(article.pictures) == 1
    assert article.published == "2024-03-28T06:00:00+04:00"


def test_pages_that_unpack_themselves_are_refused_with_advice() -> None:
    data = b"<!doctype html><html data-sfz><meta charset=windows-1252><body><!-- \nPK\x03\x04\x14"
    world = World(root=Path("/nowhere"))

    assert not read_many(Source("page.html", data + b"\x00\xff" * 90), world)
    (found,) = world.diagnostics.errors
    assert found.code == "unknown-format"
    assert "SingleFile as one plain HTML file" in (found.hint or "")


@pytest.mark.parametrize(
    ("charset", "language"),
    [("gb2312", "zh"), ("big5", "zh"), ("shift_jis", "ja"), ("euc-jp", "ja"), ("euc-kr", "ko"),
     ("windows-1251", "ru"), ("koi8-r", "ru"), ("windows-1256", "ar"), ("utf-16", "az")],
)  # fmt: skip
def test_pages_in_the_encoding_they_declare(charset: str, language: str) -> None:
    story = {
        "zh": "渡船在晚上出港。船上人很多，天很冷，水也很冷。"
        if charset == "big5"
        else "渡轮在晚上离开港口。船上人很多，天很冷，水也很冷。",
        "ja": "船は夕方に港を出た。海はとても静かで、空は暗かった。",
        "ko": "배는 저녁에 항구를 떠났다. 바다는 매우 조용했다.",
        "ru": "Паром вышел из порта вечером, и море было тихим.",
        "ar": "غادرت العبارة الميناء مساء وكان البحر هادئا",
        "az": "Bərə axşam limandan çıxdı.",
    }[language]
    html = (
        f'<html lang="{language}"><head><meta http-equiv="Content-Type" content="text/html; '
        f'charset={charset}"></head><body><h1>X</h1><p>{story}</p></body></html>'
    )
    article, world = one("page.html", html.encode(charset))

    assert plain_text(article.body[-1]) == story
    assert not list(world.diagnostics)


def test_pages_saved_complete_find_their_pictures_beside_them(tmp_path: Path) -> None:
    (tmp_path / "Ferry_files").mkdir()
    (tmp_path / "Ferry_files" / "ferry.png").write_bytes(picture())
    html = with_picture("./Ferry_files/ferry.png")
    article, _ = one("Ferry.html", html.encode(), tmp_path)

    (figure,) = [n for n in walk(article.body) if isinstance(n, Figure)]
    assert figure.pictures[0].source.removeprefix("./") == "Ferry_files/ferry.png"


WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"
xmlns:w="urn:schemas-microsoft-com:office:word"><head><meta http-equiv=Content-Type
content="text/html; charset=windows-1252"><meta name=Generator content="Microsoft Word 15">
<style><!-- p.MsoNormal {margin:0cm;} --></style></head><body lang=EN-GB><div class=WordSection1>
<p class=MsoTitle>Night Ferry<o:p></o:p></p><p class=MsoSubtitle>A crossing</p>
<p class=Byline>By Leyla Mamed</p>
<p class=MsoNormal>The <b>ferry</b> left \x93late\x94.<a style='mso-footnote-id:ftn1' href="#_ftn1"
name="_ftnref1" title=""><span class=MsoFootnoteReference><span style='mso-special-character:
footnote'>[1]</span></span></a><o:p></o:p></p><p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'>
<![if !supportLists]><span style='font-family:Symbol'>\xb7<span style='font:7.0pt "Times New Roman"'>
&nbsp;&nbsp;</span></span><![endif]>apples<o:p></o:p></p>
<p class=MsoListParagraphCxSpMiddle style='mso-list:l0 level2 lfo1'><![if !supportLists]><span
style='font-family:"Courier New"'>o<span>&nbsp; </span></span><![endif]>red ones</p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><![if !supportLists]>
<span>\xb7<span>&nbsp;</span></span><![endif]>salt</p>
<p class=MsoNormal>Last line.</p></div>
<div style='mso-element:footnote-list'><br clear=all><hr align=left size=1 width="33%">
<div style='mso-element:footnote' id=ftn1><p class=MsoFootnoteText><a href="#_ftnref1"
name="_ftn1"><span class=MsoFootnoteReference>[1]</span></a> By two days.</p></div></div></body></html>"""


def test_pages_saved_by_word() -> None:
    article, _ = one("ferry.htm", WORD.encode("latin-1"))

    assert plain_text(article.headline) == "Night Ferry"
    assert plain_text(article.deck) == "A crossing"
    assert [p.name for p in article.byline] == ["Leyla Mamed"]
    lists = [n for n in walk(article.body) if isinstance(n, Items)]
    assert [len(found.items) for found in lists] == [2, 1]
    assert plain_text(*article.body).startswith("The ferry left “late”.")
    (note,) = [n for n in walk(article.body) if isinstance(n, Note)]
    assert plain_text(*note.blocks) == "By two days."
    assert any(isinstance(n, Strong) for n in walk(article.body))
    assert "·" not in plain_text(*article.body)


DOCS = """<html><head><meta content="text/html; charset=UTF-8" http-equiv="content-type">
<style type="text/css">ul.lst-kix_a1-0{list-style-type:none}.c0{font-weight:700}.c1{font-style:italic}
.c5{vertical-align:super}.title{font-size:26pt}</style></head><body class="c9 doc-content">
<p class="c3 title"><span>Night Ferry</span></p><p class="c3 subtitle"><span>A crossing</span></p>
<p class="c2"><span>The </span><span class="c0">ferry</span><span> left </span><span
class="c1">late</span><span>.</span><sup><a href="#ftnt1" id="ftnt_ref1">[1]</a></sup><span> See
</span><span><a href="https://www.google.com/url?q=https://example.org/a%3Fb%3D1&amp;sa=D&amp;usg=X">the
timetable</a></span><span>.</span></p>
<ul class="lst-kix_a1-0 start"><li><span>apples</span></li></ul>
<ul class="lst-kix_a1-1 start"><li><span>red ones</span></li></ul>
<ul class="lst-kix_a1-0"><li><span>salt</span></li></ul>
<p class="c2"><span></span></p><hr class="c7">
<div><p class="c4"><a href="#ftnt_ref1" id="ftnt1">[1]</a><span>&nbsp;By two days.</span></p></div>
</body></html>"""


def test_pages_exported_by_google_docs() -> None:
    article, _ = one("ferry.html", DOCS.encode())

    assert plain_text(article.headline) == "Night Ferry"
    assert plain_text(article.deck) == "A crossing"
    assert [plain_text(n) for n in walk(article.body) if isinstance(n, Strong)] == ["ferry"]
    assert [n.href for n in walk(article.body) if isinstance(n, Link)] == [
        "https://example.org/a?b=1"
    ]
    lists = [n for n in walk(article.body) if isinstance(n, Items)]
    assert [len(found.items) for found in lists] == [2, 1]
    (note,) = [n for n in walk(article.body) if isinstance(n, Note)]
    assert plain_text(*note.blocks) == "By two days."
