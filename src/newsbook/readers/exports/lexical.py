"""From the stored documents of Ghost (Lexical, Mobiledoc), where no HTML is stored, to markup."""

from __future__ import annotations

import html as entities
import json
from typing import Any

from newsbook.readers.jsonfile import items_of, mapping, text
from newsbook.readers.markup import Shot, escaped
from newsbook.readers.source import Source
from newsbook.world import World

__all__ = ["markup_of_lexical", "markup_of_mobiledoc"]

_MARKS = ((1, "strong"), (2, "em"), (4, "s"), (8, "u"), (16, "code"), (32, "sub"), (64, "sup"))
_BLOCKS = {"paragraph": "p", "quote": "blockquote", "extended-quote": "blockquote",
           "aside": "blockquote", "listitem": "li"}  # fmt: skip
DEEPEST = 60


def _stored(value: str, source: Source, world: World) -> dict[str, Any]:
    try:
        return mapping(json.loads(value))
    except (ValueError, RecursionError):
        message = "the stored text of a post is damaged"
        world.diagnostics.error("malformed-source", message, where=source.at())
        return {}


def _marked(node: dict[str, Any]) -> str:
    """Return a text node with its marks."""
    made = escaped(text(node.get("text")))
    marks = node.get("format")
    for bit, tag in _MARKS:
        if isinstance(marks, int) and marks & bit:
            made = f"<{tag}>{made}</{tag}>"
    return made


def _card(node: dict[str, Any], dropped: set[str]) -> str:
    """Return the markup of a card: a picture, code, a bookmark."""
    kind = text(node.get("type") or node.get("name"))
    address = text(node.get("src") or node.get("url"))
    if kind == "image":
        return Shot(address, text(node.get("alt") or node.get("altText")),
                    text(node.get("caption"))).markup()  # fmt: skip
    if kind == "gallery":
        return "".join(Shot(text(i.get("src")), text(i.get("alt"))).markup()
                       for i in items_of(node.get("images")))  # fmt: skip
    if kind in ("html", "markdown", "callout", "toggle"):
        inside = text(node.get("html") or node.get("markdown") or node.get("calloutText"))
        return f"{escaped(text(node.get('heading')))}{inside or text(node.get('content'))}"
    if kind in ("codeblock", "code"):
        return f"<pre><code>{escaped(text(node.get('code')))}</code></pre>"
    if kind in ("horizontalrule", "hr"):
        return "<hr/>"
    if kind in ("embed", "bookmark", "video", "audio", "file") and address.startswith("http"):
        title = text(node.get("title")) or text(mapping(node.get("metadata")).get("title"))
        return f'<p><a href="{entities.escape(address)}">{escaped(title or address)}</a></p>'
    dropped.add(kind)
    return ""


def _node(node: dict[str, Any], dropped: set[str], depth: int = 0) -> str:
    kind = text(node.get("type"))
    if depth > DEEPEST:
        dropped.add("markup nested too deep")
        return ""
    inside = "".join(_node(child, dropped, depth + 1) for child in items_of(node.get("children")))
    if kind in ("text", "extended-text"):
        return _marked(node)
    if kind == "linebreak":
        return "<br/>"
    if kind in ("link", "autolink"):
        return f'<a href="{entities.escape(text(node.get("url")))}">{inside}</a>'
    if kind in ("heading", "extended-heading"):
        tag = text(node.get("tag")) or "h2"
        return f"<{tag}>{inside}</{tag}>"
    if kind == "list":
        tag = "ol" if text(node.get("listType")) == "number" else "ul"
        return f"<{tag}>{inside}</{tag}>"
    if kind in _BLOCKS:
        return f"<{_BLOCKS[kind]}>{inside}</{_BLOCKS[kind]}>"
    return inside if "children" in node else _card(node, dropped)


def _tell(dropped: set[str], source: Source, world: World) -> None:
    if dropped:
        world.diagnostics.warning(
            "content-dropped",
            f"cards of these kinds were left out: {', '.join(sorted(dropped))}",
            where=source.at(),
        )


def markup_of_lexical(value: str, source: Source, world: World) -> str:
    """Return a Lexical document (a string of JSON) as HTML."""
    dropped: set[str] = set()
    html = _node(mapping(_stored(value, source, world).get("root")), dropped)
    _tell(dropped, source, world)
    return html


def markup_of_mobiledoc(value: str, source: Source, world: World) -> str:
    """Return a Mobiledoc 0.3 document (a string of JSON) as HTML."""
    stored = _stored(value, source, world)
    dropped: set[str] = set()
    cards, markups = stored.get("cards"), stored.get("markups")
    made = []
    sections = stored.get("sections")
    for section in sections if isinstance(sections, list) else ():
        match section:
            case [1, str(tag), list(markers)]:
                made.append(f"<{tag}>{_markers(markers, markups)}</{tag}>")
            case [3, str(tag), list(items)]:
                inside = "".join(f"<li>{_markers(i, markups)}</li>" for i in items)
                made.append(f"<{tag}>{inside}</{tag}>")
            case [10, int(index)] if isinstance(cards, list) and index < len(cards):
                match cards[index]:
                    case [str(name), dict(payload)]:
                        made.append(_card({**payload, "name": name, "type": name}, dropped))
            case [2, str(address), *_]:
                made.append(Shot(address).markup())
    _tell(dropped, source, world)
    return "\n".join(made)


def _markers(markers: Any, markups: Any) -> str:
    """Return the text of a section: `[kind, opened markups, closed count, text]` each."""
    made, open_tags = [], []
    for marker in markers if isinstance(markers, list) else ():
        match marker:
            case [0, list(opened), int(closed), str(value)]:
                for index in opened:
                    tag, start = _opening(markups, index)
                    open_tags.append(tag)
                    made.append(start)
                made.append(escaped(value))
                made += [f"</{open_tags.pop()}>" for _ in range(min(closed, len(open_tags)))]
            case [1, *_]:
                made.append("<br/>")
    return "".join(made) + "".join(f"</{tag}>" for tag in reversed(open_tags))


def _opening(markups: Any, index: Any) -> tuple[str, str]:
    match markups[index] if isinstance(markups, list) and isinstance(index, int) and (
        0 <= index < len(markups)) else None:  # fmt: skip
        case [str(tag), ["href", str(address), *_]]:
            return tag, f'<{tag} href="{entities.escape(address)}">'
        case [str(tag), *_]:
            return tag, f"<{tag}>"
    return "span", "<span>"
