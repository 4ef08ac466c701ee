from __future__ import annotations

from pathlib import Path

import pytest

from newsbook.content import Code, Emphasis, Link, Paragraph, Span, Text
from newsbook.model import Article, Edition, Metadata
from newsbook.transforms.languages import mark_languages
from newsbook.typography.pinyin import carons, is_pinyin
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
    ("zh-Hant", "讀作 suì hán，", [("suì hán", "und-Latn")]),
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
