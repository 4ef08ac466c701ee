"""Lines of Chinese and Japanese fill their measure."""

from __future__ import annotations

import re
import statistics
from pathlib import Path

import pytest

from newsbook.pdf.engine import contract, justify, session
from tests.support.galleys import PAGE, bound, document, galleys_of, page_texts, print_composition
from tests.support.pages import Line, laid_out, leaves_of, lines_of, overfull, short_lines
from tests.support.set_pages import composed

ZH = (
    "每周三下午，苏州一所中学的音乐教室里都会传出水磨调的唱腔。“岁寒知松柏，患难见真情”——老师说，"
    "昆曲进校园已有十年……孩子们先学念白，再学身段，最后才开口唱（首批共1,200人）。"
    "他们参加了COP29会议，与Ilham Aliyev总统见面；“一带一路”倡议提出以来，两国贸易增长3.5%。"
)
JA = (
    "雪のちらつく師走の朝、電車は10分遅れで滑り込んだ。「おはようございます」と、運転士は言った。"
    "路面電車は百年目の冬を迎え、『街の灯』は今も人々の足もとを照らしている――それだけのことだ。"
)
CSS = PAGE + "html { font: 10pt/17pt Literata } body { margin: 0 } p { width: 19em }"


def lines(tmp_path: Path, body: str, language: str, css: str = CSS) -> list[Line]:
    composition = print_composition([document("a", body, language=language)], css)
    (pages,) = laid_out(composition, tmp_path)
    return [line for line in lines_of(pages) if line.tag == "p"]


@pytest.mark.parametrize(("language", "text"), [("zh-Hans", ZH), ("zh-Hant", ZH), ("ja", JA)])
def test_every_line_but_the_last_fills_the_measure(
    tmp_path: Path, language: str, text: str
) -> None:
    found = lines(tmp_path, f"<p>{text}</p>" * 6, language)
    full = [line for line in found if not line.last]
    assert len(full) > 20
    assert short_lines(found) == []
    assert overfull(found) == []
    assert statistics.median(line.spacing / line.font_size for line in full) < 0.06


def test_inline_boxes_and_other_languages_keep_their_places(tmp_path: Path) -> None:
    text = ZH.replace("苏州", "<em>苏州</em>").replace("COP29", '<span lang="en">the COP29</span>')
    text = text.replace("唱腔", '唱腔<img style="width: 1em; height: 1em" src="asset:chart.png"/>')
    found = lines(tmp_path, f"<p>{text}</p>" * 4, "zh-Hans")
    assert short_lines(found) == []
    assert overfull(found) == []


def test_marks_at_the_edges_stand_half_outside(tmp_path: Path) -> None:
    turned = "".join(f"<p>{ZH[i:] + ZH}</p>" for i in range(0, 19))
    found = lines(tmp_path, turned + f"<p>“{ZH}”</p>", "zh-Hans")
    closing = [line for line in found if line.text[-1] in "，。”" and not line.last]
    opening = [line for line in found if line.text[0] == "“"]
    assert closing
    assert opening
    for line in closing:
        assert line.trimmed[1] == pytest.approx(line.font_size / 2)
    for line in opening:
        assert line.trimmed[0] == pytest.approx(line.font_size / 2)


def test_marks_in_the_middle_of_their_em_stay_inside(tmp_path: Path) -> None:
    turned = "".join(f"<p>{ZH[i:] + ZH}</p>" for i in range(0, 19))
    found = lines(tmp_path, turned, "zh-Hant")
    assert {line.trimmed[1] for line in found if line.text[-1] in "，。"} == {0.0}


def test_an_indented_line_keeps_its_opening_mark(tmp_path: Path) -> None:
    css = CSS + "p { text-indent: 2em }"
    found = lines(
        tmp_path, "<p>“岁寒知松柏，患难见真情”，这句话流传至今，已有两千余年。</p>", "zh", css
    )
    assert found[0].trimmed[0] == 0.0


def test_korean_and_english_stretch_their_word_spaces_only(tmp_path: Path) -> None:
    for language in ("ko", "en"):
        found = lines(tmp_path, "<p>해가 지면 골목 끝 작은 도서관에 불이 켜진다.</p>" * 3, language)
        assert {line.spacing for line in found} == {0.0}


def test_the_text_is_what_it_was() -> None:
    book = bound(print_composition([document("a", f"<p>{ZH}</p>", language="zh-Hans")], CSS))
    text = "".join(page_texts(book)).replace(" ", "")
    assert (
        "每周三下午，苏州一所中学的音乐教室里都会传出水磨调的唱腔。“岁寒知松柏，患难见真情”——老师说"
        in text
    )


def test_without_it_lines_stay_ragged_and_one_warning_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    broken = (("weasyprint.layout.inline", "text_align", ("line",)),)
    monkeypatch.setattr(contract, "JUSTIFICATION", broken)
    monkeypatch.setattr(session, "_session", None)
    parts = [document(name, f"<p>{ZH}</p>", language="zh-Hans") for name in "ab"]
    galleys = galleys_of(print_composition(parts, CSS))
    found = {d for galley in galleys for d in galley.diagnostics}
    assert len(found) == 1
    assert "are not justified: weasyprint.layout.inline.text_align takes" in found.pop().message
    monkeypatch.setattr(session, "_session", None)


