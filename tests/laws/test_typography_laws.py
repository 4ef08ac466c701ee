"""Laws of normalisation: a second time changes nothing, every change can be undone, no letter goes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsbook.checks.ledger import letters_of
from newsbook.content import Block, Paragraph, Text
from newsbook.model import Article, Edition, Metadata
from newsbook.transforms.normalise import normalise, restored
from newsbook.tree import plain_text
from newsbook.world import World
from newsbook.xhtml import normal_form
from tests.support.content_strategies import LANGUAGES, blocks

LAW = settings(
    max_examples=60,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
FUZZ = settings(LAW, max_examples=int(os.environ.get("NEWSBOOK_EXAMPLES", "200")))
PIECES = [
    '"', "'", "“", "”", "‘", "’", "«", "»", "「", "」", "``", "''", "`", " ", "  ", "-", " - ", "--",
    "---", "—", "...", "…", ".", ",", ";", ":", "!", "?", "(", ")", "，", "。", "（", "）", "、", "·",
    "・", "~", "%", "°", "5", "12", "1925", "2021", "0", "90s", "a", "s", "Baku", "don", "t", "n",
    "松", "柏", "岁", "歲", "歳", "の", "ア", "ｱ", "ﾞ", "서울", "한", "Москва", "שלום", "مرحبا", "ă",
    "ǎ", "ā", "é", "suì", "zhī", "sōngbăi", "hán", "e\u0301", "ａ", "１", "\u3000", "\u00a0", "\u202f",
    "\uf900", "⻓", "http://e.org/", "www.", "@", "#", "$", "'s", "O'", "\u0306", "\u05f4",
]  # fmt: skip
TAGS = [*LANGUAGES, "fr", "fr-CH", "fr-CA", "de", "ru", "pl", "sv", "uz", "haw", "hu", "es"]
texts = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)


def edition(body: tuple[Block, ...], language: str) -> Edition:
    article = Article("a", (Text("A"),), body, language=language)
    return Edition(Metadata("T", "en"), (article,))


def hold(body: tuple[Block, ...], language: str) -> None:
    world = World(Path("/nowhere"))
    before = edition(body, language)
    after = normalise(before, world)
    (article,) = after.articles()
    assert normalise(after, world).articles() == (article,), "a second time"
    assert restored(article, after.changes, "en") == before.articles()[0], "undone"
    was, now = (
        sorted(letters_of(plain_text(book.articles()[0].body, notes=True)))
        for book in (before, after)
    )
    if not {"pinyin", "ideographs", "apostrophes"} & {c.rule for c in after.changes}:
        assert was == now, "letters"


@LAW
@given(texts, st.sampled_from(TAGS))
def test_text_is_normalised_once_and_can_be_restored(text: str, language: str) -> None:
    hold((Paragraph((Text(text),)),), language)


@LAW
@given(blocks(), st.sampled_from(LANGUAGES))
def test_trees_are_normalised_once_and_can_be_restored(
    tree: tuple[Block, ...], language: str
) -> None:
    hold(normal_form(tree), language)


@pytest.mark.slow
@FUZZ
@given(texts, st.sampled_from(TAGS))
def test_text_is_normalised_once_thoroughly(text: str, language: str) -> None:
    hold((Paragraph((Text(text),)),), language)
