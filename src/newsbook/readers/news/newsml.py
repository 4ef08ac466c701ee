"""From NewsML 1.2 to Articles.

http://www.newsml.org/. Every NewsItem gives an article; pictures are components beside its text.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from newsbook.model import Article, Rights
from newsbook.readers.fields import Fields
from newsbook.readers.items import Item, article_of_item, dateline_of
from newsbook.readers.markup import Player, Shot, escaped, inlines_of_markup, markup_of_text
from newsbook.readers.news.nitf import item_of_nitf, markup_of_content
from newsbook.readers.news.xml import attribute, child, descend, inner, language_of, spaced, tree_of
from newsbook.readers.source import Source
from newsbook.safexml import local_name
from newsbook.slugs import ascii_slug
from newsbook.world import World

__all__ = ["read"]

_CAPTIONS = frozenset({"caption", "legend"})
_EDITORS = frozenset({"editorsnote", "editornote", "editorialnote", "advisory", "advisoryline"})


def _first(element: Any | None, name: str) -> Any | None:
    return next(descend(element, name), None)


def _formal(element: Any | None) -> str:
    return attribute(element, "FormalName")


def _role(component: Any) -> str:
    return _formal(child(component, "Role")).lower()


def _is(content: Any, *words: str) -> bool:
    """Whether a `ContentItem` is outside this file and of a kind named by one of `words`."""
    kinds = (_formal(_first(content, "MediaType")), _formal(_first(content, "MimeType")))
    named = any(word in kind.lower() for kind in kinds for word in words)
    return bool(attribute(content, "Href")) and named


def _is_picture(content: Any) -> bool:
    return _is(content, "photo", "image", "graphic", "picture")


# ---------------------------------------------------------------- text
def _content(data: Any, source: Source, world: World) -> str:
    """Return the markup of a `DataContent` element."""
    if len(data) == 0:
        return markup_of_text(data.text or "")
    nitf = _first(data, "nitf")
    if nitf is not None:
        return item_of_nitf(nitf, source, world).html
    for name in ("body.content", "body"):
        if (body := _first(data, name)) is not None:
            return markup_of_content(body)
    return inner(data)


def _component_of(element: Any) -> Any | None:
    while element is not None and local_name(element) != "NewsComponent":
        element = element.getparent()
    return element


def _text(item: Any, source: Source, world: World) -> str:
    """Return the text of an item: the longest that is no caption."""
    texts = [
        _content(data, source, world)
        for data in descend(item, "DataContent")
        if _role(_component_of(data)) not in _CAPTIONS
    ]
    return max(texts, key=len, default="")


# ---------------------------------------------------------------- pictures
def _line(component: Any | None, *kinds: str) -> str:
    """Return the text of a `NewsLine` of one of the `kinds`."""
    for line in descend(component, "NewsLine"):
        kind = _formal(child(line, "NewsLineType")).lower().replace(" ", "").replace("'", "")
        if kind in kinds:
            return spaced(child(line, "NewsLineText"))
    return ""


def _caption(component: Any, source: Source, world: World) -> str:
    """Return the markup of a picture's caption: a line, or a component beside it."""
    own = _line(component, "caption", "legend")
    if own:
        return escaped(own)
    for other in descend(component, "NewsComponent"):
        if _role(other) in _CAPTIONS and (data := _first(other, "DataContent")) is not None:
            html = _content(data, source, world).strip()
            return html.removeprefix("<p>").removesuffix("</p>")
    return ""


def _frame(content: Any) -> Any | None:
    """Return the component that holds a picture with its lines and caption, and no other text."""
    frame = _component_of(content)
    while frame is not None:
        outer = _component_of(frame.getparent())
        texts = (_component_of(data) for data in descend(outer, "DataContent"))
        if outer is None or any(_role(component) not in _CAPTIONS for component in texts):
            return frame
        frame = outer
    return frame


def _shots(item: Any, source: Source, world: World) -> tuple[Shot, ...]:
    found: dict[Any, Shot] = {}
    for content in descend(item, "ContentItem"):
        if not _is_picture(content):
            continue
        frame = _frame(content)
        credit = spaced(_first(frame, "CreditLine")) or spaced(_first(frame, "ByLine"))
        alt = _line(frame, "alttext", "alternativetext", "alt")
        caption = _caption(frame, source, world)
        found.setdefault(frame, Shot(attribute(content, "Href"), alt, caption, escaped(credit)))
    return tuple(found.values())


