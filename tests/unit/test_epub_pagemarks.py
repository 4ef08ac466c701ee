"""Markers of printed pages stand before the first word of each page, and nowhere inside a word."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from newsbook.composition import Document, PageMark
from newsbook.diagnostics import Collector
from newsbook.epub.documents import Leaf, parse
from newsbook.epub.pagemarks import mark_pages
from newsbook.letters import letters_of, text_runs
from tests.support.compositions import article_document, whole

H = "{http://www.w3.org/1999/xhtml}"


def leaf_of(body: str, language: str = "en", name: str = "a") -> Leaf:
    document = Document(
        name, "article", "A", language, whole(body, language=language, title="A"), article=name
    )
    return Leaf(document, f"text/{name}.xhtml", parse(document))


def text_of(leaf: Leaf) -> str:
    return "".join(text for _, _, text in text_runs(leaf.body))


def page_map(leaf: Leaf, *offsets: int, shift: int = 0, words: int = 40) -> dict[str, Any]:
    """Page openings at letter offsets, as print reports them; `shift` makes its count differ."""
    letters = letters_of(text_of(leaf))
    marks = [
        PageMark(number, str(number + 1), offset + shift, letters[offset : offset + words])
        for number, offset in enumerate(offsets)
    ]
    return {"a": tuple(marks)}


def markers(leaf: Leaf) -> list[etree._Element]:
    return [e for e in leaf.root.iter(f"{H}span") if e.get("role") == "doc-pagebreak"]


def following(leaf: Leaf, marker: etree._Element) -> str:
    """The letters after `marker`."""
    for before in leaf.root.iter(f"{H}span"):
        before.text = "\ue000" if before is marker else before.text
    types = marker.attrib.pop("{http://www.idpf.org/2007/ops}type")
    found = letters_of(text_of(leaf)).partition("\ue000")[2]
    marker.set("{http://www.idpf.org/2007/ops}type", types)
    marker.text = None
    return found


def marked(leaf: Leaf, where: dict[str, Any]) -> Collector:
    findings = Collector()
    mark_pages([leaf], where, findings)
    return findings


def body(leaf: Leaf) -> str:
    inner = etree.tostring(leaf.body, encoding="unicode")
    for noise in (
        ' xmlns="http://www.w3.org/1999/xhtml"', ' xmlns:epub="http://www.idpf.org/2007/ops"',
        ' epub:type="pagebreak" role="doc-pagebreak"',
    ):  # fmt: skip
        inner = inner.replace(noise, "")
    return inner.removeprefix('<body epub:type="bodymatter">').removesuffix("</body>")


@pytest.mark.parametrize(
    ("source", "offset", "expected"),
    [
        pytest.param(
            "<p>One two three.</p>", 6, '<p>One two <span id="page-1" aria-label="1"/>three.</p>',
            id="between words",
        ),
        pytest.param(
            "<p>The ambassador spoke.</p>", 7,
            '<p>The <span id="page-1" aria-label="1"/>ambassador spoke.</p>', id="divided word",
        ),
        pytest.param(
            "<p>The am<em>bas</em>sador spoke.</p>", 9,
            '<p>The <span id="page-1" aria-label="1"/>am<em>bas</em>sador spoke.</p>',
            id="divided word over elements",
        ),
        pytest.param(
            "<p>One <em>two</em> three.</p>", 6,
            '<p>One <em>two</em> <span id="page-1" aria-label="1"/>three.</p>',
            id="white space between elements ends a word",
        ),
        pytest.param(
            "<p>One.</p><p>Two.</p>", 4,
            '<p>One.</p><p><span id="page-1" aria-label="1"/>Two.</p>', id="paragraph start",
        ),
        pytest.param(
            "<p>One.</p><p><em>Two</em> three.</p>", 4,
            '<p>One.</p><p><span id="page-1" aria-label="1"/><em>Two</em> three.</p>',
            id="paragraph that starts with emphasis",
        ),
        pytest.param(
            "<p>One.</p><h2>Two</h2><p>Three.</p>", 4,
            '<p>One.</p><span id="page-1" aria-label="1"/><h2>Two</h2><p>Three.</p>',
            id="before a heading",
        ),
        pytest.param(
            "<section><header><h1>One</h1></header><p>Two.</p></section>", 0,
            '<section><span id="page-1" aria-label="1"/><header><h1>One</h1></header>'
            "<p>Two.</p></section>",
            id="start of the article",
        ),
        pytest.param(
            '<p>One.</p><figure><img src="x" alt=""/><figcaption>Two.</figcaption></figure>', 4,
            '<p>One.</p><span id="page-1" aria-label="1"/><figure><img src="x" alt=""/>'
            "<figcaption>Two.</figcaption></figure>",
            id="before a figure",
        ),
        pytest.param(
            "<p>One.</p><table><tbody><tr><td>Two</td></tr><tr><td>Three</td></tr></tbody></table>",
            7,
            "<p>One.</p><table><tbody><tr><td>Two</td></tr><tr><td>"
            '<span id="page-1" aria-label="1"/>Three</td></tr></tbody></table>',
            id="inside a table",
        ),
        pytest.param(
            "<p>One.</p><ul><li>Two</li><li>Three</li></ul>", 7,
            '<p>One.</p><ul><li>Two</li><li><span id="page-1" aria-label="1"/>Three</li></ul>',
            id="list item",
        ),
        pytest.param(
            '<p>See <a href="#x">one two</a>.</p>', 6,
            '<p>See <span id="page-1" aria-label="1"/><a href="#x">one two</a>.</p>',
            id="not inside a link",
        ),
        pytest.param(
            "<p>山<ruby>岁<rt>suì</rt></ruby>松</p>", 1,
            '<p>山<span id="page-1" aria-label="1"/><ruby>岁<rt>suì</rt></ruby>松</p>',
            id="not inside ruby",
        ),
        pytest.param(
            "<p>岁寒知松柏</p>", 3, '<p>岁寒知<span id="page-1" aria-label="1"/>松柏</p>',
            id="any Han character may open a page",
        ),
        pytest.param(
            "<p>작은 도서관에</p>", 4, '<p>작은 <span id="page-1" aria-label="1"/>도서관에</p>',
            id="Korean words are not divided",
        ),
        pytest.param(
            "<p>One<br/>two</p>", 3, '<p>One<br/><span id="page-1" aria-label="1"/>two</p>',
            id="after a line break",
        ),
        pytest.param(
            '<p>One.<a epub:type="noteref" href="#n">1</a> Two.</p>', 4,
            '<p>One.<a epub:type="noteref" href="#n">1</a> <span id="page-1" aria-label="1"/>Two.'
            "</p>",
            id="calls of notes are not counted",
        ),
        pytest.param(
            "<ul><li>One<ul><li>Two</li></ul>three four</li></ul>", 6,
            "<ul><li>One<ul><li>Two</li></ul>"
            '<span id="page-1" aria-label="1"/>three four</li></ul>',
            id="text after a nested block",
        ),
    ],
)  # fmt: skip
def test_where_a_marker_stands(source: str, offset: int, expected: str) -> None:
    leaf = leaf_of(source)
    assert len(marked(leaf, page_map(leaf, offset))) == 0
    assert body(leaf) == expected


def test_the_opening_words_decide_when_the_counts_differ() -> None:
    leaf = leaf_of("<p>Alpha beta gamma delta.</p><p>Epsilon zeta eta theta.</p>")
    found = marked(leaf, page_map(leaf, 9, 26, shift=7))
    assert len(found) == 0
    first, second = markers(leaf)
    assert following(leaf, first).startswith("gammadelta.")
    assert following(leaf, second).startswith("Epsilonzeta")


def test_capitals_of_small_caps_are_still_found() -> None:
    leaf = leaf_of("<p>İçərişəhər. The old town wakes.</p>")
    where = {"a": (PageMark(0, "1", 12, "THE OLD TOWN"),)}
    assert len(marked(leaf, where)) == 0
    assert following(leaf, markers(leaf)[0]) == "Theoldtownwakes."


def test_words_that_are_not_there_are_reported_and_the_count_is_used() -> None:
    leaf = leaf_of("<p>One two three four.</p>")
    findings = marked(leaf, {"a": (PageMark(0, "7", 6, "something else entirely"),)})
    assert [d.code for d in findings] == ["epub-page-unplaced"]
    assert "page 7" in findings.items[0].message
    assert following(leaf, markers(leaf)[0]) == "threefour."


def test_a_page_shared_by_two_articles_is_marked_once() -> None:
    first, second = leaf_of("<p>One.</p>"), leaf_of("<p>Two.</p>")
    where = {"a": (PageMark(0, "1", 0, "One."),)}
    made = mark_pages([first, second], where, Collector())
    assert [m.folio for m in made] == ["1"]
    assert len(markers(first)) == 1
    assert not markers(second)


def order(where: dict[str, Any], *names: str) -> tuple[list[str], list[str]]:
    """The folios marked in the EPUB of articles `names`, and the codes of findings."""
    findings = Collector()
    leaves = [leaf_of(f"<p>One {n}. Two {n}. Three {n}.</p>", name=n) for n in names]
    return [m.folio for m in mark_pages(leaves, where, findings)], [d.code for d in findings]


def test_what_is_not_in_the_epub_gives_way_to_the_next_on_the_page() -> None:
    where = {
        "front": (PageMark(0, "1", 0, "The Post"),),
        "b": (PageMark(0, "1", 0, "One b.", 1), PageMark(1, "2", 4, "Two b.", 0)),
        "a": (PageMark(0, "1", 0, "One a.", 2),),
    }
    assert order(where, "b", "a") == (["1", "2"], [])


def test_pages_are_listed_in_the_order_of_printing() -> None:
    # A jumps from page 1 to page 3, B is printed between: page 3 is marked where C begins.
    where = {
        "a": (PageMark(0, "1", 0, "One a."), PageMark(2, "3", 4, "Two a.")),
        "b": (PageMark(1, "2", 0, "One b."),),
        "c": (PageMark(2, "3", 0, "One c.", 1), PageMark(3, "4", 4, "Two c.")),
    }
    assert order(where, "a", "b", "c") == (["1", "2", "3", "4"], [])
    del where["c"]
    folios, codes = order(where, "a", "b")
    assert folios in (["1", "2"], ["1", "3"])
    assert codes == ["epub-page-unplaced"]


@pytest.mark.parametrize(
    ("source", "picture", "letters", "expected"),
    [
        ("<p>One.</p><figure><img src='x' alt='x'/></figure><p>Two.</p>", 0, 4, "figure"),
        ("<p>One.</p><p><img src='x' alt='x'/></p><p>Two.</p>", 0, 4, "img"),
        ("<p>One.</p><figure><img src='x' alt='x'/></figure><figure><img src='y' alt='y'/></figure>"
         "<p>Two.</p>", 1, 4, "figure"),
        ("<p>One.</p><figure><img src='x' alt='x'/></figure><p>Two.</p>", 0, 0, None),
    ],
)  # fmt: skip
def test_a_page_that_opens_with_a_picture_is_marked_before_it(
    source: str, picture: int, letters: int, expected: str | None
) -> None:
    leaf = leaf_of(source)
    marked(leaf, {"a": (PageMark(0, "2", letters, "", picture=picture),)})
    (marker,) = markers(leaf)
    after = marker.getnext()
    if expected is None:
        assert following(leaf, marker) == "One.Two."
    else:
        assert after is not None
        assert after.tag == f"{H}{expected}"
        assert next(after.iter(f"{H}img")).get("src") == "xy"[picture]


def test_ids_of_markers_are_free() -> None:
    leaf = leaf_of('<p id="page-1">One.</p>')
    (made,) = mark_pages([leaf], page_map(leaf, 0), Collector())
    assert made.id == "page-1-2"


def test_a_document_without_letters_is_marked_at_its_start() -> None:
    leaf = leaf_of('<section><img src="x" alt=""/></section>')
    marked(leaf, {"a": (PageMark(0, "ii", 0, ""),)})
    assert body(leaf).startswith('<section><span id="page-ii" aria-label="ii"/><img')


SAMPLES = {
    "en": "<p>There is a <em>say</em>ing about a tree, that <a href='#x'>stays green</a>.</p>"
    "<h2>And so on</h2><p>It is told at wed\u00addings &#8212; at fu<b>ner</b>als too.</p>",
    "zh-Hans": "<p>每周三下午，<ruby>苏<rt>sū</rt>州</ruby>一所中学的Kunqu opera教室里。</p>"
    "<p>孩子们先学念白。</p>",
    "ko": "<p>해가 지면 골목 끝 작은 <em>도서</em>관에 불이 켜진다.</p>"
    "<p>주민들은 한옥의 뼈대를 살려.</p>",
}


@settings(max_examples=120, deadline=None)
@given(
    language=st.sampled_from(sorted(SAMPLES)),
    offsets=st.sets(st.integers(0, 70), min_size=1, max_size=6),
    shift=st.integers(-3, 3),
)
def test_no_word_is_divided_no_letter_is_lost_and_order_is_kept(
    language: str, offsets: set[int], shift: int
) -> None:
    leaf = leaf_of(SAMPLES[language], language)
    before = text_of(leaf)
    count = len(letters_of(before))
    where = sorted(offset for offset in offsets if offset < count - 8)
    marked(leaf, page_map(leaf, *where, shift=shift, words=8))
    assert text_of(leaf) == before
    made = markers(leaf)
    assert [m.get("aria-label") for m in made] == [str(n + 1) for n in range(len(where))]
    for offset, marker in zip(where, made, strict=True):
        assert marker.getparent().tag not in (f"{H}a", f"{H}ruby", f"{H}h2")
        rest = following(leaf, marker)
        opening = letters_of(before)[offset:]
        assert rest.endswith(opening)
        extra = rest.removesuffix(opening)
        # Only the rest of a word, a link or a reading that the page divides may stand before.
        assert len(extra) <= 11


def test_every_marker_is_before_the_words_of_its_page_in_a_whole_article() -> None:
    words = [f"word{number}" for number in range(400)]
    paragraphs = [" ".join(words[at : at + 25]) for at in range(0, 400, 25)]
    document = article_document("a", "Headline", paragraphs, notes=["A note.", "Another."])
    leaf = Leaf(document, "text/a.xhtml", parse(document))
    letters = letters_of(text_of(leaf))
    offsets = [letters.index(f"word{n}") if n else 0 for n in range(0, 400, 57)]
    marked(leaf, page_map(leaf, *offsets))
    for number, marker in enumerate(markers(leaf)):
        expected = f"word{number * 57}" if number else "Headlineword0"
        assert following(leaf, marker).startswith(expected)
