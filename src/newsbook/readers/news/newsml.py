"""From NewsML 1.2 to Articles.

http://www.newsml.org/. Every NewsItem gives an article; pictures are components beside its text.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from newsbook.model import Article, Person, Rights
from newsbook.readers.absence import ITEM
from newsbook.readers.fields import Fields
from newsbook.readers.items import Item, article_of_item, dateline_of
from newsbook.readers.markup import Player, Shot, escaped, inlines_of_markup, markup_of_text
from newsbook.readers.news.furniture import item_of_page
from newsbook.readers.news.mending import parsed
from newsbook.readers.news.nested import completed, written
from newsbook.readers.news.nitf import is_kicker, item_of_nitf, markup_of_content
from newsbook.readers.news.xml import attribute, child, descend, inner, language_of, spaced, tree_of
from newsbook.readers.people import looks_like_names, people
from newsbook.readers.release import quoted
from newsbook.readers.source import Source
from newsbook.safexml import children, local_name
from newsbook.slugs import ascii_slug
from newsbook.world import World

__all__ = ["read"]

_CAPTIONS = frozenset({"caption", "legend"})
# What the roles of components say their texts are.
_MAIN = frozenset({"main", "body", "maintext", "text"})
_LEADS = frozenset({"lead", "intro", "introduction"})
_SUMMARIES = frozenset({"abstract", "summary"})
_ASIDE = _CAPTIONS | _SUMMARIES | {"title", "headline", "stylesheet", "tweettext"}
_WIDTHS = ("Width", "PixelWidth", "width")
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
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
def _content(data: Any, source: Source, world: World) -> Item:
    """Return what a `DataContent` element says."""
    if len(data) == 0:
        return written(data.text or "", source, world)
    nitf = _first(data, "nitf")
    if nitf is not None:
        return item_of_nitf(nitf, source, world)
    if (body := _first(data, "body.content")) is not None:
        return Item(markup_of_content(body), Fields())
    page = _first(data, "body")
    return item_of_page(page if page is not None else data)


def _component_of(element: Any) -> Any | None:
    while element is not None and local_name(element) != "NewsComponent":
        element = element.getparent()
    return element


def _role_of(data: Any) -> str:
    return _role(_component_of(data))


def _is_written(data: Any) -> bool:
    """Whether a `DataContent` may be the text of an article."""
    return bool(len(data) or (data.text or "").strip()) and _role_of(data) not in _ASIDE


def _text(story: Any, source: Source, world: World) -> Item:
    """Return the text of a story: its main part, the longest of several, after its lead."""
    parts = [data for data in descend(story, "DataContent") if _is_written(data)]
    leads = [data for data in parts if _role_of(data) in _LEADS]
    others = [data for data in parts if data not in leads]
    named = [data for data in others if _role_of(data) in _MAIN] or others or leads
    found = [_content(data, source, world) for data in named]
    main = max(found, key=lambda part: len(part.html), default=Item("", Fields()))
    if named is not leads:
        lead = "".join(_content(data, source, world).html for data in leads)
        main = replace(main, html=lead + main.html)
    _say_left_out([data for data in others if data not in named], source, world)
    return main


def _say_left_out(parts: list[Any], source: Source, world: World) -> None:
    """Report texts that are neither the main part of a story nor known to repeat it."""
    for data in parts:
        if (role := _formal(child(_component_of(data), "Role"))) and spaced(data):
            world.diagnostics.warning(
                "content-dropped",
                f"the part {role!r} was left out: {quoted(spaced(data))}",
                where=source.at(data.sourceline),
            )


def _summary(story: Any, source: Source, world: World) -> str:
    """Return the text of the part that sums the story up."""
    for data in descend(story, "DataContent"):
        if _role_of(data) in _SUMMARIES and (said := spaced(data)):
            return said if len(data) else spaced(parsed(markup_of_text(data.text or "")))
    return ""


def _tongue(component: Any) -> str:
    """Return the language a component itself states."""
    stated = _formal(child(component, "DescriptiveMetadata", "Language"))
    return (stated or component.get(_XML_LANG, "")).partition("-")[0].lower()


def _stories(item: Any) -> list[Any]:
    """Return the components that are the article in its several languages, or the item."""
    for component in (item, *descend(item, "NewsComponent")):
        inside = [
            c for c in component if local_name(c) == "NewsComponent" and _tongue(c)
            and spaced(child(c, "NewsLines", "HeadLine"))
            and any(map(_is_written, descend(c, "DataContent")))
        ]  # fmt: skip
        if len({_tongue(c) for c in inside}) > 1 and len(inside) > 1:
            return inside
    return [item]


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
            html = _content(data, source, world).html.strip()
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


def _width(content: Any) -> int:
    widths = (attribute(p, "Value") for p in descend(content, "Property") if _formal(p) in _WIDTHS)
    return max((int(width) for width in widths if width.isdecimal()), default=0)


def _shots(item: Any, source: Source, world: World) -> tuple[Shot, ...]:
    """Return the pictures of an item, each in its largest rendition."""
    renditions: dict[Any, list[Any]] = {}
    for content in descend(item, "ContentItem"):
        if _is_picture(content):
            renditions.setdefault(_frame(content), []).append(content)
    found = []
    for frame, contents in renditions.items():
        credit = spaced(_first(frame, "CreditLine")) or spaced(_first(frame, "ByLine"))
        alt = _line(frame, "alttext", "alternativetext", "alt")
        caption = _caption(frame, source, world)
        best = attribute(max(contents, key=_width), "Href")
        found.append(Shot(best, alt, caption, escaped(credit)))
    return tuple(found)


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
def _is_of_text(lines: Any) -> bool:
    """Whether news lines are those of a text, and not of a picture, film or recording."""
    component = lines.getparent()
    contents = [c for c in component if local_name(c) == "ContentItem"]
    shown = bool(contents) and all(_is_picture(c) or _is(c, "video", "audio") for c in contents)
    return not shown and _role(component) not in (
        "photo", "picture", "image", "graphic", "video", "audio", "logo", *_CAPTIONS,
    )  # fmt: skip


def _lines(story: Any) -> list[Any]:
    """Return the news lines of a story: its own, then those around it."""
    own = [lines for lines in descend(story, "NewsLines") if _is_of_text(lines)]
    around = [
        lines for above in story.iterancestors() for lines in above
        if local_name(lines) == "NewsLines"
    ]  # fmt: skip
    return [*own, *around]


def _stated(lines: list[Any], name: str) -> Any | None:
    """Return the first line called `name` that is not empty."""
    return next((e for each in lines for e in children(each, name) if spaced(e)), None)


def _rights(lines: list[Any], item: Any) -> Rights:
    right = _first(item, "RightsMetadata")
    limits = [
        spaced(e) for usage in descend(right, "UsageRights")
        for name in ("UsageType", "Geography", "Limitations") for e in children(usage, name)
    ]  # fmt: skip
    limits.append(spaced(_stated(lines, "RightsLine")))
    return Rights(
        notice=spaced(_stated(lines, "CopyrightLine")) or None,
        holder=spaced(_first(right, "CopyrightHolder")) or None,
        usage=" ".join(filter(None, limits)) or None,
    )


def _party(item: Any, *names: str) -> str:
    """Return the first party that one of `names` names."""
    parties = (p for name in names for e in descend(item, name) for p in descend(e, "Party"))
    return next(filter(None, map(_formal, parties)), "")


def _byline(lines: list[Any], item: Any) -> tuple[Person, ...]:
    """Return the people of the by-lines, else the creator when it is a name."""
    stated = [spaced(b) for each in lines for b in children(each, "ByLine") if spaced(b)]
    title = spaced(_stated(lines, "ByLineTitle")) or None
    creator = _party(item, "Creator")
    if not stated and looks_like_names(creator) and " " in creator:
        stated = (
            [creator] if creator not in (_party(item, "Provider"), _party(item, "Source")) else []
        )
    return tuple(replace(p, affiliation=p.affiliation or title) for p in people(stated))


def _editors(story: Any, management: Any | None) -> str:
    """Return what is said to editors alone."""
    comments = [
        spaced(e) for component in (story, *descend(story, "NewsComponent"))
        for e in children(component, "Comment") if not _formal(e)
    ]  # fmt: skip
    properties = [
        attribute(p, "Value") for p in descend(story, "Property")
        if _formal(p).lower() in ("editorialinfo", *_EDITORS)
    ]  # fmt: skip
    said = (_line(story, *_EDITORS), spaced(child(management, "Instruction")))
    return " ".join(dict.fromkeys(filter(None, (*said, *comments, *properties))))


def _release(management: Any | None) -> tuple[str, str]:
    """Return the status of an item and its embargo."""
    status = _formal(child(management, "Status"))
    change = child(management, "StatusWillChange")
    until = spaced(child(change, "DateAndTime"))
    if status.lower() == "embargoed":
        return "usable", until or "further notice"
    return status, ""


def _fields(story: Any, item: Any, lines: list[Any], management: Any | None) -> Fields:
    status, embargo = _release(management)
    headline, second = _stated(lines, "HeadLine"), _stated(lines, "SubHeadLine")
    topic = is_kicker(spaced(second), spaced(headline))
    return Fields(
        headline=inlines_of_markup(inner(headline)),
        kicker=_line(story, "kicker", "overline") or (spaced(second) if topic else ""),
        deck="" if topic else inlines_of_markup(inner(second)),
        byline=_byline(lines, item),
        dateline=dateline_of(spaced(_stated(lines, "DateLine"))),
        published=spaced(child(management, "FirstCreated"))
        or spaced(_first(item, "DateId")),
        modified=spaced(child(management, "ThisRevisionCreated")),
        language=_formal(_first(story, "Language")) or language_of(
            story if local_name(story) == "NewsComponent" else _first(story, "DataContent"))
        or _formal(_first(item, "Language")),
        source=_party(item, "Provider", "Source") or spaced(_stated(lines, "CreditLine"))
        or _party(item.getparent(), "SentFrom"),
        rights=_rights(lines, item),
        keywords=tuple(spaced(k) for each in lines for k in children(each, "KeywordLine")),
        status=status,
        embargo=embargo,
    )  # fmt: skip


def _item(story: Any, item: Any, source: Source, world: World) -> Item:
    lines, management = _lines(story), child(item, "NewsManagement")
    places = (p for e in descend(story, "Location") for p in descend(e, "Property"))
    city = (attribute(p, "Value") for p in places if _formal(p) == "City")
    outer = Item(
        "", _fields(story, item, lines, management), shots=_shots(story, source, world),
        players=_players(story, source, world), abstract=_summary(story, source, world),
        editors=_editors(story, management), place=next(city, ""), line=story.sourceline,
    )  # fmt: skip
    whole = completed(outer, _text(story, source, world))
    if whole.fields.headline:
        return whole
    slug = spaced(_stated(lines, "SlugLine")) or spaced(_first(item, "SlugLine"))
    return replace(whole, fields=replace(whole.fields, headline=slug))


def _slug(story: Any, item: Any, number: int) -> str:
    name = ascii_slug(spaced(_first(item, "NewsItemId"))) or f"item-{number}"
    return name if story is item else f"{name}-{_tongue(story)}"


def read(source: Source, world: World) -> tuple[Article, ...]:
    """Return the articles of a NewsML 1.2 file."""
    root = tree_of(source, world)
    if root is None:
        return ()
    every = list(descend(root, "NewsItem"))
    items = [i for i in every if any(map(_is_written, descend(i, "DataContent")))]
    beside = [i for i in every if i not in items and not any(i in o.iterancestors() for o in items)]
    stories = [(story, item) for item in items for story in _stories(item)]
    shots = [shot for item in beside for shot in _shots(item, source, world)]
    if not items and shots:
        world.diagnostics.error(
            "empty-article", "the file holds pictures only", where=source.at(), hint=ITEM.hint
        )
    articles = []
    for number, (story, item) in enumerate(stories, 1):
        made = _item(story, item, source, world)
        if len(stories) > 1:
            made = replace(made, fields=replace(made.fields, slug=_slug(story, item, number)))
        else:
            made = replace(made, shots=(*made.shots, *shots))
        articles.append(article_of_item(made, source, world, "newsml"))
    return tuple(articles)
