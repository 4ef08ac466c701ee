"""From the stored documents of Ghost (Lexical, Mobiledoc), where no HTML is stored, to markup."""

from __future__ import annotations

import html as entities
import json
import re
from typing import Any

from markdown_it import MarkdownIt

from newsbook.readers.exports.cards import box, pointer
from newsbook.readers.jsonfile import items_of, mapping, text
from newsbook.readers.markup import Shot, escaped
from newsbook.readers.source import Source
from newsbook.world import World

__all__ = ["markup_of_lexical", "markup_of_mobiledoc"]

_MARKS = ((1, "strong"), (2, "em"), (4, "s"), (8, "u"), (16, "code"), (32, "sub"), (64, "sup"))
_BLOCKS = {"paragraph": "p", "quote": "blockquote", "extended-quote": "blockquote",
           "aside": "blockquote", "listitem": "li"}  # fmt: skip
_MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])
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


def _captioned(inside: str, node: dict[str, Any]) -> str:
    """Return `inside` as a figure with the caption of its card."""
    caption = text(node.get("caption"))
    said = f"<figcaption>{caption}</figcaption>" if caption else ""
    return f"<figure>{inside}{said}</figure>"


def _played(node: dict[str, Any], kind: str) -> str:
    """Return the markup of a card with a film or a recording."""
    address = entities.escape(text(node.get("src")))
    title = entities.escape(text(node.get("title")) if kind == "audio" else "")
    still = text(node.get("customThumbnailSrc")) or text(node.get("thumbnailSrc"))
    poster = f' poster="{entities.escape(still)}"' if still and kind == "video" else ""
    return _captioned(f'<{kind} src="{address}" title="{title}"{poster}></{kind}>', node)


def _embedded(node: dict[str, Any]) -> str:
    """Return the markup of a card with something of another site: as stored, else its address."""
    html, address = text(node.get("html")), entities.escape(text(node.get("url")))
    title = text(mapping(node.get("metadata")).get("title"))
    if "<blockquote" in html or ("<iframe" in html and not title):
        return _captioned(html, node)
    return _captioned(f'<iframe src="{address}" title="{entities.escape(title)}"></iframe>', node)


def _plain(html: str) -> str:
    return entities.unescape(re.sub(r"<[^<>]*>", "", html))


def _card(node: dict[str, Any], dropped: set[str]) -> str:
    """Return the markup of a card: a picture, code, a bookmark."""
    kind = text(node.get("type") or node.get("name"))
    said = mapping(node.get("metadata"))
    match kind:
        case "image":
            return Shot(text(node.get("src")), text(node.get("alt") or node.get("altText")),
                        text(node.get("caption"))).markup()  # fmt: skip
        case "gallery":
            shots = [Shot(text(i.get("src")), text(i.get("alt")))
                     for i in items_of(node.get("images"))]  # fmt: skip
            images = (s.markup().removeprefix("<figure>").removesuffix("</figure>") for s in shots)
            return _captioned("".join(images), node)
        case "html":
            return text(node.get("html"))
        case "markdown" | "card-markdown":
            return str(_MARKDOWN.render(text(node.get("markdown"))))
        case "callout":
            return box(f"<p>{text(node.get('calloutText'))}</p>")
        case "toggle":
            return box(text(node.get("content")), _plain(text(node.get("heading"))))
        case "codeblock" | "code":
            return f"<pre><code>{escaped(text(node.get('code')))}</code></pre>"
        case "horizontalrule" | "hr":
            return "<hr/>"
        case "video" | "audio":
            return _played(node, kind)
        case "embed":
            return _embedded(node)
        case "button":
            address = entities.escape(text(node.get("buttonUrl")))
            return f'<p><a href="{address}">{escaped(text(node.get("buttonText")))}</a></p>'
        case "bookmark" | "file":
            address = next((t for k in ("url", "src") if (t := text(node.get(k)))), "")
            title = next((t for k in ("title", "fileTitle", "fileName")
                          if (t := text(node.get(k)))), "") or text(said.get("title"))  # fmt: skip
            about = text(node.get("description") or said.get("description") or
                         node.get("fileCaption"))  # fmt: skip
            return pointer(address, title, about)
        case "call-to-action" if words := text(node.get("textValue")):
            return box(words)
        case "paywall":
            return ""
        case "product" if title := text(node.get("productTitle")):
            shot = Shot(text(node.get("productImageSrc"))).markup()
            picture = shot if node.get("productImageSrc") else ""
            return box(picture + text(node.get("productDescription")), _plain(title))
        case "header":
            under = text(node.get("subheader"))
            return f"<h2>{text(node.get('header'))}</h2>{f'<p>{under}</p>' if under else ''}"
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
