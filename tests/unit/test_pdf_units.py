"""What is set again after a change, in every layout: the units that show it, and no other.

A unit is set again when its digest changes; nothing is typeset here.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from newsbook.build import Order
from newsbook.build.desk import Desk
from newsbook.build.pipeline import read_book
from newsbook.build.pouring import pour
from newsbook.build.stages import Stages
from newsbook.layout import available
from newsbook.pdf.units import plan_units
from newsbook.progress import SILENT
from tests.support.newsroom import Newsroom

MANIFEST = """\
newsbook: 1
title: {title}
language: en
date: {date}
publisher: {publisher}
rights: {rights}
layout: {layout}
contents:
  - title
  - toc
  - section: {section}
    contents: [{files}]
  - section: Roads
    contents: [b2.md, b3.md]
outputs: {{print: {{trim: a5, press: null}}}}
"""
BOOK = {
    "title": "A Book", "section": "Bridges", "files": "b0.md, b1.md", "date": "2024-04-02",
    "publisher": "Stone Press", "rights": "All reserved",
}  # fmt: skip
CHANGES = {
    "title": {"title": "Another Book"},
    "section": {"section": "Arches"},
    "order": {"files": "b1.md, b0.md"},
    "an article less": {"files": "b0.md"},
    "date": {"date": "2024-05-03"},
    "publisher": {"publisher": "Reed Press"},
    "rights": {"rights": "None reserved"},
}
ARTICLES = {"b0", "b1", "b2", "b3"}
IN_SECTIONS = {
    "title": {"half-title", "title", "toc", "bridges", "roads", *ARTICLES},  # at the head of pages
    "section": {"toc", "arches"},
    "order": {"toc"},
    "an article less": {"toc"},
    "publisher": {"title"},
}
# All articles of a newspaper or a digest share pages: the book is one unit, with its title page.
IN_ONE_PIECE = {change: {"title"} for change in CHANGES if change != "rights"}
SET_AGAIN: dict[str, dict[str, set[str]]] = {
    "classic": IN_SECTIONS,
    "parallel": IN_SECTIONS,
    "magazine": {
        "title": {"title", "toc", "bridges", "roads", *ARTICLES},
        "section": {"toc", "arches"},
        "order": {"toc", "bridges"},
        "an article less": {"toc", "bridges"},
        "publisher": {"title"},
    },
    "digest": IN_ONE_PIECE,
    "newspaper": IN_ONE_PIECE,
    "yearbook": {
        "title": {"half-title", "title", "toc"},
        "order": {"toc", "undated"},
        "an article less": {"toc", "undated"},
        "publisher": {"title"},
    },
}


def digests(room: Newsroom, layout: str, **changed: str) -> dict[str, str]:
    """The digest of every unit of the book, by name."""
    text = MANIFEST.format(**(BOOK | {"layout": layout} | changed))
    manifest = room.write("manifest.yml", text).folder / "manifest.yml"
    desk = Desk(Order(cache=None), SILENT, lambda: 0.0, Stages(None))
    book = read_book(manifest, desk)
    composition = pour(book, book.manifest.outputs[0], desk).composition
    sheets = "\n".join(sheet.css for sheet in composition.stylesheets)
    return {unit.name: unit.digest(sheets) for unit in plan_units(composition)}


@pytest.mark.parametrize("layout", available())
def test_only_what_shows_a_change_is_set_again(tmp_path: Path, layout: str) -> None:
    room = Newsroom(tmp_path / "book")
    for name in sorted(ARTICLES):
        room.write(f"{name}.md", f"---\nheadline: Story {name}\nauthor: Ann Mason\n---\n\nIt is.\n")
    before = digests(room, layout)
    again = {}
    for change, values in CHANGES.items():
        now = digests(room, layout, **values)
        again[change] = {name for name in now if now[name] != before.get(name)}

    assert again == {change: SET_AGAIN[layout].get(change, set()) for change in CHANGES}
