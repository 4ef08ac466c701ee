"""Strategies for trees of content: anything a reader may hand over, normal or not.

`blocks()` gives tuples of blocks with untidy white space, nested links, empty parts and values
outside the vocabulary; `normal_form` makes them what the round-trip law speaks of.
"""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from newsbook import content as c

LANGUAGES = ["en", "az", "zh-Hans", "zh-Hant", "ja", "ko", "ar", "zh-Latn-pinyin", "und-Latn", "he"]
WORDS = [
    "a", "pine", "Əliyev", "岁寒知松柏", "，", "患难", "「冬」", "とし", "서울", "مرحبا", "&", "<b>", "]]>",
    '"', "'", "’", "&amp;", "\u00a0", "\u3000", " ", "  ", "\n", "\t", "1", "[2]", "*", ". ", ") ",
    "\u200b", "\u2060", "\ufeff", "\x00", "\x0b", "𠮷", "e\u0301", "\u202e", "--", "...", "/x",
    "\r\n", "\ufffe", "- ",
]  # fmt: skip
MATH = [
    '<math xmlns="http://www.w3.org/1998/Math/MathML"><mi>x</mi></math>',
    '<math xmlns="http://www.w3.org/1998/Math/MathML"><mfrac><mn>1</mn><mn>2</mn></mfrac></math>',
    '<math><msup><mi mathvariant="italic">e</mi><mrow><mo>&lt;</mo><mtext>if</mtext></mrow></msup>'
    "</math>",
]
HREFS = [
    "https://example.org/", "http://example.org/a?b=1&c=2#d", "mailto:a@example.org", "tel:+1",
    "#last", "pine.md", "sub/pine.md#three", "javascript:alert(1)", "https://例え.jp/ä b", "",
    "//example.org/x", "data:text/html,x", " https://example.org/y ",
]  # fmt: skip
SOURCES = ["a.png", "art/road map.svg", "100%.jpg", "漢.png", "https://example.org/p.jpg", "",
           "javascript:1", "a?b.png"]  # fmt: skip
NAMES = ["one", "two", "fn-x", "x y", "序", "ref-1", "a:b"]

text = st.lists(st.sampled_from(WORDS), min_size=0, max_size=6).map("".join)
language = st.none() | st.sampled_from([*LANGUAGES, "not a tag", ""])
name = st.none() | st.sampled_from(NAMES)
title = st.none() | st.sampled_from(["A title", " x\n y ", "2021-12-27", "“q” & <i>", ""])


def _tuples(values: st.SearchStrategy[Any], most: int = 3) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(values, max_size=most).map(tuple)


pictures = st.builds(
    c.Picture,
    source=st.sampled_from(SOURCES),
    alt=title,
    title=title,
    decorative=st.booleans(),
    language=language,
)
rubies = st.builds(
    c.Ruby,
    pairs=_tuples(st.builds(c.RubyPair, base=text, annotation=text)),
    language=language,
    annotation_language=language,
)
leaves = st.one_of(
    st.builds(c.Text, text=text),
    st.builds(c.Text, text=text),
    st.builds(c.Code, text=text),
    st.builds(c.LineBreak),
    pictures,
    rubies,
    st.builds(c.Math, mathml=st.sampled_from(MATH), alt=title, display=st.booleans(), id=name),
)


def _wrapped(children: st.SearchStrategy[c.Inline]) -> st.SearchStrategy[c.Inline]:
    inner = _tuples(children, 4)
    return st.one_of(
        *(
            st.builds(kind, children=inner)
            for kind in (c.Emphasis, c.Strong, c.Superscript, c.Subscript)
        ),
        st.builds(c.Link, href=st.sampled_from(HREFS), children=inner, title=title),
        st.builds(
            c.Span,
            children=inner,
            language=language,
            style=st.none() | st.sampled_from(sorted(c.SPAN_STYLES)) | st.just("blink"),
            id=name,
            title=title,
        ),
        st.builds(
            c.Note,
            blocks=_tuples(
                st.builds(c.Paragraph, children=inner)
                | st.builds(c.Quote, blocks=st.builds(c.Paragraph, children=inner).map(_one)),
                2,
            ),
            id=st.none() | st.sampled_from(["fn-9", "a-fn-1"]),
        ),
    )


def _one(value: Any) -> tuple[Any, ...]:
    return (value,)


inlines = _tuples(st.recursive(leaves, _wrapped, max_leaves=6), 4)


def _containers(children: st.SearchStrategy[c.Block]) -> st.SearchStrategy[c.Block]:
    inner = _tuples(children)
    common = {"id": name, "language": language}
    return st.one_of(
        st.builds(
            c.Quote,
            blocks=inner,
            attribution=inlines,
            style=st.sampled_from([None, "pull", "epigraph", "verbatim", "shout"]),
            source=st.none() | st.sampled_from(HREFS),
            **common,
        ),
        st.builds(
            c.Items,
            kind=st.sampled_from(["bullet", "ordered"]),
            items=_tuples(st.builds(c.Item, blocks=inner)),
            start=st.integers(-3, 12),
            tight=st.booleans(),
            **common,
        ),
        st.builds(
            c.Items,
            kind=st.just("definition"),
            items=_tuples(st.builds(c.Term, terms=_tuples(inlines), definitions=_tuples(inner))),
            tight=st.booleans(),
            **common,
        ),
        st.builds(
            c.Figure,
            blocks=inner,
            pictures=_tuples(pictures, 2),
            caption=inlines,
            credit=inlines,
            style=st.sampled_from([None, *sorted(c.FIGURE_STYLES), "odd"]),
            **common,
        ),
        st.builds(
            c.Aside,
            blocks=inner,
            title=inlines,
            style=st.sampled_from([None, *sorted(c.ASIDE_STYLES), "odd"]),
            **common,
        ),
    )


_cells = st.builds(
    c.Cell,
    children=inlines,
    header=st.booleans(),
    colspan=st.integers(0, 3),
    rowspan=st.integers(0, 3),
    align=st.sampled_from([None, "left", "center", "right"]),
)
_rows = _tuples(st.builds(c.Row, cells=_tuples(_cells)), 2)
_simple = st.one_of(
    st.builds(
        c.Paragraph,
        children=inlines,
        style=st.none() | st.sampled_from([*sorted(c.PARAGRAPH_STYLES), "odd"]),
        id=name,
        language=language,
    ),
    st.builds(c.Paragraph, children=inlines),
    st.builds(c.Heading, level=st.integers(1, 7), children=inlines, id=name, language=language),
    st.builds(c.Listing, text=text, syntax=st.sampled_from([None, "py", "c++", 'x"y']), id=name),
    st.builds(c.Divider),
    st.builds(c.Math, mathml=st.sampled_from(MATH), alt=title, display=st.booleans(), id=name),
    st.builds(c.Verse, stanzas=_tuples(_tuples(inlines)), id=name, language=language),
    st.builds(
        c.Table, body=_rows, head=_rows, foot=_rows, caption=inlines, id=name, language=language
    ),
)


def blocks(most: int = 3) -> st.SearchStrategy[tuple[c.Block, ...]]:
    """Tuples of up to `most` blocks of every kind."""
    return _tuples(st.recursive(_simple, _containers, max_leaves=5), most)
