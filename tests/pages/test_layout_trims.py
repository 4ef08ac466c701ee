"""Every layout keeps its grid and its measure in other trims and options, and in its own sample."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from pathlib import Path

import pytest

from newsbook.assemble import assemble
from newsbook.compose import compose, page_geometry
from newsbook.layout import available, load_layout
from newsbook.manifest import load
from newsbook.manifest.types import PrintOptions
from newsbook.model import Edition
from newsbook.transforms import apply
from newsbook.typography import is_cjk
from newsbook.world import World
from tests.support.editions import article, edition, para
from tests.support.galleys import bound
from tests.support.glyphs import pages_of_glyphs
from tests.support.pages import laid_out, lines_of, overfull

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent
SETTINGS: list[tuple[str, tuple[float, float], dict[str, str]]] = [
    ("classic", (148, 210), {"density": "airy", "initials": "yes", "verso": "author"}),
    ("classic", (152.4, 228.6), {"density": "compact", "articles": "recto", "lead-in": "no"}),
    ("classic", (105, 148), {"text-size": "8.5pt", "sections": "page"}),
    ("digest", (148, 210), {}),
    ("digest", (140, 203), {"density": "compact"}),
    ("digest", (210, 297), {"columns": "2"}),
    ("magazine", (182, 257), {}),
    ("magazine", (182, 257), {"columns": "3", "density": "compact", "openers": "bleed"}),
    ("newspaper", (375, 600), {"columns": "6"}),
    ("newspaper", (315, 470), {"columns": "3", "density": "airy"}),
    ("parallel", (148, 210), {}),
    ("parallel", (152.4, 228.6), {"density": "compact"}),
    ("parallel", (182, 257), {"initials": "yes"}),
    ("yearbook", (140, 203), {"density": "compact", "initials": "yes"}),
]


def sample(name: str) -> Edition:
    """The edition of a layout's own sample."""
    manifest = load(available()[name] / "sample" / "manifest.yml")
    world = World(root=manifest.root)
    return apply(assemble(manifest, world), world)


@pytest.mark.parametrize("source", ["generated", "sample"])
@pytest.mark.parametrize(
    ("name", "trim", "options"), SETTINGS, ids=[f"{n}-{t[0]:g}-{len(o)}" for n, t, o in SETTINGS]
)
def test_lines_keep_the_grid_and_the_measure(
    name: str, trim: tuple[float, float], options: dict[str, str], source: str, tmp_path: Path
) -> None:
    layout = load_layout(name, root=ROOT, options=options)
    made = edition() if source == "generated" else sample(name)
    composition = compose(made, layout, "print", options=PrintOptions(*trim))
    page = page_geometry(
        layout, width_mm=trim[0], height_mm=trim[1], full_width=is_cjk(made.metadata.language)
    )
    step, top = page.baseline_pt * 4 / 3, page.top_pt * 4 / 3
    found = [line for unit in laid_out(composition, tmp_path) for line in lines_of(unit)]
    assert [line.text for line in overfull(found, 0.5)] == []
    offsets: dict[tuple[str, float], list[tuple[float, str]]] = defaultdict(list)
    for line in found:
        if line.tag == "p" and abs(line.height - step) < 0.02 and line.align == "justify":
            key = line.language.split("-")[0], round(line.font_size, 1)
            offsets[key].append(((line.baseline - top) % step, line.text))
    assert offsets
    for standing in offsets.values():
        first = standing[0][0]
        off = [text for at, text in standing
               if min(abs(at - first), step - abs(at - first)) > 0.05]  # fmt: skip
        assert off == []


@pytest.mark.parametrize(
    ("name", "trim"),
    sorted({(name, trim) for name, trim, _ in SETTINGS} | {("magazine", (148, 210))}),
)
def test_long_running_heads_stay_inside_the_measure(
    name: str, trim: tuple[float, float], tmp_path: Path
) -> None:
    title = "What the harbour master of Constantinople counted on Monday and what on Sunday"
    story = article("story", title, body=(para("Words before. " * 400),))
    layout = load_layout(name, root=ROOT)
    book = edition(story)
    book = replace(book, metadata=replace(book.metadata, title=title))
    composition = compose(book, layout, "print", options=PrintOptions(*trim))
    page = page_geometry(layout, width_mm=trim[0], height_mm=trim[1], full_width=False)
    margin = min(page.inner_pt, page.outer_pt)
    pages = pages_of_glyphs(bound(composition).pdf)
    outside = [
        glyph
        for glyphs in pages
        for glyph in glyphs
        if not margin - 1 <= glyph.x <= trim[0] * 72 / 25.4 - margin + 1
    ]
    assert outside == []
