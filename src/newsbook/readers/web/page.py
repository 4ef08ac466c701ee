"""From the bytes of a web page to its text and its tree, with images and encodings put right."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import lxml.html

from newsbook.readers.decoding import declared_encoding, decode
from newsbook.readers.pagetree import parse_page, serialise
from newsbook.readers.source import Source
from newsbook.world import World
from newsbook.xhtml.placeholders import framed
from newsbook.xhtml.tokens import fewer_attributes

__all__ = [
    "Page",
    "is_bare",
    "parse_page",
    "read_page",
    "repair_images",
    "serialise",
    "unfold_layout",
    "unwrap_looks",
]

_SINGLEFILE = re.compile(
    r"<!--\s*Page saved with SingleFile\s*url:\s*(?P<url>\S+)\s*"
    r"saved date:\s*(?P<date>[^\n]*?)\s*-->"
)
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(?P<url>\S+)\s*-->")
_FURNITURE = frozenset("nav form button select iframe input footer".split())
_LAZY = ("data-src", "data-original", "data-lazy-src", "data-lazy", "data-hi-res-src", "data-url")
_SPACER = re.compile(
    r"(?:blank|spacer|placeholder|pixel|transparent|grey|lazy)\w*\.(?:gif|png|svg)", re.IGNORECASE
)
_BACKGROUND = re.compile(
    r"background(?:-image)?\s*:[^;]*?url\(\s*['\"]?((?!data:)[^'\")]+)", re.IGNORECASE
)
_PICTURED = re.compile(
    r"(?:^|[-_ ])(?:hero|image|img|photo|picture|cover|lead|featured)(?:[-_ ]|$)", re.IGNORECASE
)
# Where a page would have words divided on a screen; print and readers divide by dictionaries.
_SOFT_HYPHENS = re.compile("\u00ad|&shy;|&#0*173;|&#x0*ad;", re.IGNORECASE)
# No article has so many; engines that weigh links and blocks against each other would not end.
_MOST = ((" href=", 20_000, "links"), ("<", 200_000, "tags"))


@dataclass(frozen=True, slots=True)
class Page:
    """A web page: its markup, its tree (lxml), and where and when it was saved, if it says so."""

    html: str
    tree: Any
    url: str | None = None
    saved: str | None = None


def read_page(source: Source, world: World, declared: str | None = None) -> Page:
    """Return the page in `source`, without soft hyphens.

    `declared` is the encoding it came with, if that is known.
    """
    html = decode(source, world, declared or declared_encoding(source.data))
    html = framed(_SOFT_HYPHENS.sub("", fewer_attributes(html)))
    many = next((f"{most} {what}" for mark, most, what in _MOST if html.count(mark) > most), None)
    if many is not None:
        world.diagnostics.error(
            "limit-exceeded",
            f"the page has more than {many}",
            where=source.at(),
            hint="save only the article, or name it with extract: {select: ...}",
        )
        html = ""
    saved = _SINGLEFILE.search(html[:5000])
    origin = saved or _SAVED_FROM.search(html[:5000])
    url = source.url or (origin["url"] if origin else None)
    return Page(html, parse_page(html), url, saved["date"] if saved else None)


def is_bare(page: Page) -> bool:
    """Whether the page is an article and nothing else: written by hand, or exported."""
    if not re.search(r"<(?:html|body|head|!doctype)\b", page.html, re.IGNORECASE):
        return True
    body = page.tree.find("body")
    tags = [e.tag for e in body.iter() if isinstance(e.tag, str)]
    if any(e.get("src") or "json" not in (e.get("type") or "") for e in page.tree.iter("script")):
        return False
    if any(tag in _FURNITURE for tag in tags) or tags.count("div") > 3 or tags.count("table") > 3:
        return False
    text = len(body.text_content())
    linked = sum(len(link.text_content()) for link in body.iter("a"))
    classed = sum(bool(e.get("class") or e.get("style")) for e in body.iter())
    return linked <= 0.3 * text and classed <= max(8, len(tags) // 3)


# ---------------------------------------------------------------- tables that only arrange
_CELLS = ("table", "tbody", "thead", "tfoot", "tr", "td")
_PROSE_CELL = 400  # characters; a cell with more is not a value


def _only_arranges(table: Any) -> bool:
    """Whether `table` is there for its looks: no heads, and cells that hold text or tables."""
    if table.get("role") in ("presentation", "none"):
        return True
    if table.find(".//th") is not None or table.find(".//caption") is not None:
        return False
    if table.find(".//table") is not None:
        return True
    cells = list(table.iter("td"))
    return len(cells) < 2 or any(len(cell.text_content()) > _PROSE_CELL for cell in cells)


def unfold_layout(tree: Any) -> bool:
    """Turn the tables of `tree` that only arrange a page into plain divisions; whether any did.

    Pages of the first decade of the web stand in such tables, and no engine reads those well.
    """
    found = [table for table in tree.iter("table") if _only_arranges(table)]
    for table in found:
        own = [e for e in table.iter(*_CELLS) if _nearest_table(e) is table]
        for element in own:
            element.tag = "div"
    return bool(found)


def _nearest_table(element: Any) -> Any:
    if element.tag == "table":
        return element
    return next((e for e in element.iterancestors() if e.tag == "table"), None)


def unwrap_looks(tree: Any) -> None:
    """Drop the tags that only say how text looks; two breaks inside them then part paragraphs."""
    for element in list(tree.iter("font", "center", "span")):
        if element.tag == "center":
            element.tag = "div"
        elif element.tag == "font" or (
            not element.attrib and element.find("br") is not None and element.tail is None
        ):
            element.drop_tag()


# ---------------------------------------------------------------- images
def _largest(srcset: str) -> str | None:
    """Return the address with the largest width or density in a `srcset`."""
    best: tuple[float, str] | None = None
    for part in re.split(r",\s+|,(?=https?:|/)", srcset.strip()):
        words = part.split()
        if not words or words[0].startswith("data:"):
            continue
        size = re.match(r"(\d+(?:\.\d+)?)[wx]", words[1]) if len(words) > 1 else None
        value = float(size[1]) if size else 1.0
        if best is None or value > best[0]:
            best = (value, words[0])
    return best[1] if best else None


def _is_placeholder(source: str | None) -> bool:
    """Whether an image address shows nothing: empty, a tiny `data:` picture, a spacer."""
    if not source:
        return True
    if source.startswith("data:"):
        return len(source) < 1200 or source.startswith("data:image/svg")
    return _SPACER.search(source) is not None


def _repair_image(image: Any) -> None:
    """Give a lazily loaded image the address it would have been shown with."""
    if not _is_placeholder(image.get("src")):
        return
    for name in _LAZY:
        value = image.get(name)
        if value and not value.startswith("data:"):
            image.set("src", value.strip())
            return
    candidates = [image.get("srcset"), image.get("data-srcset"), image.get("data-lazy-srcset")]
    parent = image.getparent()
    if parent is not None and parent.tag == "picture":
        candidates += [s.get("srcset") or s.get("data-srcset") for s in parent.iter("source")]
    for srcset in candidates:
        if srcset and (found := _largest(srcset)):
            image.set("src", found)
            return


def _draw_backgrounds(tree: Any) -> None:
    """Give boxes whose only content is a picture behind them that picture."""
    for box in list(tree.iter("div", "figure", "section", "span")):
        shown = _BACKGROUND.search(box.get("style") or "")
        if shown is None or box.text_content().strip() or box.find(".//img") is not None:
            continue
        if box.get("role") != "img" and not _PICTURED.search(box.get("class") or ""):
            continue
        image = box.makeelement("img")
        image.set("src", shown[1].strip())
        if label := box.get("aria-label") or box.get("title"):
            image.set("alt", label)
        box.append(image)


def repair_images(tree: Any) -> bool:
    """Give every lazily loaded image of `tree` its real address (also from `noscript`), and return
    whether there was any.
    """
    found = _addresses(tree)
    _draw_backgrounds(tree)
    for fallback in list(tree.iter("noscript")):
        real = fallback.find(".//img")
        if real is None and fallback.text and "<img" in fallback.text:
            real = lxml.html.fragment_fromstring(fallback.text, create_parent="div").find(".//img")
        if real is None or not real.get("src"):
            continue
        before = fallback.getprevious()
        while before is not None and before.tag not in ("img", "picture", "span", "div", "a"):
            before = before.getprevious()
        old = None if before is None else before if before.tag == "img" else before.find(".//img")
        if old is not None and _is_placeholder(old.get("src")):
            for name, value in real.attrib.items():
                old.set(name, value)
        elif old is None:
            fallback.addprevious(real)
    for image in tree.iter("img"):
        _repair_image(image)
    return _addresses(tree) != found


def _addresses(tree: Any) -> list[str | None]:
    return [image.get("src") for image in tree.iter("img")]
