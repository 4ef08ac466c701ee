"""From what page builders of WordPress keep beside or inside a post to markup.

Elementor stores its widgets as JSON in a field of the post; Divi, WPBakery and others put pictures
and headings into settings of shortcodes.
"""

from __future__ import annotations

import html as entities
import json
import re
from collections.abc import Mapping
from typing import Any

from newsbook.readers.jsonfile import items_of, mapping, text
from newsbook.readers.markup import Shot, escaped

__all__ = ["FRAMES", "markup_of_elementor", "markup_of_settings"]

DEEPEST = 40  # sections in sections

FRAMES = re.compile(
    r"(?:et_pb|vc|fusion|av|cs|kc|fl|x)_(?:section|row|columns?|container|column_text|text|"
    r"text_block|textblock|inner_(?:row|column)|(?:row|column|section)_inner|builder_\w+|"
    r"one_\w+|two_\w+|three_\w+)"
)
"""Shortcodes that only say where a text stands."""

_PICTURE = re.compile(r"image|photo|picture|imageframe", re.IGNORECASE)
_TITLED = re.compile(
    r"blurb|toggle|accordion|tta_section|spoiler|heading|_title|_tab$", re.IGNORECASE
)


def markup_of_settings(name: str, said: Mapping[str, str], shots: Mapping[str, Shot]) -> str:
    """Return what the settings of the shortcode `name` show: a picture, a heading; `""` if nothing.

    `shots` are the pictures of the site by their ids.
    """
    if _PICTURE.search(name):
        own = next((shots[said[k]] for k in ("image", "id", "ids") if said.get(k) in shots), None)
        address = next((said[k] for k in ("src", "url", "image") if "/" in said.get(k, "")), "")
        if own is None and address:
            own = Shot(entities.unescape(address), entities.unescape(said.get("alt", "")))
        return f"\n\n{own.markup()}\n\n" if own is not None else ""
    keys = ("text", "title", "heading", "content") if "heading" in name else ("title", "heading")
    title = next((said[k] for k in keys if said.get(k)), "") if _TITLED.search(name) else ""
    return f"\n\n<h3>{escaped(entities.unescape(title))}</h3>\n\n" if title else ""


def _widget(said: dict[str, Any], kind: str, lost: list[str]) -> str:
    match kind:
        case "heading":
            return f"<h2>{text(said.get('title'))}</h2>"
        case "text-editor":
            return text(said.get("editor"))
        case "image":
            address = text(mapping(said.get("image")).get("url"))
            caption = text(said.get("caption"))
            alt = text(mapping(said.get("image")).get("alt"))
            return Shot(address, alt, escaped(caption)).markup() if address else ""
        case "blockquote":
            words = text(said.get("blockquote_content"))
            return f"<blockquote><p>{words}</p></blockquote>"
        case "video":
            address = entities.escape(text(said.get("youtube_url")) or text(said.get("vimeo_url")))
            return f'<iframe src="{address}"></iframe>' if address else ""
        case "html":
            return text(said.get("html"))
        case "divider" | "spacer":
            return ""
    lost.append(kind)
    return ""


def _inside(elements: Any, lost: list[str], depth: int = 0) -> str:
    made = []
    for element in items_of(elements) if depth < DEEPEST else ():
        if element.get("elType") == "widget":
            said = mapping(element.get("settings"))
            made.append(_widget(said, text(element.get("widgetType")), lost))
        made.append(_inside(element.get("elements"), lost, depth + 1))
    return "\n".join(part for part in made if part)


def markup_of_elementor(stored: str) -> tuple[str, list[str]]:
    """Return the markup of what Elementor stores of a post, and the widgets that are lost."""
    lost: list[str] = []
    try:
        return _inside(json.loads(stored), lost), lost
    except (ValueError, RecursionError):
        return "", []
