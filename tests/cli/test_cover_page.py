"""A manifest that names the page `cover`: it stands first, once, in the EPUB; print is built."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from lxml import etree

from newsbook.build import Order, build
from newsbook.diagnostics import Severity

MANIFEST = """\
title: A Book
language: en
layout: {layout}
contents: [cover, title, toc, one.md]
"""


@pytest.mark.slow
@pytest.mark.parametrize("layout", ["classic", "magazine"])
def test_the_cover_can_be_named_in_the_contents(layout: str, tmp_path: Path) -> None:
    (tmp_path / "one.md").write_text("# One\n\nText of one.\n", "utf-8")
    text = MANIFEST.replace("{layout}", layout)
    (tmp_path / "manifest.yml").write_text(text, "utf-8")
    report = build(tmp_path / "manifest.yml", Order(jobs=1))
    assert not [d.message for d in report.diagnostics if d.severity is Severity.ERROR]
    (epub,) = (path for path in report.files if path.suffix == ".epub")
    with zipfile.ZipFile(epub) as archive:
        package = etree.fromstring(
            archive.read(next(n for n in archive.namelist() if n.endswith(".opf")))
        )
    spine = package.xpath("//*[local-name()='itemref']/@idref")
    names = package.xpath("//*[local-name()='item']/@id")
    covers = [name for name in spine if "cover" in name]
    assert covers == spine[:1]
    assert set(spine) <= set(names)
