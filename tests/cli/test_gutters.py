"""A book for a printer that asks for wider gutters than its layout has is set again with them."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest

from newsbook.build import Order, build
from newsbook.diagnostics import Severity

MANIFEST = """\
title: Bound
language: en
layout: {name: parallel}
contents: [{glob: "*.md"}]
outputs:
  print: {trim: 5x8in, cover: none, press: {for: eu-offset}}
"""
LINE = "The pine keeps its needles in winter and the river carries what the road has left. "


@pytest.mark.slow
def test_a_book_gets_the_gutter_its_printer_asks_for(tmp_path: Path) -> None:
    for number in range(3):
        text = f"---\ntitle: Number {number}\nlang: en\n---\n\n" + f"{LINE * 12}\n\n" * 6
        (tmp_path / f"a{number:02}.md").write_text(text, "utf-8")
    (tmp_path / "manifest.yml").write_text(MANIFEST, "utf-8")
    report = build(tmp_path / "manifest.yml", Order(jobs=1))
    errors = [d.message for d in report.diagnostics if d.severity is Severity.ERROR]
    assert errors == []
    (path,) = report.files
    assert inner_mm(path) >= 14.8  # a glyph may hang over its edge a little


def inner_mm(path: Path) -> float:
    """Return how near to the spine any text of the pages of `path` stands."""
    least = 99.0
    for number, page in enumerate(pypdfium2.PdfDocument(path)):
        left, _, right, _ = page.get_trimbox()
        text = page.get_textpage()
        for index in range(text.count_rects()):
            box = text.get_rect(index)
            gap = box[0] - left if number % 2 == 0 else right - box[2]
            least = min(least, gap / 72 * 25.4)
    return least
