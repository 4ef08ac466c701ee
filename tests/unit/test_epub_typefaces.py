"""The faces an EPUB embeds cover its text, stay small, and are declared for every engine."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from fontTools.ttLib import TTFont

from newsbook.composition import Stylesheet
from newsbook.diagnostics import Collector
from newsbook.fonts import bundled_catalogue, font_values
from newsbook.manifest.types import EpubOptions
from newsbook.model import Metadata
from tests.support.compositions import article_document, composition_of, sample
from tests.support.epubs import NS, files, opf, packed

LATIN = "body { font-family: %s; } code { font-family: %s; }"


def sheet() -> Stylesheet:
    values = font_values(bundled_catalogue(), medium="epub")
    return Stylesheet("book.css", LATIN % (values["font-text"], values["font-mono"]))


def made(
    *documents: Any, language: str = "en", embed_fonts: Any = "auto", profile: Any = "epub",
    **more: Any,
) -> bytes:  # fmt: skip
    composition = composition_of(
        documents, metadata=Metadata("Book", language, slug="book"), contents=None
    )
    composition = replace(composition, stylesheets=(sheet(),), labels={})
    options = EpubOptions(embed_fonts=embed_fonts, profile=profile)
    return packed(composition, options, catalogue=bundled_catalogue(), **more)


def fonts(epub: bytes) -> dict[str, bytes]:
    return {n.rsplit("/", 1)[-1]: d for n, d in files(epub).items() if "/font/" in n}


def style(epub: bytes) -> str:
    sheets = [d.decode() for n, d in files(epub).items() if n.endswith(".css")]
    return "\n".join(sheets)


@cache
def mixed() -> bytes:
    return made(
        article_document("a", "Headline", ["Text <em>italic</em> <code>x = 1</code> Əliyev ₼."]),
        article_document("b", "昆曲", ["苏州，“念白”。"], language="zh-Hans"),
        article_document("c", "路面電車", ["道後行き"], language="ja"),
    )


def test_auto_embeds_the_layouts_faces_and_guests() -> None:
    assert sorted(fonts(mixed())) == [
        "nb-literata-400-italic.ttf",
        "nb-literata-400.ttf",
        "nb-literata-700.ttf",
        "nb-noto-sans-mono-400.ttf",
        "nb-noto-serif-cjk-jp-400.otf",
        "nb-noto-serif-cjk-jp-700.otf",
        "nb-noto-serif-cjk-sc-400.otf",
        "nb-noto-serif-cjk-sc-700.otf",
    ]
    assert sum(map(len, fonts(mixed()).values())) < 130_000


def test_subsets_hold_what_is_used_and_little_else() -> None:
    embedded = fonts(mixed())
    regular = TTFont(io.BytesIO(embedded["nb-noto-serif-cjk-sc-400.otf"])).getBestCmap()
    assert {ord(c) for c in "苏州，“念白”。昆曲"} <= set(regular), "the headline is in the contents"
    assert ord("道") not in regular
    assert len(regular) < 30
    latin = TTFont(io.BytesIO(embedded["nb-literata-400.ttf"])).getBestCmap()
    assert {ord(c) for c in "TextƏliyev₼"} <= set(latin)
    assert ord("Z") not in latin
    mono = TTFont(io.BytesIO(embedded["nb-noto-sans-mono-400.ttf"])).getBestCmap()
    assert ord("=") in mono
    assert ord("H") not in mono


def test_stressed_characters_can_be_bold_where_no_dots_are_drawn() -> None:
    book = made(article_document("a", "H", ['A <em><span lang="zh-Hans">松</span></em> 柏.']))
    embedded = fonts(book)
    assert ord("松") in TTFont(io.BytesIO(embedded["nb-noto-serif-cjk-sc-400.otf"])).getBestCmap()
    bold = TTFont(io.BytesIO(embedded["nb-noto-serif-cjk-sc-700.otf"])).getBestCmap()
    assert ord("松") in bold
    assert ord("柏") not in bold


def test_font_names_are_their_css_families_and_never_the_originals() -> None:
    declared = set(re.findall(r'@font-face \{ font-family: "([^"]+)"', style(mixed())))
    named = set()
    for data in fonts(mixed()).values():
        font = TTFont(io.BytesIO(data))
        named.add(font["name"].getDebugName(16) or font["name"].getDebugName(1))
        assert str(font["name"].getDebugName(1)).startswith("NB ")
        assert font["OS/2"].fsType == 0
    assert named == declared


def test_every_face_declared_is_there_and_the_reverse() -> None:
    urls = set(re.findall(r'url\("\.\./font/([^"]+)"\)', style(mixed())))
    assert urls == set(fonts(mixed()))
    (stated,) = opf(mixed()).iterfind(".//opf:meta[@property='ibooks:specified-fonts']", NS)
    assert stated.text == "true"
    types = {i.get("media-type") for i in opf(mixed()).iterfind(".//opf:item", NS)}
    assert {"font/otf", "font/ttf"} <= types


def test_languages_are_set_by_class() -> None:
    css = style(mixed())
    assert '.l-zh-hans { font-family: "NB Noto Serif CJK SC", "NB Literata", "Songti SC"' in css
    assert ".l-en {" not in css
    plain = [line for line in css.splitlines() if not line.startswith("@supports")]
    assert ":lang(" not in "".join(plain)


def test_chinese_body_text_is_left_to_the_reader() -> None:
    book = made(
        article_document("a", "昆曲", ["苏州念白 <em>Kunqu</em>"], language="zh-Hans"),
        article_document("b", "電車", ["道後行き"], language="ja"),
        language="zh-Hans",
    )
    names = fonts(book)
    assert not any("cjk-sc" in name for name in names)
    assert any("cjk-jp" in name for name in names)
    # Without an embedded face, marks such as “ ” must not fall to the Latin one.
    assert '.l-zh-hans { font-family: "Songti SC"' in style(book)
    always = made(
        article_document("a", "昆曲", ["苏州念白"], language="zh-Hans"),
        language="zh-Hans", embed_fonts="always",
    )  # fmt: skip
    assert any("cjk-sc" in name for name in fonts(always))


def test_a_guest_with_much_to_say_is_left_out_and_named() -> None:
    many = "".join(chr(0x4E00 + n) for n in range(700))
    findings = Collector()
    document = article_document("a", "漢", [many], language="zh-Hant")
    book = made(document, diagnostics=findings)
    assert not any("cjk" in name for name in fonts(book))
    assert [(d.code, str(d.severity)) for d in findings] == [("epub-font-left-out", "info")]
    assert any("cjk-tc" in name for name in fonts(made(document, embed_fonts="always")))


def test_never_embeds_nothing_and_names_nothing_that_is_not_there() -> None:
    book = made(article_document("a", "H", ["Text."]), embed_fonts="never")
    assert not fonts(book)
    assert "NB " not in style(book)
    assert "Georgia" in style(book)
    assert not opf(book).findall(".//opf:meta[@property='ibooks:specified-fonts']", NS)


def test_kindle_keeps_its_own_body_face_and_takes_guests() -> None:
    book = made(
        article_document("a", "H", ['Text <span lang="zh-Hans">岁寒</span>.']), profile="kindle"
    )
    assert sorted(fonts(book)) == ["nb-noto-serif-cjk-sc-400.otf"]
    css = style(book)
    assert "body {" not in css.replace(" ", "") or "font-family" not in css.split("body {")[1][:30]
    assert '.l-zh-hans { font-family: "NB Noto Serif CJK SC", serif; -epub-' in css
    assert 'code { font-family: "Menlo"' in css


@pytest.mark.parametrize(
    ("language", "text", "part"), [("ar", "سلام", "naskh"), ("th", "ภาษา", "thai")]
)
def test_other_scripts_are_guests_too(language: str, text: str, part: str) -> None:
    book = made(article_document("a", "H", [f'Text <span lang="{language}">{text}</span>.']))
    assert any(part in name for name in fonts(book))
    assert f".l-{language} {{" in style(book)


def test_bytes_are_the_same_again() -> None:
    book = replace(sample(), stylesheets=(sheet(),))
    one, two = (packed(book, EpubOptions(), catalogue=bundled_catalogue()) for _ in range(2))
    assert one == two


def test_what_a_layout_sets_in_another_face_and_in_bold_has_its_characters_too() -> None:
    values = font_values(bundled_catalogue(), medium="epub")
    css = f".kicker {{ font-family: {values['font-sans']}; font-weight: bold; }}"
    kicker = '<p class="kicker">行走</p><p>正文在此。</p>'
    document = article_document("b", "昆曲", ["苏州。"], language="zh-Hans")
    document = replace(document, xhtml=document.xhtml.replace("<p>", kicker + "<p>", 1))
    composition = composition_of(
        (document,), metadata=Metadata("Book", "en", slug="book"), contents=None
    )
    composition = replace(composition, stylesheets=(sheet(), Stylesheet("own.css", css)), labels={})
    epub = packed(composition, EpubOptions(), catalogue=bundled_catalogue())

    (rule,) = re.findall(r"\.l-zh-hans \.kicker \{[^}]*\}", style(epub))
    assert "NB Noto Serif CJK SC" in rule
    assert rule.index("Avenir Next") < rule.index("NB Noto Serif CJK SC") < rule.index("sans-serif")
    bold = next(data for name, data in fonts(epub).items() if name.endswith("cjk-sc-700.otf"))
    assert {ord(c) for c in "行走昆曲"} <= set(TTFont(io.BytesIO(bold)).getBestCmap())
