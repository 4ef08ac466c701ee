"""Files that are what they say and hold no text: each format says so, where, and what to do."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from newsbook.diagnostics import Diagnostic
from newsbook.readers import READERS, Format, Source, detect, read
from newsbook.readers.documents.pandoc import find_pandoc
from newsbook.world import World
from tests.support.documents import Line, docx, epub, odt, rtf, warc, zipped

PAGE = "<!DOCTYPE html><html><head><title>Rain</title></head><body></body></html>"
CHAPTER = f"<html xmlns='http://www.w3.org/1999/xhtml'>{PAGE.partition('<html>')[2]}"
G2 = (
    '<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="a"><contentMeta><headline>Rain'
    "</headline></contentMeta><contentSet>{}</contentSet></newsItem>"
)
NEWSML = (
    "<NewsML><NewsItem><NewsComponent><NewsLines><HeadLine>Rain</HeadLine></NewsLines>{}"
    "</NewsComponent></NewsItem></NewsML>"
)
RSS = '<rss version="2.0"><channel><title>Site</title>{}</channel></rss>'
ATOM = '<feed xmlns="http://www.w3.org/2005/Atom"><title>Site</title>{}</feed>'
WXR = (
    '<rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>Site</title>{}'
    "</channel></rss>"
)
MEDIUM = (
    "<html><body><h1 class='p-name'>Rain</h1><section data-field='body'></section></body></html>"
)


def _feed(*items: dict[str, str]) -> str:
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": items})


def _ghost(*posts: dict[str, str]) -> str:
    return json.dumps({"db": [{"data": {"posts": posts}}]})


LINK = "https://x.example/rain"

# Files by the name of their format: without an item, and with an item that has no text.
EMPTY: dict[str, tuple[bytes | str, ...]] = {
    "markdown": ("", "---\nheadline: Rain\n---\n", "# Rain\n"),
    "html": (PAGE,),
    "mhtml": (
        "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\n"
        f"Content-Type: text/html; charset=utf-8\n\n{PAGE}\n--b--\n",
    ),
    "mail": ("From: a@b.example\nSubject: Rain\nContent-Type: text/plain\n\n\n",),
    "text": ("", " \n\n"),
    "nitf": ("<nitf><body><body.head><hedline><hl1>Rain</hl1></hedline></body.head></body></nitf>",),
    "newsml-g2": (
        G2.format(""),
        G2.format("<inlineXML/>"),
        G2.format("").replace("<contentMeta>", '<itemMeta><itemClass qcode="ninat:picture"/>'
                                               "</itemMeta><contentMeta>"),
        '<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"/>',
    ),
    "newsml": (
        NEWSML.format(""),
        NEWSML.format("<ContentItem><DataContent></DataContent></ContentItem>"),
    ),
    "wxr": (
        WXR.format(""),
        WXR.format("<item><title>Rain</title><wp:post_type>post</wp:post_type></item>"),
    ),
    "rss": (
        RSS.format(""),
        RSS.format(f"<item><title>Rain</title><link>{LINK}</link></item>"),
    ),
    "atom": (
        ATOM.format(""),
        ATOM.format(f'<entry><title>Rain</title><link href="{LINK}"/></entry>'),
    ),
    "jsonfeed": (_feed(), _feed({"id": "1", "title": "Rain", "url": LINK})),
    "ghost": (_ghost(), _ghost({"id": "1", "title": "Rain", "status": "published"})),
    "ninjs": (
        json.dumps({"uri": "a", "headline": "Rain"}),
        json.dumps({"uri": "a", "type": "picture", "headline": "Rain"}),
        json.dumps({"uri": "a", "type": "composite", "headline": "Rain", "associations": {}}),
    ),
    "docx": (docx([]), docx([Line("Title", "Rain")])),
    "odt": (odt([]), odt([Line("Title", "Rain")])),
    "epub": (epub({}, {}), epub({"a.xhtml": CHAPTER}, {})),
    "rtf": (rtf([]),),
    "rst": ("",),
    "asciidoc": ("",),
    "mediawiki": ("",),
    "org": ("", "#+title: Rain\n"),
    "textile": ("",),
    "typst": ("",),
    "fb2": (
        '<FictionBook xmlns="http://www.gribuser.ru/xml/fictionbook/2.0"><description><title-info>'
        "<book-title>Rain</book-title></title-info></description><body/></FictionBook>",
    ),
    "jats": (
        "<article><front><article-meta><title-group><article-title>Rain</article-title>"
        "</title-group></article-meta></front><body/></article>",
    ),
    "warc": (warc({}, packed=False), warc({LINK: ("text/html", PAGE.encode())}, packed=False)),
    "substack": (
        zipped({"posts.csv": "post_id,title,is_published\n"}),
        zipped({"posts.csv": "post_id,title,is_published\n1.rain,Rain,true\n",
                "posts/1.rain.html": ""}),
    ),
    "medium": (
        zipped({"posts/2021-12-27_Rain-0123456789ab.html": "<html></html>"}),
        zipped({"posts/2021-12-27_Rain-0123456789ab.html": MEDIUM}),
    ),
}  # fmt: skip


def _read(form: Format, data: bytes | str) -> list[Diagnostic]:
    world = World(root=Path("/nowhere"))
    content = data.encode() if isinstance(data, str) else data
    source = Source(f"a{(form.suffixes or ('.zip',))[0]}", content, form.name)
    assert detect(source) is form
    assert not read(source, world).body
    return world.diagnostics.errors


@pytest.mark.parametrize("form", READERS, ids=lambda form: form.name)
def test_a_file_without_text_says_what_was_looked_for_and_what_to_do(form: Format) -> None:
    if form.module.endswith(".pandoc") and find_pandoc() is None:
        pytest.skip("pandoc is not installed")
    for number, data in enumerate(EMPTY[form.name]):
        (found,) = _read(form, data)
        assert found.code == "empty-article", (number, found)
        assert found.where is not None, (number, found)
        assert found.where.file.startswith("a."), (number, found)
        assert found.message, (number, found)
        assert found.hint, (number, found)
        assert not found.message.endswith("."), number


def test_the_hint_fits_the_kind_of_file() -> None:
    hints = {form.name: form.absence.hint for form in READERS}
    for names, word in (
        ("html mhtml", "extract: {select: "), ("rss atom jsonfeed", "--fetch"),
        ("nitf newsml-g2 newsml ninjs", "the item that has the text"),
        ("text markdown rst org", "write its text"), ("mail", "save its text"), ("wxr ghost substack medium", "export"),
    ):  # fmt: skip
        for name in names.split():
            assert word in hints[name], name


def test_posts_that_are_all_left_out_are_not_called_empty() -> None:
    text = {"id": "1", "title": "Rain", "html": "<p>It rained in Baku.</p>", "status": "draft"}
    form = next(form for form in READERS if form.name == "ghost")
    (found,) = _read(form, _ghost(text))
    assert found.code == "empty-article"
    assert found.hint is not None
    assert "--allow-unusable" in found.hint
