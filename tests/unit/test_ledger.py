"""The ledger: nothing lost passes whatever stands between, and every loss is seen and named."""

from __future__ import annotations

import dataclasses

import pytest

from newsbook.checks.ledger import Holding, account_of, audit, letters_of
from newsbook.content import (
    Cell,
    Figure,
    Link,
    Note,
    Paragraph,
    Picture,
    Row,
    Ruby,
    RubyPair,
    Strong,
    Table,
    Text,
    Verse,
)
from newsbook.model import Article, Asset

WORDS = (
    "There is a Chinese saying that the pine and the cypress withstand the cold of the winter and "
    "remain green in heavy snowfall, which describes a friendship that has lasted for thirty years "
    "between two countries at both ends of the old road"
)
ASSETS = {
    "a.jpg": Asset("a.jpg", "image/jpeg", data=b""),
    "b.svg": Asset("b.svg", "image/svg+xml", data=b""),
}


def text(*parts: str) -> tuple[Paragraph, ...]:
    return tuple(Paragraph((Text(part),)) for part in parts)


def article(*body: object, **fields: object) -> Article:
    made = Article("pine", (Text("The Pine"),), body, language="en")  # type: ignore[arg-type]
    return dataclasses.replace(made, **fields)  # type: ignore[arg-type]


def lost(story: Article, *pages: str, **counts: object) -> list[str]:
    holding = Holding(pages, **counts)  # type: ignore[arg-type]
    _, findings = audit([account_of(story, ASSETS)], {"pine": holding}, output="print")
    assert all(finding.article == "pine" for finding in findings)
    return [finding.message for finding in findings]


def test_letters_are_folded() -> None:
    assert letters_of("Ofﬁce “Straße” ＡＢ-Ｃ") == "officestrasseabc"
    assert letters_of("BAKI İstanbul ısı") == letters_of("Bakı istanbul ISI")
    assert letters_of("Ⅷ ⽇本 é é") == letters_of("VIII 日本 é é")


def test_the_whole_text_is_no_loss() -> None:
    assert lost(article(*text(WORDS)), f"The Pine {WORDS}") == []


@pytest.mark.parametrize("cut", range(0, len(WORDS), 3))
def test_a_page_may_end_anywhere(cut: int) -> None:
    before, after = f"The Pine {WORDS[:cut]}- 34 a note", f"35 Friendship {WORDS[cut:]} 36"

    assert lost(article(*text(WORDS)), before, after) == []


def test_hyphens_line_ends_and_small_capitals_do_not_matter() -> None:
    page = "THE PINE " + WORDS.replace("withstand", "with\u00ad\nstand").replace("e ", "e\u2010\n")

    assert lost(article(*text(WORDS)), page) == []


def test_a_lost_tail_is_seen() -> None:
    page = f"The Pine {WORDS.partition(' friendship')[0]}"

    assert lost(article(*text(WORDS)), page) == [
        "lost in the output 'print': 17 words (\"friendship that has lasted for thirty years "
        "between two countries at both…\") of 'The Pine'"
    ]


@pytest.mark.parametrize("word", ["Chinese", "cypress", "snowfall,", "countries"])
def test_one_lost_word_is_seen(word: str) -> None:
    [message] = lost(article(*text(WORDS)), f"The Pine {WORDS.replace(word, '')}", "next page")

    assert word.strip(",") in message


def test_a_lost_article_is_seen() -> None:
    rows, findings = audit([account_of(article(*text(WORDS)), {})], {}, output="epub")

    assert rows[0].words_out == 0
    assert rows[0].words_in == len(WORDS.split()) + 2
    assert len(findings) == 1


def test_the_order_of_a_floated_box_does_not_matter() -> None:
    story = article(*text(WORDS, "A box of its own.", "The end is near."))

    assert lost(story, f"A box of its own. The Pine {WORDS} The end is near.") == []


def test_what_an_output_adds_does_not_matter() -> None:
    body = Paragraph(
        (
            Text("The first"),
            Note(text("The note says more.")),
            Text(" and "),
            Link("#tea", (Text("the tea road"),)),
            Text(" and "),
            Ruby((RubyPair("汉", "hàn"), RubyPair("字", "zì"))),
            Text(" in "),
            Strong((Text("one"),)),
            Text("word."),
        )
    )
    page = "The Pine The first1 and the tea road (page 34) and 汉hàn字zì in oneword."
    page += "1 The note says more."

    assert lost(article(body), page) == []
    rows, _ = audit([account_of(article(body), {})], {"pine": Holding((page,))}, output="print")
    assert (rows[0].notes_in, rows[0].notes_out) == (1, 1)
    assert (rows[0].links_in, rows[0].links_out) == (1, 1)
    assert rows[0].words_in == rows[0].words_out


def test_a_lost_note_is_seen() -> None:
    story = article(Paragraph((Text(WORDS), Note(text("Quoted from the Analects.")))))

    [message] = lost(story, f"The Pine {WORDS}1")
    assert "4 words" in message
    assert "Quoted from the Analects" in message


def test_cells_lines_and_captions_are_looked_for_one_by_one() -> None:
    story = article(
        Table((Row((Cell((Text("Baku"),)), Cell((Text("4,650 km"),)))),), caption=(Text("Roads"),)),
        Verse((((Text("snow on the pass"),), (Text("and no moon"),)),)),
        Figure(pictures=(Picture("a.jpg"),), caption=(Text("The road"),), credit=(Text("Ann"),)),
    )

    assert (
        lost(story, "The Pine Roads Baku 4,650 km snow on the pass and no moon The road Ann") == []
    )
    [message] = lost(story, "The Pine Roads Baku snow on the pass The road Ann")
    assert "4 words" not in message
    assert "5 words" in message


def test_pictures_and_links_are_counted() -> None:
    story = article(
        Figure(pictures=(Picture("a.jpg"), Picture("b.svg"))),
        Paragraph((Link("https://example.org", (Text("there"),)),)),
    )

    assert lost(story, "The Pine there", pictures=2, links=1) == []
    assert lost(story, "The Pine there", pictures=1, raster_only=True) == []
    [message] = lost(story, "The Pine there", pictures=1, links=0)
    assert message == "lost in the output 'print': 1 link and 1 picture of 'The Pine'"


def test_scripts_stored_in_another_order_are_counted() -> None:
    story = article(*text("السلام عليكم", "नमस्ते दुनिया"))

    assert lost(story, "The Pine مالسلا كميلع ते नमस् दुनिया") == []
    assert len(lost(story, "The Pine مالسلا ते नमस् दुनिया")) == 1


def test_a_long_loss_is_found_quickly() -> None:
    story = article(*text(*(f"{WORDS} number {n} of many." for n in range(80))))
    rows, findings = audit(
        [account_of(story, {})], {"pine": Holding(("The Pine", "nothing else " * 2000))}, output="x"
    )

    assert len(findings) == 1
    assert rows[0].words_out < rows[0].words_in / 10
