"""From the comments in which WordPress's block editor keeps what its HTML does not hold to markup.

https://developer.wordpress.org/block-editor/ - a block without HTML of its own stands as
`<!-- wp:name {...} /-->`: a text kept elsewhere, the footnotes, or what the site would fill in.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from newsbook.readers.jsonfile import mapping, text

__all__ = ["open_blocks"]

DEEPEST = 4  # patterns in patterns
_EMPTY = re.compile(
    r"<!--\s*wp:(?P<name>[a-z][a-z0-9_-]*(?:/[a-z][a-z0-9_-]*)?)\s*"
    r"(?P<set>\{(?:(?!-->|<!--).)*\})?\s*/-->",
    re.DOTALL,
)
_VERSE = re.compile(r"<pre\b[^<>]*\bwp-block-verse\b[^<>]*>((?:(?!<pre\b).)*?)</pre>", re.DOTALL)
# What stands round an article on its site.
_FURNITURE = re.compile(
    r"more|nextpage|spacer|separator|social-links?|search|loginout|tag-cloud|calendar|archives|"
    r"categories|pages?(?:-list.*)?|navigation.*|site-.*|latest-.*|rss|query.*|post-.*|comments?.*|"
    r"avatar|read-more|template-part|home-link|term-description|jetpack/(?:sharing|subscri).*"
)


def _said(match: re.Match[str]) -> dict[str, Any]:
    try:
        return mapping(json.loads(match["set"] or "{}"))
    except (ValueError, RecursionError):
        return {}


def _notes(stored: str) -> str:
    """Return the footnotes that a post keeps beside its text, as the site would print them."""
    try:
        notes = json.loads(stored)
    except (ValueError, RecursionError):
        return ""
    items = [
        f'<li id="{name}">{text(note.get("content"))} <a href="#{name}-link">↩</a></li>'
        for note in (notes if isinstance(notes, list) else ())
        if isinstance(note, dict) and re.fullmatch(r"[\w-]{1,80}", name := text(note.get("id")))
    ]
    return f'<ol class="wp-block-footnotes">{"".join(items)}</ol>' if items else ""


def _verse(match: re.Match[str]) -> str:
    """Return a verse, whose lines are lines of a `pre`, as lines of a poem."""
    stanzas = re.split(r"\n[ \t]*\n", re.sub(r"<br\s*/?>", "\n", match[1]).strip("\n"))
    lines = (re.sub(r"\s*\n", "<br/>", stanza.strip()) for stanza in stanzas)
    return '<div class="verse">' + "".join(f"<p>{line}</p>" for line in lines) + "</div>"


def open_blocks(
    content: str, patterns: Mapping[str, str], notes: str, depth: int = 0
) -> tuple[str, list[str]]:
    """Return the text of a post with what its blocks stand for, and the names of those lost.

    `patterns` are the texts of reusable blocks by their ids, `notes` the post's footnotes in JSON.
    """
    lost: list[str] = []

    def opened(match: re.Match[str]) -> str:
        name, said = match["name"], _said(match)
        if name == "footnotes":
            return _notes(notes)
        stored = patterns.get(str(said.get("ref"))) if name == "block" else None
        if stored is not None and depth < DEEPEST:
            inner, more = open_blocks(stored, patterns, notes, depth + 1)
            lost.extend(more)
            return inner
        if not _FURNITURE.fullmatch(name):
            lost.append(name)
        return ""

    return _VERSE.sub(_verse, _EMPTY.sub(opened, content)), lost
