"""The twenty rules of `docs/typography.md`: each is kept, and is not once what keeps it is taken away.

One entry a rule: a check that measures laid-out pages, and the switches that take away, one after the
other, what `docs/typography.md` says keeps the rule: a line of our style sheets, a step that dresses
the text, an extension of the engine, or, where Pango keeps it, its line breaking. With every switch
the check fails; it passes with the same text before.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from weasyprint.layout import inline
from weasyprint.text import line_break
from weasyprint.text.ffi import pango

from newsbook.composition import BookBlock, Composition
from newsbook.content import Emphasis, Paragraph, Ruby, RubyPair, Span, Text
from newsbook.pdf.engine import dots, dress, faces, justify, leading, session, shaping, tree
from newsbook.transforms.normalise import normalise
from newsbook.tree import plain_text
from newsbook.typography import normal, setting
from newsbook.world import World
from tests.pages.test_cjk_rules import JA, KO, ZH, plain, turned, within, words
from tests.pages.test_han_rasters import LANGUAGES, PROGRAMS, difference, drawn, golden, pdf
from tests.support import set_pages
from tests.support.editions import article, edition
from tests.support.galleys import opened
from tests.support.pages import overfull, short_lines
from tests.support.set_pages import bound_book, set_lines

pytestmark = pytest.mark.slow

Patch = pytest.MonkeyPatch
Switch = Callable[[Patch], None]
NEVER = re.compile("(?!)")


@dataclass(frozen=True)
class Rule:
    number: int
    check: Callable[[], None]
    switches: dict[str, Switch]


# ---------------------------------------------------------------- switches
def off(owner: Any, name: str, value: Any) -> Switch:
    """Put `value` in the place of what keeps the rule."""
    return lambda patch: patch.setattr(owner, name, value)


def without_css(line: str, instead: str = "") -> Switch:
    """Take `line` out of the style sheets of the layout."""

    def switch(patch: Patch) -> None:
        compose = set_pages.compose

        def composed(*given: Any, **named: Any) -> Composition:
            made = compose(*given, **named)
            assert any(line in sheet.css for sheet in made.stylesheets), line
            sheets = (replace(s, css=s.css.replace(line, instead)) for s in made.stylesheets)
            return replace(made, stylesheets=tuple(sheets))

        patch.setattr(set_pages, "compose", composed)

    return switch


def breaking_anywhere(patch: Patch) -> None:
    """Let Pango break lines at any character (Pango keeps to UAX 14 where it may)."""
    original = line_break.create_layout

    def create_layout(*given: Any, **named: Any) -> Any:
        layout = original(*given, **named)
        pango.pango_layout_set_wrap(layout.layout, line_break.PANGO_WRAP_MODE["WRAP_CHAR"])
        return layout

    create_layout.__wrapped__ = original  # type: ignore[attr-defined]
    for module in (line_break, inline):
        patch.setattr(module, "create_layout", create_layout)
    patch.setattr(inline, "can_break_text", lambda text, language: True)


def no_language(patch: Patch) -> None:
    """Let neither the choice of the face nor the shaping of its glyphs know the language."""
    patch.setattr(faces.FaceTable, "_own", lambda self, language: self.cjk["SC"])
    patch.setattr(shaping, "_language", lambda style: None)


def latin_first(patch: Patch) -> None:
    """Leave the families as the style sheet names them."""
    patch.setattr(faces.FaceTable, "_work_out", lambda self, named, language, light: named)


def no_rule(name: str) -> Switch:
    """Leave one rule of normalisation out."""
    return off(normal, name, lambda line, **more: [])


# ---------------------------------------------------------------- what is measured
def normalised(text: str, language: str) -> str:
    book = edition(article("a", "题", language=language, body=(Paragraph((Text(text),)),)))
    return plain_text(*normalise(book, World(Path())).articles()[0].body)


def one(found: Iterable[Any]) -> Any:
    """The only one of `found`."""
    (first, *more) = [*found, None]
    assert more == [None]
    return first


def em(language: str, text: str) -> float:
    """How wide a line of `text` is, in em."""
    line = one(set_lines(language, text))
    return line.width / line.font_size


def font_names(book: BookBlock) -> set[str]:
    return {
        str(font.BaseFont)
        for page in opened(book).pages
        for font in page.Resources.get("/Font", {}).values()
    }


# ---------------------------------------------------------------- the rules
def shapes_follow_the_language() -> None:
    program = next((p for p in PROGRAMS if shutil.which(p)), None)
    if program is None:
        pytest.skip("poppler-utils and mupdf-tools are not installed (tools/setup test)")
    for language in LANGUAGES:
        page = drawn(program, pdf.__wrapped__(language))
        assert min(LANGUAGES, key=lambda x: difference(page, golden(x))) == language


def marks_stand_where_readers_look() -> None:
    place = {x: stop_in_its_em(x) for x in ("zh-Hans", "zh-Hant", "ja")}
    assert place["zh-Hans"] < 0.35
    assert place["ja"] < 0.35
    assert 0.4 < place["zh-Hant"] < 0.6


def stop_in_its_em(language: str) -> float:
    """Where the ink of a full stop stands between two characters, from 0 to 1."""
    program = next((p for p in PROGRAMS if shutil.which(p)), None)
    if program is None:
        pytest.skip("poppler-utils and mupdf-tools are not installed (tools/setup test)")
    picture = drawn(program, pdf.__wrapped__(language, "口。口"))
    box = picture.point(lambda grey: 255 * (grey < 128)).getbbox()
    ink = picture.crop(box)
    third = ink.width / 3
    middle = ink.crop((round(third), 0, round(2 * third), ink.height))
    inner = middle.point(lambda grey: 255 * (grey < 128)).getbbox()
    return (inner[0] + inner[2]) / 2 / middle.width


def both_edges_are_flush() -> None:
    for language, text in (("zh-Hans", ZH), ("ja", JA)):
        found = set_lines(language, *turned(text, 8))
        assert len(found) > 30
        assert short_lines(found) == overfull(found) == []


def no_line_begins_with(marks: str) -> Callable[[], None]:
    def check() -> None:
        for language, text in (("zh-Hans", ZH), ("ja", JA)):
            for line in within(set_lines(language, *turned(text, 40))):
                assert plain(line)[0] not in marks

    return check


def no_line_ends_with_an_opening_mark() -> None:
    for line in set_lines("zh-Hans", *turned(ZH, 40)):
        assert plain(line)[-1] not in "“‘（《「"


def dashes_and_ellipses_are_whole() -> None:
    assert normalised("他走了--又来了...", "zh-Hans") == "他走了——又来了……"
    assert em("zh-Hans", "啊——啊……啊") == pytest.approx(7, abs=0.01)
    for line, following in pairwise(map(plain, set_lines("zh-Hans", *turned(ZH, 40)))):
        assert not (line.endswith(("—", "…")) and following.startswith(("—", "…")))


def no_line_begins_with_a_dot() -> None:
    for line in within(set_lines("zh-Hans", *turned(ZH, 130))):
        assert plain(line)[0] not in "·－～"


def lines_break_outside_quotation_marks() -> None:
    text = "他说“岁寒知松柏”的“患难见真情”与“一带一路”又“丝绸之路”等"
    assert max(x.spacing / x.font_size for x in set_lines("zh-Hans", *turned(text))) < 0.12


def marks_that_meet_share_their_room() -> None:
    assert em("zh-Hans", "天。”地人和") == pytest.approx(5.5, abs=0.02)
    assert em("ja", "天」（地人和") == pytest.approx(5.5, abs=0.02)


def closing_marks_at_the_end_are_half_as_wide() -> None:
    found = [x for x in set_lines("zh-Hans", *turned(ZH, 40)) if not x.last]
    ends = [line for line in found if plain(line)[-1] in "，。”"]
    assert ends
    for line in ends:
        assert line.trimmed[1] == pytest.approx(line.font_size / 2)
        assert line.short == pytest.approx(0, abs=0.05)


def opening_marks_at_the_start_are_half_as_wide() -> None:
    found = within(set_lines("zh-Hans", *turned(ZH, 40)))
    starts = [line for line in found if plain(line)[0] in "“《（"]
    assert starts
    for line in starts:
        assert line.trimmed[0] == pytest.approx(line.font_size / 2)


def a_quarter_em_between_han_and_latin() -> None:
    assert em("zh-Hans", "于1991年") - em("zh-Hans", "于年") - em("zh-Hans", "1991") > 0.35
    korean = one(set_lines("ko", "만1991년"))
    assert " " not in plain(korean)


def latin_comes_from_the_latin_face() -> None:
    assert any("Literata-Light" in x for x in font_names(bound_book("zh-Hans", "于1991年Baku的")))
    latin = one([b for b in words("zh-Hans", "于1991年") if b.text == "1991"])
    assert latin.width < 2.4 * latin.style["font_size"]


def marks_are_those_of_the_language() -> None:
    assert normalised('他说"天,地".', "zh-Hans") == "他说“天，地”。"
    assert em("zh-Hans", "天“地”人") == pytest.approx(5, abs=0.01)
    narrow = one(set_lines("zh-Hans", Paragraph((Span((Text("“x”"),), "en"),))))
    assert narrow.width < 2 * narrow.font_size


def paragraphs_are_indented() -> None:
    for language, text, indent in (("zh-Hans", ZH, 2), ("ja", JA, 1), ("ko", KO, 1)):
        found = set_lines(language, text, text)
        edge = min(line.x + line.trimmed[0] for line in found)
        first = [b for a, b in pairwise([None, *found]) if a is None or a.last]
        for line in first:
            assert line.x - edge == pytest.approx(indent * line.font_size, abs=0.1)


def emphasis_is_dots() -> None:
    for language in ("zh-Hans", "ja", "ko"):
        word = "진정" if language == "ko" else "松柏"
        sentence = Paragraph((Text("天地"), Emphasis((Text(word),)), Text("人和")))
        marked = one([b for b in words(language, sentence) if b.text == word])
        assert marked.style["font_style"] == "normal"
        assert dots.dots_of(marked.style)


def ruby_stands_above_and_moves_no_line() -> None:
    ruby = Ruby((RubyPair("岁", "suì"), RubyPair("寒", "hán")), "zh-Hans", "zh-Latn-pinyin")
    sentence = Paragraph((Text("天地玄黄" * 12), ruby, Text("天地玄黄" * 12)))
    found = words("zh-Hans", sentence)
    base = one([b for b in found if b.text == "岁"])
    over = one([b for b in found if b.text == "suì"])
    assert over.position_y + over.baseline < base.position_y + base.baseline - base.height / 3
    assert over.style["font_size"] <= base.style["font_size"] / 2
    heights = [line.height for line in set_lines("zh-Hans", sentence)]
    assert max(heights) - min(heights) < 0.01


def lines_are_equal_and_measures_whole() -> None:
    text = "天地玄黄宇宙洪荒日月盈昃辰宿列张" * 6
    mixed = Paragraph((Text(text), Span((Text("สวัสดี"),), "th"), Text(text)))
    found = set_lines("zh-Hans", mixed)
    heights = [line.height for line in found]
    assert max(heights) - min(heights) < 0.01
    for line in set_lines("zh-Hans", text)[1:-1]:
        assert line.width / line.font_size == pytest.approx(
            round(line.width / line.font_size), abs=0.01
        )
        assert line.spacing / line.font_size < 0.005


def korean_stretches_spaces_and_keeps_words() -> None:
    assert {line.spacing for line in set_lines("ko", *turned(KO, 6))} == {0.0}
    whole = set_lines("ko", *(KO[i * 5 :].strip() for i in range(6)), options={"korean": "words"})
    for line in whole:
        assert line.last or plain(line).split()[-1] in KO.split()


DOTS = "em:lang(zh), em > .han:lang(zh) { --dots: under; }"
RULES = (
    Rule(1, shapes_follow_the_language, {"language": no_language}),
    Rule(2, marks_stand_where_readers_look, {"language": no_language}),
    Rule(3, both_edges_are_flush, {"spread": off(justify, "_spread", lambda *given: None)}),
    Rule(4, no_line_begins_with("、。，：；！？”’）》」』"), {"pango": breaking_anywhere}),
    Rule(5, no_line_ends_with_an_opening_mark, {"pango": breaking_anywhere}),
    Rule(
        6,
        dashes_and_ellipses_are_whole,
        {
            "pango": breaking_anywhere,
            "dashes": no_rule("wide_dash_edits"),
            "ellipses": no_rule("wide_ellipsis_edits"),
        },
    ),
    Rule(7, no_line_begins_with_a_dot, {"joints": off(setting, "_NEVER_FIRST", NEVER)}),
    Rule(8, lines_break_outside_quotation_marks, {"breaks": off(setting, "BREAK", setting.JOINT)}),
    Rule(9, no_line_begins_with("ゃゅょっぁぃぅぇぉー々"), {"pango": breaking_anywhere}),
    Rule(
        10,
        marks_that_meet_share_their_room,
        {"chws": without_css('{ font-feature-settings: "chws"; hyphens: manual; }', "{ }")},
    ),
    Rule(
        11,
        closing_marks_at_the_end_are_half_as_wide,
        {"edge": off(justify, "_trailing_blank", lambda box: 0.0)},
    ),
    Rule(
        12,
        opening_marks_at_the_start_are_half_as_wide,
        {"edge": off(justify, "_leading_blank", lambda line, box: 0.0)},
    ),
    Rule(
        13, a_quarter_em_between_han_and_latin, {"spaces": off(setting, "_spaces", lambda f: None)}
    ),
    Rule(
        14,
        latin_comes_from_the_latin_face,
        {
            "light": without_css(".la { --light: 1;", ".la {"),
            "dress": off(tree, "dress", lambda x: None),
        },
    ),
    Rule(
        15,
        marks_are_those_of_the_language,
        {"faces": latin_first, "wide": no_rule("wide_edits")},
    ),
    Rule(
        16,
        paragraphs_are_indented,
        {
            "two": without_css(".body > :not(p) + p:lang(zh) { text-indent: 2em; }", "x {}"),
            "one": without_css(".body > :not(p) + p:lang(ko) { text-indent: 1em; }", "x {}"),
        },
    ),
    Rule(
        17,
        emphasis_is_dots,
        {
            "under": without_css(DOTS),
            "sesame": without_css("{ --dots: sesame; }", "{ }"),
            "over": without_css("{ --dots: over; }", "{ }"),
            "upright": without_css("mark:lang(ko) { font-style: normal; }", "mark:lang(ko) { }"),
        },
    ),
    Rule(
        18,
        ruby_stands_above_and_moves_no_line,
        {
            "pairs": off(dress, "dress_ruby", lambda ruby: ""),
            "height": without_css(".rt { display: block; height: 0;", ".rt { display: block;"),
        },
    ),
    Rule(
        19,
        lines_are_equal_and_measures_whole,
        {
            "leading": off(leading, "_extents", lambda box, height: [None]),
            "measure": without_css(
                "{ font-size: var(--cjk-size); }", "{ font-size: var(--text-size); }"
            ),
        },
    ),
    Rule(
        20,
        korean_stretches_spaces_and_keeps_words,
        {
            "is_cjk": off(justify, "is_cjk", lambda style: style["lang"] in ("ko", "zh", "ja")),
            "words": off(setting, "_whole_words", lambda flow: None),
        },
    ),
)


@pytest.fixture(autouse=True)
def fresh(monkeypatch: Patch) -> Iterator[None]:
    """A session of the engine that has seen nothing yet, and leaves nothing behind."""
    monkeypatch.setattr(session, "_session", None)
    yield
    monkeypatch.setattr(session, "_session", None)


def test_there_are_twenty() -> None:
    assert [rule.number for rule in RULES] == list(range(1, 21))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: str(rule.number))
def test_the_rule_is_kept(rule: Rule) -> None:
    rule.check()


@pytest.mark.parametrize(
    ("rule", "switch"),
    [pytest.param(r, s, id=f"{r.number}-{name}") for r in RULES for name, s in r.switches.items()],
)
def test_without_what_keeps_it_the_rule_is_broken(
    rule: Rule, switch: Switch, monkeypatch: Patch
) -> None:
    switch(monkeypatch)
    with pytest.raises(AssertionError):
        rule.check()
