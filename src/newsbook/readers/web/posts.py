"""From an element of a page to whether it is a post of a social network that the page embeds.

The engines take posts for machinery, or know their words but not their boxes; an author who embeds
a post quotes it, and so it is a part of the article wherever it stands in its text.
"""

from __future__ import annotations

import re
from typing import Any

from newsbook.readers.web.likeness import letters
from newsbook.xhtml.embeds import POSTS

__all__ = ["holds_posts", "in_post"]

MOSTLY = 0.9  # share of a box's letters in posts from which it is only their frame

# Parts of a page in which posts are shown that no article quotes.
_ELSEWHERE = re.compile(
    r"(?:^|[-_ ])(?:sidebar|footer|related|recommend\w*|comments?|popular|trending|timeline)"
    r"(?:[-_ ]|$)",
    re.IGNORECASE,
)


def _is_post(element: Any) -> bool:
    """Whether `element` is a post; a button that offers to send one holds no quotation."""
    named = POSTS & set((element.get("class") or "").split())
    return bool(named) and (
        element.tag == "blockquote" or element.find(".//blockquote") is not None
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


def _framed(post: Any) -> bool:
    return any(_is_post(e) for e in post.iterancestors())