def word_space(found: Line) -> float:
    """How much wider the word spaces of a line are than by nature, in em."""
    return found.stretch / found.font_size


LATIN = PAGE + "html { font: 10pt/17pt Literata } body { margin: 0 } p { width: 16em }"
SAYING = '<span lang="zh-Hans" class="han">岁寒知松柏患难见真情</span>'


def test_a_latin_line_with_few_word_spaces_opens_its_han_characters_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = f"<p>A saying {SAYING} incomprehensibilities of all sorts</p>"
    first = lines(tmp_path, body, "en", LATIN)[0]
    assert first.text.endswith("真情 ") or first.text.endswith("真情")
    assert 0 < first.spacing / first.font_size <= justify.WIDEST_CHARACTER_EM + 0.001
    assert short_lines([first]) == overfull([first]) == []
    monkeypatch.setattr(justify, "_share_out", lambda *given: False)
    without = lines(tmp_path, body, "en", LATIN)[0]
    assert without.spacing == 0
    assert word_space(first) < 0.75 * word_space(without)


def test_letters_take_part_of_what_word_spaces_would_look_wide_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "The gauge has been read every morning throughout strengths, " * 3
    body = "".join(f"<p>{text[i:]}</p>" for i in range(0, 60, 4))
    found = lines(tmp_path, body, "en", LATIN + "html { hyphens: manual }")
    full = [line for line in found if not line.last]
    assert short_lines(full) == overfull(full) == []
    monkeypatch.setattr(justify, "_share_out", lambda *given: False)
    before = lines(tmp_path, body, "en", LATIN + "html { hyphens: manual }")
    assert [line.text for line in before] == [line.text for line in found]
    changed = 0
    for old, new in zip(before, found, strict=True):
        if word_space(old) > justify.WORD_SPACE_FIRST_EM + 0.01:
            assert word_space(new) < word_space(old)
            assert word_space(new) > 0.05  # spaced letters have no ligatures, and need more room
            changed += 1
        else:
            assert word_space(new) == pytest.approx(word_space(old), abs=0.001)
    assert changed > 5


@pytest.mark.parametrize(
    ("language", "text"),
    [("ar", "قال الوزير إن الاتفاق الجديد بين البلدين سيدخل حيز التنفيذ في العام المقبل"),
     ("hi", "भारत और चीन के बीच नए समझौते पर हस्ताक्षर किए गए और यह अगले साल लागू होगा")],
)  # fmt: skip
def test_letters_that_join_are_never_pulled_apart(tmp_path: Path, language: str, text: str) -> None:
    css = LATIN + 'html { font-family: "Noto Naskh Arabic", "Noto Serif Devanagari" }'
    (pages,) = laid_out(
        print_composition([document("a", f"<p>{text}</p>" * 2, language=language)], css), tmp_path
    )
    for box in leaves_of(pages):
        layout = box.pango_layout
        assert not getattr(layout, "spacing_px", 0) or not layout.runs.search(box.text)


def test_a_line_breaks_between_a_quotation_mark_and_a_bracket(tmp_path: Path) -> None:
    text = "He said “incomprehensible” (incomprehensible)"
    css = LATIN + "html { hyphens: manual } p { width: 15em }"
    composition = composed("en", text)
    xhtml = next(d.xhtml for d in composition.documents if d.article)
    assert text in re.sub("<[^>]+>", "", xhtml)
    found = lines(tmp_path, f"<p>{text}</p>", "en", css)
    assert [line.text.strip(" \u200b") for line in found] == [
        "He said “incomprehensible”",
        "(incomprehensible)",
    ]


ADDRESSES = (
    "https://www.example.org/news/2024/03/28/azerbaijan-china-cooperation/index.html",
    "doi:10.1000/182.2021.0045-7789",
    "press.office@ministry-of-culture.example.org",
    "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "/usr/local/share/newsbook/layouts/classic",
)


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_does_not_tear_the_line_before_it(address: str, tmp_path: Path) -> None:
    """At thirty places in a line, at 24 em: word spaces grow by less than an em."""
    stock = "the river runs past old walls and the people who live there count its colours".split()
    body = ""
    for place in range(30):
        words = [stock[(place + k) % len(stock)] for k in range(24)]
        words[3 + place % 9 : 3 + place % 9] = ["x" * (1 + place % 5), address]
        body += f"<p>{' '.join(words)}.</p>"
    css = PAGE + "html { font: 10pt/14pt Literata } body { width: 240pt }"
    (pages,) = laid_out(print_composition([document("a", body)], css), tmp_path)
    lines = [line for line in lines_of(pages) if line.tag == "p" and not line.last]
    assert len(lines) > 60
    assert [line.text for line in lines if line.stretch > line.font_size] == []
    assert [line.text for line in lines if line.short < -0.05 * line.font_size] == []
    flat = (
        "".join(line.text for line in lines_of(pages)).replace("\u200b", "").replace("\u2060", "")
    )
    assert flat.count(address) == 30
