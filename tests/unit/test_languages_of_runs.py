from __future__ import annotations

from pathlib import Path

import pytest

from newsbook.content import Code, Emphasis, Link, Paragraph, Ruby, RubyPair, Span, Text
from newsbook.model import Article, Edition, Metadata, Section
from newsbook.transforms.languages import mark_languages, mark_titles
from newsbook.typography.pinyin import carons, is_pinyin
from newsbook.typography.repertoires import ideographs_of
from newsbook.typography.scripts import segment
from newsbook.world import World

CASES = [
    ("en", "“岁寒知松柏,患难见真情” said", [("岁寒知松柏,患难见真情", "zh-Hans")]),
    ("en", "met 윤석열 in 臺灣", [("윤석열", "ko"), ("臺灣", "zh-Hant")]),
    ("en", "in 図書館 and アリエフ", [("図書館", "ja"), ("アリエフ", "ja")]),
    ("en", "suìhán zhī sōngbăi, they say", [("suìhán zhī sōngbăi", "zh-Latn-pinyin")]),
    ("en", "Māori, Tōkyō, Ōsaka, Rīga, Brăila, Nguyễn, Bălăceanu", []),
    ("en", "松 Māori Tōkyō Brăila", [("松", "zh-Hans")]),
    ("en", "a glass of чай, please", [("чай", "und-Cyrl")]),
    ("ru", "стакан чая и tea", []),
    ("ar", "مرحبا", []),
    ("en", "سلام and שלום", [("سلام", "und-Arab"), ("שלום", "he")]),
    ("zh-Hans", "他说Azerbaijan在1993年", [("Azerbaijan", "und-Latn")]),
    ("zh-Hant", "讀作 suì hán，", [("suì hán", "zh-Latn-pinyin")]),
    ("ja", "「岁寒」はCOP29", [("岁寒", "zh-Hans"), ("COP29", "und-Latn")]),
    ("ko", "펠리오(Paul Pelliot)는", [("Paul Pelliot", "und-Latn")]),
    ("az", "İlham Əliyev, Bakı", []),
]


@pytest.mark.parametrize(("base", "text", "expected"), CASES)
def test_runs(base: str, text: str, expected: list[tuple[str, str]]) -> None:
    runs = segment(text, base)
    assert "".join(run.text for run in runs) == text
    assert [(run.text, run.language) for run in runs if run.language] == expected


def test_the_text_around_and_the_default_decide_han() -> None:
    assert segment("北京", "en", han_default="ja")[0].language == "ja"
    assert segment("北京", "zh-Hant")[0].language is None


def test_a_breve_is_repaired_only_as_pinyin() -> None:
    assert carons("sōngbăi") == "sōngbǎi"
    assert is_pinyin("sōngbǎi")
    assert is_pinyin("lǜ")
    assert not is_pinyin("strength")


def test_marks_are_inherited_and_code_is_left_alone(tmp_path: Path) -> None:
    body = (
        Paragraph(
            (
                Text("in "),
                Emphasis((Text("松"),)),
                Code("柏"),
                Link("https://e.org", (Text("東京"),)),
            )
        ),
        Paragraph((Text("北京 tea"),), language="zh-Hans"),
        Paragraph((Span((Text("東京"),), language="ja"),)),
    )
    edition = Edition(Metadata("T", "en"), (Article("a", (Text("a"),), body, language="en"),))
    (article,) = mark_languages(edition, World(tmp_path)).articles()
    assert article.body[0] == Paragraph(
        (
            Text("in "),
            Emphasis((Span((Text("松"),), "zh-Hans"),)),
            Code("柏"),
            Link("https://e.org", (Span((Text("東京"),), "zh-Hant"),)),
        )
    )
    assert article.body[1] == Paragraph(
        (Text("北京 "), Span((Text("tea"),), "und-Latn")), language="zh-Hans"
    )
    assert article.body[2] == body[2]
    again = mark_languages(Edition(edition.metadata, (article,)), World(tmp_path))
    assert again.articles() == (article,)


READINGS = [
    ("en", "茶", "chá", "zh-Hans", "zh-Latn-pinyin"),
    ("zh-Hans", "岁", "suì", None, "zh-Latn-pinyin"),
    ("zh-Hans", "松", "song1", None, "zh-Latn-pinyin"),
    ("en", "東京", "とうきょう", "ja", None),
    ("zh-Hans", "茶", "ちゃ", "ja", None),
    ("ja", "東京", "tōkyō", None, "ja-Latn"),
    ("ja", "雑誌", "zasshi", None, "ja-Latn"),
    ("ja", "本", "book", None, "und-Latn"),
    ("en", "书", "book", "zh-Hans", "en"),
    ("zh-Hant", "報", "ㄅㄠˋ", None, None),
    ("ko", "松柏", "송백", None, None),
    ("ko", "松柏", "songbaek", None, "ko-Latn"),
]


@pytest.mark.parametrize(("base", "characters", "note", "language", "annotation"), READINGS)
def test_readings_are_in_the_language_of_their_syllables(
    base: str,
    characters: str,
    note: str,
    language: str | None,
    annotation: str | None,
    tmp_path: Path,
) -> None:
    ruby = Ruby((RubyPair(characters, note),))
    story = Article("a", (Text("a"),), (Paragraph((ruby,)),), language=base)
    (article,) = mark_languages(Edition(Metadata("T", base), (story,)), World(tmp_path)).articles()
    (paragraph,) = article.body
    assert isinstance(paragraph, Paragraph)
    assert paragraph.children == (Ruby(ruby.pairs, language, annotation),)


def test_titles_of_sections_are_marked(tmp_path: Path) -> None:
    inner = Section("b", (Text("回声"),), (), language="zh-Hans")
    section = Section("a", (Text("Echo 回声"),), (inner,), (Text("東京"),))
    (marked,) = mark_titles(Edition(Metadata("T", "en"), (section,)), World(tmp_path)).parts
    assert isinstance(marked, Section)
    assert marked.title == (Text("Echo "), Span((Text("回声"),), "zh-Hans"))
    assert marked.subtitle == (Span((Text("東京"),), "zh-Hant"),)
    assert marked.parts == (inner,)


@pytest.mark.parametrize("codec", ["gb2312", "big5", "shift_jis"])
def test_a_repertoire_is_what_its_codec_can_write(codec: str) -> None:
    def can_be_written(character: str) -> bool:
        try:
            return bool(character.encode(codec))
        except UnicodeEncodeError:
            return False

    assert ideographs_of(codec) == set(filter(can_be_written, map(chr, range(0x4E00, 0x9FB0))))
