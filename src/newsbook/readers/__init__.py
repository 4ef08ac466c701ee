"""From the bytes of a source to Articles: one file a format, one line in `READERS`.

`read` gives the article of a document, `read_many` the articles of a feed or an export. Inside
this package a module imports only what stands before it in this list: `absence`, `source`;
`decoding`, `dates`, `people`, `fields`; `markup`, `items`; `wire`, `markdown`, `web` and the other
formats; `formats` (the table); this module; `inspect`.
"""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module

from newsbook.diagnostics import Collector, Diagnostic, Location
from newsbook.model import Article
from newsbook.readers.formats import READERS, detect
from newsbook.readers.gates import gate
from newsbook.readers.source import Format, Reader, Source
from newsbook.readers.strangers import stranger
from newsbook.readers.titles import titled
from newsbook.recall import FORGETFUL
from newsbook.safexml import declared_entity
from newsbook.sandbox import Limits, RefusedCallError, bounded, call, can_bound
from newsbook.slugs import ascii_slug
from newsbook.tree import depth, has_content
from newsbook.world import World

__all__ = ["DEEPEST", "READERS", "Format", "Source", "detect", "read", "read_many"]


ALWAYS_ISOLATED = 200_000  # bytes from which every format is read in a child process
DEEPEST = 120  # levels of blocks and inlines; more than layouts and reading systems nest


def _reader(form: Format) -> Reader:
    function: Reader = getattr(import_module(form.module), form.function)
    return function


def read_many(source: Source, world: World) -> tuple[Article, ...]:
    """Return every article of `source`; what is wrong with it goes to `world.diagnostics`."""
    form = detect(source)
    if form is None:
        _refuse(source, world)
        return ()
    before = len(world.diagnostics.errors)
    apart = form.isolated or len(source.data) > ALWAYS_ISOLATED or not can_bound()
    try:
        articles = (_apart if apart else _here)(form, source, world)
    except RefusedCallError as error:
        articles = _too_much(form, source, world, str(error))
    if any(depth(*article.body) > DEEPEST for article in articles):
        articles = _too_much(form, source, world, f"it is nested more than {DEEPEST} levels deep")
    if not articles and len(world.diagnostics.errors) == before:
        _say_empty(form, source.at(), world)
    if form.several:
        articles = tuple(titled(article) for article in articles)
    return gate(articles, world, several=form.several)


def _refuse(source: Source, world: World) -> None:
    """Say why no reader reads `source`."""
    entity = declared_entity(source.data)
    if entity is not None:
        message = f"the entity declaration {entity!r} is refused"
        world.diagnostics.error("malformed-source", message, where=source.at())
        return
    known = stranger(source)
    if known is not None:
        world.diagnostics.error("unknown-format", known[0], where=source.at(), hint=known[1])
        return
    world.diagnostics.error(
        "unknown-format",
        f"no reader knows this kind of file ({source.format or source.suffix or 'no suffix'})",
        where=source.at(),
        hint="formats: " + ", ".join(f.name for f in READERS),
    )


def _read_here(
    name: str, source: Source, world: World
) -> tuple[tuple[Article, ...], list[Diagnostic], list[tuple[str, str]]]:
    """Read in this process (the child's): return the articles, what there is to say, and the
    places of the project that were asked for.
    """
    form = next(f for f in READERS if f.name == name)
    own = replace(world, diagnostics=Collector(), seen=[])
    return _reader(form)(source, own), own.diagnostics.items, own.seen or []


def _here(form: Format, source: Source, world: World) -> tuple[Article, ...]:
    """Read in this process, with limits on its memory and time. Raises `RefusedCallError`."""
    limits, reader = Limits.for_size(len(source.data)), _reader(form)
    try:
        with bounded(memory_bytes=limits.memory_bytes, cpu_s=limits.cpu_s):
            return reader(source, world)
    except RecursionError as error:
        raise RefusedCallError("it is nested too deeply") from error


def _apart(form: Format, source: Source, world: World) -> tuple[Article, ...]:
    """Read in a child process, with limits on its memory and time. Raises `RefusedCallError`."""
    limits = Limits.for_size(len(source.data))
    bare = replace(world, diagnostics=Collector(), recall=FORGETFUL)
    articles, found, seen = call(_read_here, form.name, source, bare, limits=limits)
    world.diagnostics.extend(found)
    if world.seen is not None:
        world.seen.extend(seen)
    return articles


def _too_much(form: Format, source: Source, world: World, why: str) -> tuple[Article, ...]:
    """Say which limit a source goes beyond; return no article."""
    world.diagnostics.error(
        "limit-exceeded",
        f"this file cannot be read as {form.name}: {why}",
        where=source.at(),
        hint="it may be damaged or hostile; read a smaller part of it",
    )
    return ()


def _say_empty(form: Format, where: Location, world: World) -> None:
    """Say that a source of `form` holds no text, and the next step."""
    said = form.absence
    world.diagnostics.error("empty-article", said.message, where=where, hint=said.hint)


def read(source: Source, world: World) -> Article:
    """Return the one article of `source`.

    When there is none, the article returned has no body and an error says why; when there are
    several, the first is returned and an error says how to list them all.
    """
    before = len(world.diagnostics.errors)
    articles = read_many(source, world)
    if len(articles) > 1:
        world.diagnostics.error(
            "several-articles",
            f"this file holds {len(articles)} articles",
            where=source.at(),
            hint=f"list it as {{feed: {source.file}}}, or run: newsbook import {source.file}",
        )
    silent = len(world.diagnostics.errors) == before
    if articles:
        if silent and not has_content(articles[0].body) and (form := detect(source)):
            _say_empty(form, articles[0].origin.where or source.at(), world)
        return articles[0]
    if silent:
        world.diagnostics.error(
            "empty-article",
            "no article of this file may be printed",
            where=source.at(),
            hint="its drafts and private posts are left out; build with --allow-unusable",
        )
    return Article(
        ascii_slug(source.stem) or "article", (), (), origin=source.origin("none", confidence=0.0)
    )
