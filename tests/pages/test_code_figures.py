"""Figures in printed code are as high as capitals: those of the text around them are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsbook.compose import compose
from newsbook.content import Code, Listing, Paragraph, Text
from newsbook.layout import available, load_layout
from newsbook.manifest.types import PrintOptions
from tests.support.editions import article, edition
from tests.support.pages import laid_out, leaves_of


@pytest.mark.parametrize("layout", sorted(available()))
def test_code_has_lining_figures(layout: str, tmp_path: Path) -> None:
    body = (Paragraph((Text("Run "), Code("python 3"), Text(" first."))), Listing("x = 1984"))
    story = edition(article("story", "Code", body=body))
    made = compose(story, load_layout(layout, root=tmp_path), "print", options=PrintOptions())
    figures = {
        leaf.text: leaf.style["font_variant_numeric"]
        for unit in laid_out(made, tmp_path)
        for leaf in leaves_of(unit)
        if getattr(leaf, "text", "").strip() in ("python 3", "x = 1984")
    }
    assert len(figures) == 2
    assert all("lining-nums" in asked for asked in figures.values())
