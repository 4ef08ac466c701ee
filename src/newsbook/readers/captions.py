"""From the ways markup captioned pictures before `figure` to figures.

Blogger puts picture and caption into a table, WordPress into a `div` of class `wp-caption`; word
processors follow a picture with a paragraph in the style of captions, and a table as well, or put
it before the table.
"""

from __future__ import annotations

import re
from typing import Any

from newsbook.readers.pagetree import in_figure, parse_page, serialise

__all__ = ["CAPTION", "CREDIT", "as_figures", "named_captions"]

CAPTION, CREDIT = "nb-caption", "nb-credit"  # classes of paragraphs that follow their picture
_TABLE = re.compile(
    r"table|tabelle|tableau|tabla|tabela|tabella|tabel|taulukko|таблица|cədvəl|tablo|[表표]",
    re.IGNORECASE,
)
_OLD = re.compile(
    r"nb-caption|nb-credit|class\s*=\s*[\"']?[^\"'<>]*(?:caption|credit|cutline|legend|photograph|copyright)",
    re.IGNORECASE,
)
_SAYS = re.compile(
    r"(?:^|[-_])(?:caption(?:-?text)?|cutline|legend|photo-?text|pie-?de-?foto)(?:$|[-_])",
    re.IGNORECASE,
)
_OWNS = re.compile(
    r"(?:^|[-_])(?:credits?|photographer|photo-?by|copyright)(?:$|[-_])", re.IGNORECASE
)
_FRAMES = frozenset({"div", "section", "span", "aside", "li", "td"})
LINKED = 0.5  # share of a caption in links from which it leads to another story
LONG = 1200  # characters; a frame with more holds text


def _classes(element: Any) -> list[str]:
    return (element.get("class") or "").split()


def _figure(tree: Any, image: Any, caption: Any | None, credit: Any | None) -> Any:
    """Return a figure of `image`, with what `caption` and `credit` hold."""
    figure = tree.makeelement("figure")
    image.tail = None
    figure.append(image)
    if caption is not None or credit is not None:
        text = tree.makeelement("figcaption") if caption is None else caption
        text.tag, text.tail = "figcaption", None
        text.attrib.pop("class", None)
        if credit is not None:
            credit.tag, credit.tail = "span", None
            credit.set("class", "credit")
            text.append(credit)
        figure.append(text)
    return figure


def _named(frame: Any, pattern: re.Pattern[str]) -> list[Any]:
    """Return the outermost elements in `frame` whose class says what they are."""
    found = [e for e in frame.iterdescendants("*") if any(map(pattern.search, _classes(e)))]
    return [e for e in found if not any(o in found for o in e.iterancestors())]


def _length(elements: list[Any]) -> int:
    return sum(len("".join(e.text_content().split())) for e in elements)


def named_captions(tree: Any) -> bool:
    """Make figures of pictures whose captions and credits are named by their classes alone;
    whether there were any.
    """
    changed = False
    for frame in list(tree.iter(*_FRAMES)):
        images = list(frame.iter("img"))
        if len(images) != 1 or frame.getparent() is None or in_figure(frame):
            continue
        credits_ = _named(frame, _OWNS)
        captions = [e for e in _named(frame, _SAYS) if e not in credits_ and e is not images[0]]
        texts = [e for e in (*captions, *credits_) if e.find(".//img") is None]
        if not texts or len(captions) > 1 or len(credits_) > 1:
            continue
        own = [e for e in texts if not any(o in texts for o in e.iterancestors())]
        linked = _length([a for e in texts for a in e.iter("a")])
        whole = _length([frame])
        if _length(own) != whole or not 0 < whole < LONG or linked >= LINKED * whole:
            continue
        caption, credit = next(iter(captions), None), next(iter(credits_), None)
        for element in texts:
            element.getparent().remove(element)
        figure = _figure(tree, images[0], caption, credit)
        figure.tail = frame.tail
        frame.getparent().replace(frame, figure)
        changed = True
    return changed


def _frames(tree: Any) -> None:
    """Make figures of the frames Blogger and WordPress put around picture and caption."""
    for frame in list(tree.iter("table", "div")):
        classes = _classes(frame)
        if "tr-caption-container" not in classes and "wp-caption" not in classes:
            continue
        images = list(frame.iter("img"))
        texts = (e for e in frame.iter("td", "p", "dd")
                 if {"tr-caption", "wp-caption-text"} & set(_classes(e)))  # fmt: skip
        caption = next(texts, None)
        if len(images) != 1 or frame.getparent() is None:
            continue
        figure = _figure(tree, images[0], caption, None)
        figure.tail = frame.tail
        frame.getparent().replace(frame, figure)


def _alone(paragraph: Any | None) -> Any | None:
    """Return the one image a paragraph consists of, or None."""
    if paragraph is None or paragraph.tag not in ("p", "figure"):
        return None
    images = list(paragraph.iter("img"))
    text = "".join(paragraph.itertext()).strip()
    return images[0] if len(images) == 1 and not text else None


def _tables(tree: Any, *, labelled: bool) -> None:
    """Join tables with the captions before or after them: those that begin with the word for a
    table, or all.
    """
    for caption in [p for p in tree.iter("p") if CAPTION in _classes(p)]:
        beside = (caption.getprevious(), caption.getnext())
        tables = (e for e in beside if e is not None and e.tag == "table")
        table = next((e for e in tables if e.find("caption") is None), None)
        if table is None or (labelled and not _TABLE.match(caption.text_content().strip())):
            continue
        caption.getparent().remove(caption)
        caption.tag, caption.tail = "caption", None
        del caption.attrib["class"]
        table.insert(0, caption)


def _styles(tree: Any) -> None:
    """Join pictures with the paragraphs after (or before) them that are their caption, credit."""
    for paragraph in list(tree.iter("p")):
        if CAPTION not in _classes(paragraph) or paragraph.getparent() is None:
            continue
        following = paragraph.getnext()
        credit = following if following is not None and CREDIT in _classes(following) else None
        before = paragraph.getprevious()
        if before is not None and CREDIT in _classes(before):
            credit, before = before, before.getprevious()
        holder = before
        if _alone(holder) is None:
            holder = (credit if credit is not None and credit is following else paragraph).getnext()
        image = _alone(holder)
        if image is None or holder is None:
            continue
        for element in (paragraph, credit):
            if element is not None:
                element.getparent().remove(element)
        figure = _figure(tree, image, paragraph, credit)
        holder.getparent().replace(holder, figure)
    for paragraph in list(tree.iter("p")):
        image = _alone(paragraph.getprevious()) if CREDIT in _classes(paragraph) else None
        if image is not None:
            holder = paragraph.getprevious()
            paragraph.getparent().remove(paragraph)
            holder.getparent().replace(holder, _figure(tree, image, None, paragraph))


def as_figures(html: str) -> str:
    """Return `html` with captioned pictures of other kinds as figures."""
    if not _OLD.search(html):
        return html
    tree = parse_page(html)
    before = serialise(tree.find("body"))
    _frames(tree)
    _tables(tree, labelled=True)
    _styles(tree)
    _tables(tree, labelled=False)
    named_captions(tree)
    made = serialise(tree.find("body"))
    return made if made != before else html