def _players(item: Any, source: Source, world: World) -> tuple[Player, ...]:
    """Return the films and recordings of an item."""
    found = []
    for content in descend(item, "ContentItem"):
        kind = next((k for k in ("video", "audio") if _is(content, k)), None)
        if kind is not None:
            frame = _frame(content)
            credit = spaced(_first(frame, "CreditLine"))
            caption = _caption(frame, source, world)
            address = attribute(content, "Href")
            found.append(Player(address, kind, caption=caption, credit=escaped(credit)))
    return tuple(found)


# ---------------------------------------------------------------- fields
def _main_lines(item: Any) -> Any | None:
    """Return the news lines of the article: those that are no picture's."""
    for lines in descend(item, "NewsLines"):
        component = lines.getparent()
        contents = [c for c in component if local_name(c) == "ContentItem"]
        pictured = bool(contents) and all(
            _is_picture(c) or _is(c, "video", "audio") for c in contents
        )
        if not pictured and _role(component) not in (
            "photo", "picture", "image", "graphic", "video", "audio",
        ):  # fmt: skip
            return lines
    return None


def _rights(lines: Any | None, item: Any) -> Rights:
    right = _first(item, "RightsMetadata")
    usage = _first(right, "UsageRights")
    limits = (spaced(_first(usage, "Limitations")), spaced(_first(lines, "RightsLine")))
    return Rights(
        notice=spaced(child(lines, "CopyrightLine")) or None,
        holder=spaced(_first(right, "CopyrightHolder")) or None,
        usage=" ".join(filter(None, limits)) or None,
    )


def _release(management: Any | None) -> tuple[str, str]:
    """Return the status of an item and its embargo."""
    status = _formal(child(management, "Status"))
    change = child(management, "StatusWillChange")
    until = spaced(child(change, "DateAndTime"))
    if status.lower() == "embargoed":
        return "usable", until or "further notice"
    return status, ""


def _item(item: Any, source: Source, world: World) -> Item:
    lines, management = _main_lines(item), child(item, "NewsManagement")
    status, embargo = _release(management)
    title = inner(child(lines, "HeadLine")) or escaped(
        spaced(child(lines, "SlugLine")) or spaced(_first(item, "SlugLine"))
    )
    provider = _first(item, "Provider")
    fields = Fields(
        headline=inlines_of_markup(title),
        kicker=_line(item, "kicker", "overline"),
        deck=inlines_of_markup(inner(child(lines, "SubHeadLine"))),
        byline=tuple(spaced(b) for b in descend(lines, "ByLine") if spaced(b)),
        dateline=dateline_of(spaced(child(lines, "DateLine"))),
        published=spaced(child(management, "FirstCreated"))
        or spaced(_first(item, "DateId")),
        modified=spaced(child(management, "ThisRevisionCreated")),
        language=_formal(_first(item, "Language")) or language_of(_first(item, "DataContent")),
        source=_formal(_first(provider, "Party")) or spaced(child(lines, "CreditLine")),
        rights=_rights(lines, item),
        keywords=tuple(spaced(k) for k in descend(lines, "KeywordLine")),
        status=status,
        embargo=embargo,
    )  # fmt: skip
    editors = (_line(item, *_EDITORS), spaced(child(management, "Instruction")))
    place = _first(item, "Location")
    city = [attribute(p, "Value") for p in descend(place, "Property") if _formal(p) == "City"]
    return Item(
        _text(item, source, world), fields, shots=_shots(item, source, world),
        players=_players(item, source, world),
        editors=" ".join(filter(None, editors)), place=next(iter(city), ""), line=item.sourceline,
    )  # fmt: skip


def read(source: Source, world: World) -> tuple[Article, ...]:
    """Return the articles of a NewsML 1.2 file."""
    root = tree_of(source, world)
    if root is None:
        return ()
    items = [i for i in descend(root, "NewsItem") if _first(i, "DataContent") is not None]
    articles = []
    for number, item in enumerate(items):
        made = _item(item, source, world)
        if len(items) > 1:
            slug = ascii_slug(spaced(_first(item, "NewsItemId"))) or f"item-{number + 1}"
            made = replace(made, fields=replace(made.fields, slug=slug))
        articles.append(article_of_item(made, source, world, "newsml"))
    return tuple(articles)
