"""From the blocks of a page in columns to those that need its whole width.

A table of many columns and a picture much wider than high cannot be read in a narrow column: they
are put into a `div` of class `wide`, which style sheets let span the columns (a table itself
cannot: what would span is the anonymous box around it and its caption). Another table with a
caption is put into one of class `kept`, which is not broken, so that no column ends between the
two.
"""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from newsbook.model import Asset

__all__ = ["WIDE", "widened"]

_X = "{http://www.w3.org/1999/xhtml}"
_CELLS = 4  # a table of so many columns is wide
WIDE = 1.9  # so is a picture so many times as wide as high


def _is_wide_table(table: etree._Element) -> bool:
    rows = list(table.iter(f"{_X}tr"))
    counts = (
        sum(int(cell.get("colspan") or 1) for cell in row.iter(f"{_X}td", f"{_X}th"))
        for row in rows
    )
    return max(counts, default=0) >= _CELLS


def _is_wide_figure(figure: etree._Element, assets: Mapping[str, Asset]) -> bool:
    pictures = list(figure.iter(f"{_X}img"))
    if len(pictures) != 1:
        return len(pictures) > 1
    asset = assets.get((pictures[0].get("src") or "").removeprefix("asset:"))
    if asset is None or not asset.width_px or not asset.height_px:
        return False
    return asset.width_px / asset.height_px >= WIDE


def _class_of(block: etree._Element, assets: Mapping[str, Asset]) -> str:
    """Return the class of what is put around `block`, "" for nothing."""
    if block.tag == f"{_X}figure":
        return "wide" if _is_wide_figure(block, assets) else ""
    if _is_wide_table(block):
        return "wide"
    return "kept" if block.find(f"{_X}caption") is not None else ""


def widened(root: etree._Element, assets: Mapping[str, Asset]) -> bool:
    """Wrap the wide tables and figures that stand in a `body` of class `body`, and tables with a
    caption; say whether there were any.

    The tree is edited in place; nothing changes its order.
    """
    found = [
        (block, name)
        for body in root.iter(f"{_X}div")
        if "body" in (body.get("class") or "").split()
        for block in body.iterchildren(f"{_X}table", f"{_X}figure")
        if (name := _class_of(block, assets))
    ]
    for block, name in found:
        wrapper = etree.Element(f"{_X}div", {"class": name})
        wrapper.tail, block.tail = block.tail, None
        parent = block.getparent()
        assert parent is not None
        parent.replace(block, wrapper)
        wrapper.append(block)
    return bool(found)
