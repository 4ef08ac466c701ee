"""From an element of a page to whether it is a post of a social network that the page embeds.

The engines take posts for machinery, or know their words but not their boxes; an author who embeds
a post quotes it, and so it is a part of the article wherever it stands in its text.
"""

from __future__ import annotations

import re
from typing import Any

from newsbook.readers.web.likeness import letters
from newsbook.xhtml.addresses import WAITING, public_address
from newsbook.xhtml.posts import POSTS

__all__ = ["holds_posts", "in_post", "shows_embedded"]

MOSTLY = 0.9  # share of a box's letters in posts from which it is only their frame

# Parts of a page in which posts are shown that no article quotes.
_ELSEWHERE = re.compile(
    r"(?:^|[-_ ])(?:sidebar|footer|related|recommend\w*|comments?|popular|trending|timeline)"
    r"(?:[-_ ]|$)",
    re.IGNORECASE,
)


def _is_post(element: Any) -> bool:
    """Whether `element` is a post, or a box that stands for something embedded.

    A button that offers to send a post holds no quotation.
    """
    classes = set((element.get("class") or "").split())
    if element.tag == "aside" and classes == {"embed"}:
        return True
    return bool(POSTS & classes) and (
        element.tag == "blockquote"
        or element.find(".//blockquote") is not None
        or bool(element.get("data-href"))
    )


def in_post(element: Any) -> bool:
    """Whether `element` is a post or a part of one."""
    return any(_is_post(e) for e in (element, *element.iterancestors()))


def holds_posts(element: Any) -> bool:
    """Whether `element` is a post, or a frame around posts that says nothing else."""
    if _ELSEWHERE.search(f"{element.get('class') or ''} {element.get('id') or ''}"):
        return False
    outermost = [e for e in element.iter("*") if _is_post(e) and (e is element or not _framed(e))]
    said = sum(len(letters(e.text_content())) for e in outermost)
    return said > 0 and said >= MOSTLY * len(letters(element.text_content()))


def shows_embedded(element: Any) -> bool:
    """Whether `element`, a box without text, shows a post or the player of a known service."""
    if _ELSEWHERE.search(f"{element.get('class') or ''} {element.get('id') or ''}"):
        return False
    names = ("src", *WAITING)
    sources = [e.get(name) or "" for e in element.iter("iframe") for name in names]
    return any(_is_post(e) for e in element.iter("*")) or any(
        public_address(x) != x for x in (y if "://" in y else f"https:{y}" for y in sources)
    )


def _framed(post: Any) -> bool:
    return any(_is_post(e) for e in post.iterancestors())
