"""The rules of setting Chinese, Japanese and Korean, one test each, on pages of a bundled layout.

The numbers are those of the twenty rules in `docs/typography.md`; that each is broken once what keeps
it is taken away shows `test_twenty_rules.py`. Rules 1 and 2 (the shape of
characters and the place of marks by language) are in `test_han_rasters.py`, 3, 11 and 12 (edges) also in
`test_justification.py`, 19 also in `test_leading.py`.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from weasyprint.formatting_structure import boxes

from newsbook.compose import compose
from newsbook.content import Emphasis, Paragraph, Ruby, RubyPair, Span, Text
from newsbook.layout import load_layout
from newsbook.manifest.types import PrintOptions
from newsbook.model import Metadata
from newsbook.pdf.engine import justify, tree
from newsbook.pdf.engine.dots import dots_of
from tests.support.editions import article, edition
from tests.support.galleys import opened, page_texts
from tests.support.pages import Line, laid_out, lines_of, overfull, short_lines
from tests.support.set_pages import bound_book, composed, pages_of, set_lines

ZH = (
    "每周三下午，苏州一所中学的教室里都会传出水磨调的唱腔。“岁寒知松柏，患难见真情”——老师说，"
    "昆曲进校园已有十年……孩子们先学念白，再学身段（首批共二百人）。《牡丹亭》·《游园》是必修课，"
    "“一带一路”倡议提出以来，“丝绸之路”上的演出多了起来；京津－沪宁之间，三～五天就有一场。"
)
JA = (
    "雪のちらつく師走の朝、ちょっとした遅れで滑り込んだ。「おはようございます」と、運転士は言った。"
    "路面電車は百年目の冬を迎え、『街の灯』は今も人々の足もとを照らしている――それだけのことだ。"
)
KO = "알리예프 대통령은 여러 차례 중국을 방문하여 어려울 때의 친구에 대하여 이야기하였다. " * 3
MARKS = "[\u200b\u2060]"


def turned(text: str, count: int = 40) -> list[str]:
    """Paragraphs that begin a character later each: every character stands at every place."""
    return [text[i:] + text[:i] + text for i in range(count)]


def plain(line: Line) -> str:
    return re.sub(MARKS, "", line.text).strip()


def within(found: list[Line]) -> list[Line]:
    """The lines that do not begin a paragraph."""
    return [line for before, line in pairwise(found) if not before.last]


def texts(box: Any) -> Iterator[Any]:
    for child in box.children:
        child = getattr(child, "_box", child)
        if isinstance(child, boxes.TextBox):
            yield child
        elif isinstance(child, boxes.ParentBox):
            yield from texts(child)


def words(language: str, *parts: Any, **more: Any) -> list[Any]:
    """The text boxes of an article."""
    return [b for page in pages_of(language, *parts, **more) for b in texts(page)]


def undressed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tree, "dress", lambda root: None)


@pytest.fixture(scope="module")
def chinese() -> list[Line]:
    return set_lines("zh-Hans", *turned(ZH))


@pytest.fixture(scope="module")
def japanese() -> list[Line]:
    return set_lines("ja", *turned(JA))


def test_3_both_edges_are_flush(chinese: list[Line], japanese: list[Line]) -> None:
    for found in (chinese, japanese):
        assert len(found) > 150
        assert short_lines(found) == []
        assert overfull(found) == []


def test_4_and_9_no_line_begins_with_what_may_not(
    chinese: list[Line], japanese: list[Line]
) -> None:
    for line in within(chinese) + within(japanese):
        assert plain(line)[0] not in "、。，．：；！？”’）〉》」』】…ゃゅょっぁぃぅぇぉー々", (
            line.text
        )


def test_5_no_line_ends_with_an_opening_mark(chinese: list[Line], japanese: list[Line]) -> None:
    for line in (*chinese, *japanese):
        assert plain(line)[-1] not in "“‘（〈《「『【", line.text


def test_6_dashes_and_ellipses_are_two_em_and_unbroken(chinese: list[Line]) -> None:
    for line, following in pairwise(map(plain, chinese)):
        assert not (line.endswith(("—", "…")) and following.startswith(("—", "…")))
    (line,) = [x for x in set_lines("zh-Hans", "啊——啊……啊") if not x.text.isspace()]
    assert line.width == pytest.approx(7 * line.font_size, abs=0.1)


@pytest.mark.parametrize("mark", "·－～")
def test_7_no_line_begins_with_a_dot_or_dash(
    chinese: list[Line], mark: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert [line.text for line in within(chinese) if plain(line)[0] == mark] == []
    undressed(monkeypatch)
    assert any(plain(x)[0] == mark for x in within(set_lines("zh-Hans", *turned(ZH, 130))))


def test_8_lines_break_outside_quotation_marks(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "他说“岁寒知松柏”的“患难见真情”与“一带一路”又“丝绸之路”等"
    widest = max(x.spacing / x.font_size for x in set_lines("zh-Hans", *turned(text)))
    undressed(monkeypatch)
    without = max(x.spacing / x.font_size for x in set_lines("zh-Hans", *turned(text)))
    assert widest < 0.12 < without


def test_10_marks_that_meet_share_their_room() -> None:
    def width(text: str) -> float:
        (line,) = set_lines("zh-Hans", text)
        return line.width / line.font_size

    assert width("天。”地人和") == pytest.approx(5.5, abs=0.02)
    assert width("天：“地人和") == pytest.approx(5.5, abs=0.02)
    assert width("天，（地）人") == pytest.approx(5.5, abs=0.02)
    assert width("天地人和乐") == pytest.approx(5, abs=0.02)


def test_11_and_12_marks_at_the_edges_lose_their_blank_half(chinese: list[Line]) -> None:
    full = [line for line in chinese if not line.last]
    ends = [line for line in full if plain(line)[-1] in "，。”"]
    starts = [line for line in full if plain(line)[0] in "“《" and line.trimmed[0]]
    assert ends
    assert starts
    for line in ends:
        assert line.trimmed[1] == pytest.approx(line.font_size / 2)
    indented = [line for line in set_lines("zh-Hans", "“天”" + ZH) if plain(line)[:2] == "“天"]
    assert [line.trimmed[0] for line in indented] == [0.0]


@pytest.mark.parametrize(("language", "gap"), [("zh-Hans", True), ("ja", True), ("ko", False)])
def test_13_a_quarter_em_stands_between_han_and_latin(language: str, gap: bool) -> None:
    (line,) = set_lines(language, "于1991年COP29召开" if gap else "만1991년")
    assert (" 1991 " in plain(line)) is gap
    if gap:
        found = [b for b in words(language, "于年", "于 年") if b.text.strip(MARKS)[:1] == "于"]
        space = (found[1].width - found[0].width) / found[0].style["font_size"]
        assert 0.2 < space < 0.26


def test_14_letters_and_figures_come_from_the_latin_face_in_its_lighter_cut() -> None:
    book = bound_book("zh-Hans", "于1991年，Baku的3.5%。", Paragraph((Text("天地玄黄"),)))
    names = {
        str(font.BaseFont)
        for page in opened(book).pages
        for font in page.Resources.get("/Font", {}).values()
    }
    assert any("Literata-Light" in name for name in names), names
    latin = [b for b in words("zh-Hans", "于1991年") if b.text == "1991"]
    assert latin[0].style["__light"]


def test_15_marks_are_full_width_in_chinese_and_narrow_in_latin() -> None:
    (line,) = set_lines("zh-Hans", "天“地”人")
    assert line.width == pytest.approx(5 * line.font_size, abs=0.1)
    quoted = Paragraph((Span((Text("“x”"),), "en"),))
    (narrow,) = set_lines("zh-Hans", quoted)
    assert narrow.width < 2 * narrow.font_size


@pytest.mark.parametrize(
    ("language", "text", "em"), [("zh-Hant", ZH, 2), ("ja", JA, 1), ("ko", KO, 1)]
)
def test_16_paragraphs_are_indented_by_language(language: str, text: str, em: int) -> None:
    found = set_lines(language, text, text)
    edge = min(line.x + line.trimmed[0] for line in found)
    first = [line for before, line in pairwise([None, *found]) if before is None or before.last]
    assert len(first) == 2
    for line in first:
        assert line.x - edge == pytest.approx(em * line.font_size, abs=0.1)


def closed_paths(pdf: pikepdf.Pdf) -> int:
    found = [pikepdf.parse_content_stream(page) for page in pdf.pages if "/Contents" in page.obj]
    return sum(str(operator) == "h" for page in found for _, operator in page)


@pytest.mark.parametrize(
    ("language", "kind"), [("zh-Hans", "under"), ("ja", "sesame"), ("ko", "over")]
)
def test_17_emphasis_is_dots_and_nothing_slants(language: str, kind: str) -> None:
    words_ = "진정한 친구" if language == "ko" else "松柏，真情"
    sentence = Paragraph((Text("天地"), Emphasis((Text(words_),)), Text("人和")))
    (marked,) = [b for b in words(language, sentence) if "친" in b.text or "松" in b.text]
    assert dots_of(marked.style) == kind
    assert marked.style["font_style"] == "normal"
    without = closed_paths(opened(bound_book(language, "天地" + words_ + "人和")))
    dotted = closed_paths(opened(bound_book(language, sentence)))
    assert dotted - without == len(re.findall(r"\w", words_))


def test_17_latin_in_emphasis_slants_and_has_no_dots() -> None:
    sentence = Paragraph((Text("天地"), Emphasis((Text("见Baku了"),)), Text("人和")))
    (latin,) = [b for b in words("zh-Hans", sentence) if b.text == "Baku"]
    assert latin.style["font_style"] == "italic"
    assert dots_of(latin.style) == ""


@pytest.mark.parametrize("language", ["zh-Hans", "ja", "en"])
def test_18_ruby_stands_over_its_base_and_takes_no_height(language: str) -> None:
    ruby = Ruby((RubyPair("岁", "suì"), RubyPair("寒", "hán")), "zh-Hans", "zh-Latn-pinyin")
    before = Text("A saying, " * 20 if language == "en" else "天地玄黄" * 20)
    sentence = Paragraph((before, ruby, before))
    found = words(language, sentence)
    (base,) = [b for b in found if b.text == "岁"]
    (over,) = [b for b in found if b.text == "suì"]
    assert 0.4 < over.style["font_size"] / base.style["font_size"] <= 0.5
    middle = [b.position_x + b.width / 2 for b in (base, over)]
    assert middle[0] == pytest.approx(middle[1], abs=0.2)
    below = (over.position_y + over.baseline) - (base.position_y + base.baseline)
    assert -1.15 < below / base.style["font_size"] < -0.85
    heights = [line.height for line in set_lines(language, sentence)]
    assert max(heights) - min(heights) < 0.01


def test_18_a_base_narrower_than_its_ruby_is_spread_and_read_together(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ruby = Ruby((RubyPair("承和", "うけたまわりやわらぐ"), RubyPair("志", "こころざし")), "ja")
    sentence = Paragraph(
        (Text("その日、彼の"), ruby, Text("は今も人々の足もとを照らしている。" * 3))
    )
    found = words("ja", sentence)
    (first,) = [b for b in found if b.text == "承"]
    (second,) = [b for b in found if b.text == "和"]
    (over,) = [b for b in found if b.text.startswith("うけ")]
    free = over.width - first.width - second.width
    assert first.position_x - over.position_x == pytest.approx(free / 4, abs=0.1)
    assert second.position_x - first.position_x - first.width == pytest.approx(free / 2, abs=0.1)
    assert "彼の承和志は" in read_by_poppler(bound_book("ja", sentence))
    monkeypatch.setattr(justify, "close_rubies", lambda *given: None)
    assert "彼の承和志は" not in read_by_poppler(bound_book("ja", sentence))


def read_by_poppler(book: Any) -> str:
    if not shutil.which("pdftotext"):
        pytest.skip("poppler-utils is not installed (tools/setup test)")
    done = subprocess.run(["pdftotext", "-", "-"], input=book.pdf, capture_output=True, check=True)
    return done.stdout.decode()


def test_18_bopomofo_stands_to_the_right() -> None:
    sentence = Paragraph((Text("他說"), Ruby((RubyPair("歲", "ㄙㄨㄟˋ"),), "zh-Hant")))
    found = words("zh-Hant", sentence)
    (base,) = [b for b in found if b.text == "歲"]
    symbols = [b for b in found if b.text in "ㄙㄨㄟ"]
    assert len(symbols) == 3
    right = base.position_x + base.width
    assert all(right - 0.1 <= b.position_x < right + base.width / 2 for b in symbols)
    assert [b.position_y for b in symbols] == sorted(b.position_y for b in symbols)


def test_18_characters_beside_their_bopomofo_are_read_together() -> None:
    pairs = (RubyPair("歲", "ㄙㄨㄟˋ"), RubyPair("寒", "ㄏㄢˊ"), RubyPair("知", "ㄓ"))
    sentence = Paragraph((Text("他說"), Ruby(pairs, "zh-Hant"), Text("松柏之後凋也" * 9)))
    assert "歲寒知" in "".join(page_texts(bound_book("zh-Hant", sentence)))


@pytest.mark.parametrize("layout", ["classic", "magazine", "digest"])
def test_19_a_measure_is_whole_characters_and_lines_are_far_enough_apart(layout: str) -> None:
    found = set_lines("zh-Hans", "天地玄黄宇宙洪荒日月盈昃辰宿列张" * 12, layout=layout)
    inner = [line for line in found if not line.last and line.x == min(x.x for x in found)]
    assert inner
    for line in inner:
        assert line.width / line.font_size == pytest.approx(
            round(line.width / line.font_size), abs=0.01
        )
        assert line.spacing / line.font_size < 0.005
        assert 1.5 < line.height / line.font_size < 1.8


def test_20_korean_stretches_word_spaces_and_keeps_words_whole_when_asked() -> None:
    found = set_lines("ko", *turned(KO, 12))
    assert {line.spacing for line in found} == {0.0}
    spaced = KO.split()
    broken = [x for x in found if not x.last and plain(x).split()[-1] not in spaced]
    assert broken, "words break at any syllable"
    whole = set_lines("ko", *(KO[i * 5 :].strip() for i in range(6)), options={"korean": "words"})
    for line in whole:
        if not line.last:
            assert plain(line).split()[-1] in spaced, line.text


def test_no_character_stands_alone_on_the_last_line(monkeypatch: pytest.MonkeyPatch) -> None:
    paragraphs = [ZH[:i] + "之松柏。" for i in range(20, 90)]
    letters = re.compile(r"[^\W_]")
    for line in set_lines("zh-Hans", *paragraphs):
        if line.last:
            assert len(letters.findall(line.text)) > 1, line.text
    undressed(monkeypatch)
    alone = [
        x for x in set_lines("zh-Hans", *paragraphs) if x.last and len(letters.findall(x.text)) < 2
    ]
    assert alone


def test_short_han_names_in_latin_text_are_not_split(monkeypatch: pytest.MonkeyPatch) -> None:
    def name(text: str) -> Span:
        return Span((Text(text),), "zh-Hans")

    filler = "the old road runs past the walls and on "
    paragraphs = [
        Paragraph((Text("x" * i + " " + filler), name("阿塞拜疆"), Text(" " + filler * 2)))
        for i in range(1, 24)
    ]
    split = [x.text for x in set_lines("en", *paragraphs) if re.search("阿塞?拜?$", plain(x))]
    assert split == []
    undressed(monkeypatch)
    assert any(re.search("阿塞?拜?$", plain(x)) for x in set_lines("en", *paragraphs))


def test_romanisations_and_latin_alphabets_are_untouched() -> None:
    text = "Brăila, Māori, Tōkyō, Nguyễn and İçərişəhər ₼2.1"
    xhtml = [d.xhtml for d in composed("en", text).documents if d.article]
    assert text in re.sub("<[^>]+>", "", xhtml[0])
    assert plain(set_lines("en", text)[0]) == text


@pytest.mark.parametrize("count", [1, 2, 4, 6])
def test_19_columns_of_a_front_page_are_whole_characters(count: int, tmp_path: Path) -> None:
    body = tuple(Paragraph((Text("天地玄黄宇宙洪荒日月盈昃辰宿列张" * 9),)) for _ in range(5))
    stories = [
        article(f"story-{n}", "题", language="zh-Hans", body=body, byline=()) for n in range(count)
    ]
    book = edition(*stories, metadata=Metadata(title="报", language="en"))
    loaded = load_layout("newspaper", root=Path(__file__).parent)
    units = laid_out(compose(book, loaded, "print", options=PrintOptions()), tmp_path)
    found = [
        line
        for unit in units
        for line in lines_of(unit)
        if line.tag == "p" and line.align == "justify" and not line.last and "玄" in line.text
    ]
    assert len(found) > 8 * count
    for line in found:
        assert line.spacing / line.font_size < 0.005, line.text
