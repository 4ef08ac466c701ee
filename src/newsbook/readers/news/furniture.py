"""From a page of XHTML as agencies send it to the text alone, and what stood around it.

The page repeats the fields of the item (dpa, dpa's rendering of AP, TT): subjects, the time, the
byline, the headline, notes to editors; and a picture of one pixel counts who reads it.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from newsbook.readers.fields import Fields
from newsbook.readers.items import Item
from newsbook.readers.markup import escaped
from newsbook.readers.news.mending import mend, parsed
from newsbook.readers.news.xml import attribute, inner, spaced
from newsbook.safexml import local_name

__all__ = ["cleared", "item_of_page"]

_EDITORS = frozenset({"notepad", "np-public", "np-nonpublic", "closingline"})
_REPEATED = frozenset({"slugline", "genre", "publicationdate", "keywords"})
_LOOKED_INTO = re.compile(r"class=|width=|alt=\"\"|\n(?: {2}|\t)")
_IN_HEADER = frozenset({"h1", "time", "ul", "ol", "nav"})


def _classes(element: Any) -> set[str]:
    return set(attribute(element, "class").lower().split())


def _remove(element: Any) -> None:
    """Take `element` out of its parent, and leave the text after it."""
    parent, before = element.getparent(), element.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + (element.tail or "")
    else:
        parent.text = (parent.text or "") + (element.tail or "")
    parent.remove(element)


def _in(element: Any, *names: str) -> bool:
    return any(local_name(ancestor) in names for ancestor in element.iterancestors())


def _counts(element: Any) -> bool:
    """Whether an element is a picture that counts readers: of one pixel, or a program's answer."""
    if local_name(element) != "img":
        return False
    address = urlsplit(attribute(element, "src"))
    named = address.path.rpartition("/")[2]
    asked = address.scheme in ("http", "https") and address.query and "." not in named
    return attribute(element, "width") in ("0", "1") or bool(asked and element.get("alt") == "")


def _is_repeated(element: Any) -> bool:
    listed = local_name(element) in _IN_HEADER and _in(element, "header")
    return listed or _counts(element) or bool(_classes(element) & _REPEATED)


def _credit(byline: Any) -> None:
    """Make the byline of a picture the credit in its caption."""
    figure = next(a for a in byline.iterancestors() if local_name(a) == "figure")
    captions = [e for e in figure.iter() if local_name(e) == "figcaption"]
    credit = parsed(f'<small class="credit">{escaped(spaced(byline))}</small>')[0]
    _remove(byline)
    caption = captions[0] if captions else figure.makeelement("figcaption")
    if not captions:
        figure.append(caption)
    caption.append(credit)


def _part(dateline: Any) -> None:
    """Put a dash between a dateline and the text after it, where there is none."""
    if spaced(dateline)[-1:] not in tuple("-–—=") and (dateline.tail or "").strip()[:1].isalnum():
        dateline.tail = f" - {(dateline.tail or '').lstrip()}"


def item_of_page(body: Any) -> Item:
    """Return the text below `body` without its furniture, and what that says."""
    mend(body)
    editors, bylines, kicker = [], [], ""
    for element in list(body.iter()):
        if not isinstance(element.tag, str) or body not in element.iterancestors():
            continue
        classes = _classes(element)
        if classes & _EDITORS:
            editors.append(spaced(element))
            _remove(element)
        elif _is_repeated(element):
            _remove(element)
        elif "byline" in classes and _in(element, "figure"):
            _credit(element)
        elif "byline" in classes:
            bylines.append(spaced(element))
            _remove(element)
        elif "dat" in classes and any("vignette" in _classes(e) for e in element):
            kicker = spaced(next(e for e in element if "vignette" in _classes(e)))
            _remove(element)
        elif "dateline" in classes and local_name(element) == "span":
            _part(element)
    fields = Fields(kicker=kicker, byline=tuple(bylines))
    return Item(inner(body), fields, editors=" ".join(dict.fromkeys(editors)))


def cleared(markup: str) -> Item:
    """Return the text of a page that is written as `markup`, and what its furniture says."""
    if not _LOOKED_INTO.search(markup):
        return Item(markup, Fields())
    return item_of_page(parsed(markup))
