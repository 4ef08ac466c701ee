"""Lines of Chinese and Japanese fill their measure."""

from __future__ import annotations

import statistics
from pathlib import Path

import pytest

from newsbook.pdf.engine import contract, session
from tests.support.galleys import PAGE, bound, document, galleys_of, page_texts, print_composition
from tests.support.pages import Line, laid_out, lines_of, overfull, short_lines

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
