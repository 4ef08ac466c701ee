"""From the entries of a Blogger export to what they are: posts, pages, comments, settings.

The old export tells it in categories (`.../2008/kind#post`), that of Google Takeout in elements of
its own (`blogger:type`, `blogger:status`).
"""

from __future__ import annotations

from typing import Any

from newsbook.safexml import children, find, local_name, text_of

__all__ = ["ARTICLES", "KINDS", "kind", "known", "language", "status"]

KINDS = "http://schemas.google.com/"
"""What the categories begin with that Blogger keeps for itself."""
ARTICLES = frozenset({"post", "page"})

_KIND = "http://schemas.google.com/blogger/2008/kind#"


def _own(element: Any | None, name: str) -> str:
    """Return the text of the element `name` of Blogger in an entry, in lower case."""
    inner = children(element, name) if element is not None else ()
    return next((text_of(e).lower() for e in inner if "blogger" in str(e.tag)), "")


def kind(entry: Any, element: Any | None) -> str:
    """Return what an entry of Blogger is (`post`, `page`, `comment`...); `""` for others."""
    terms = [tag.get("term") or "" for tag in entry.get("tags", [])]
    found = next((t.removeprefix(_KIND) for t in terms if t.startswith(_KIND)), "")
    return found or _own(element, "type")


def known(people: tuple[str, ...]) -> tuple[str, ...]:
    """Return the people whose names Blogger still has."""
    return tuple(name for name in people if name not in ("Unknown", "Anonymous"))


def status(entry: Any, element: Any | None) -> str:
    """Return the status of an entry, `""` when it is published."""
    if entry.get("app_draft") == "yes" or entry.get("draft") == "yes":
        return "draft"
    stated = _own(element, "status")
    return "" if stated == "live" else stated.removeprefix("soft_")


def language(root: Any | None) -> str | None:
    """Return the language that the settings in an export state."""
    for entry in root if root is not None else ():
        if local_name(entry) == "entry" and text_of(find(entry, "id")).endswith("BLOG_LOCALE"):
            return text_of(find(entry, "content")) or None
    return None
