"""Lines in which other faces stand are as high as all others, to a hundredth of a point."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from newsbook.pdf.engine import leading
from tests.support.galleys import PAGE, document, print_composition
from tests.support.pages import Line, laid_out, lines_of

CSS = PAGE + "html { font: 10pt/17pt Literata } body { margin: 0 } p { width: 24em }"
STEP = 17 * 4 / 3
EN = (
    'The saying <span lang="zh-Hans">岁寒知松柏</span> came to Baku in ₼2.1 billion worth of '
    '<code>wire copy</code>, says <em lang="ja">東京</em> and <strong lang="ko">서울</strong>; '
    '<span lang="ar">سلام</span> and <span lang="th">สวัสดี</span>, ⟹ as ever, ☎ and so on. '
)
ZH = (
    '1991年12月27日，阿塞拜疆总统<span lang="en">Ilham Aliyev</span>在<em lang="az">Bakı</em>说：'
    '“<b>患难</b>见真情”，₼2.1亿⟹<span lang="ja">東京</span>。'
)


def baselines(tmp_path: Path, body: str, language: str) -> list[Line]:
    composition = print_composition([document("a", body, language=language)], CSS)
    (pages,) = laid_out(composition, tmp_path)
    return [line for line in lines_of(pages) if line.tag == "p"]


@pytest.mark.parametrize(("language", "text"), [("en", EN), ("zh-Hans", ZH), ("ja", ZH)])
def test_baselines_are_a_line_apart(tmp_path: Path, language: str, text: str) -> None:
    found = baselines(tmp_path, f"<p>{text * 6}</p>" * 2, language)
    steps = [b.baseline - a.baseline for a, b in pairwise(found) if a.page == b.page]
    assert len(steps) > 15
    assert max(abs(step - STEP) for step in steps) < 0.01 * 4 / 3


def test_what_asks_for_more_room_gets_it(tmp_path: Path) -> None:
    tall = '<span style="line-height: 34pt">tall</span>'
    raised = '<img src="asset:chart.png" style="height: 30pt"/>'
    for body in (f"<p>a {tall} line</p>", f"<p>a {raised} line</p>"):
        (line,) = baselines(tmp_path, body, "en")
        assert line.height > STEP + 5


def test_without_it_lines_grow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leading, "_extents", lambda box, height: [None])
    found = baselines(tmp_path, f"<p>{EN * 6}</p>", "en")
    assert max(line.height for line in found) > STEP + 0.1
