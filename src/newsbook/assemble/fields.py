"""From what the manifest, a file and the defaults say of an article to one value for each field.

The first that says it is taken: the manifest's entry; the article's own file, by a field or in its
text; the manifest's defaults; a guess. Every choice is a `Decision` of the article.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from newsbook.content import Paragraph, Text
from newsbook.diagnostics import Collector, Location
from newsbook.languages import LanguageError, canonical
from newsbook.manifest import ArticleEntry, ArticleFields, FeedEntry, Manifest
from newsbook.model import Article, Dateline, Decision, Person, Rights
from newsbook.readers import Source, read
from newsbook.readers.languages import infer_language
from newsbook.tree import plain_text
from newsbook.typography.scripts import han_language
from newsbook.typography.tags import primary
from newsbook.world import World

__all__ = ["settle"]

_MANIFEST = "manifest"
_DEFAULTS = "manifest: defaults"
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class _Field:
    """A field of an article: its attribute, its key in the manifest, and how it is converted."""

    name: str
    key: str
    convert: Callable[[Any], Any] = lambda value: value


def _inlines(value: str) -> tuple[Text, ...]:
    return (Text(value),) if value else ()


def _optional(value: str) -> str | None:
    return value or None


_FIELDS = (
    _Field("headline", "headline", _inlines),
    _Field("kicker", "kicker", _inlines),
    _Field("deck", "deck", _inlines),
    _Field("byline", "byline"),
    _Field("dateline", "dateline", lambda value: value if value.raw else None),
    _Field("published", "date"),
    _Field("language", "language"),
    _Field("source", "source", _optional),
    _Field("url", "url"),
    _Field("rights", "rights"),
    _Field("keywords", "keywords"),
    _Field("han", "han"),
)


def _is_empty(value: Any) -> bool:
    return value is None or value == () or value == Rights()


def _shown(value: Any) -> str:
    """Return a value as the report shows it."""
    if isinstance(value, Dateline):
        return value.raw
    if isinstance(value, Rights):
        return value.notice or value.holder or value.licence or value.usage or ""
    if isinstance(value, tuple):
        names = [p.name if isinstance(p, Person) else p for p in value]
        text = "; ".join(n for n in names if isinstance(n, str)) or plain_text(value)
    else:
        text = "" if value is None else str(value)
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"


@dataclass(slots=True)
class _Settling:
    """The values of one article while they are being settled, and how each was found."""

    article: Article
    values: dict[str, Any]
    decisions: list[Decision]

    def rule(self, name: str) -> str:
        """Return the rule by which the file's value of `name` was found."""
        rules = [d.rule for d in self.article.origin.decisions if d.field == name]
        return rules[-1] if rules else "format"

    def take(self, name: str, value: Any, rule: str) -> None:
        """Settle `name` by `rule`; what was decided before gives way."""
        self.values[name] = value
        self.decisions = [d for d in self.decisions if d.field != name]
        self.decisions.append(Decision(name, _shown(value), rule))

    def current(self, name: str) -> Any:
        """Return the value of `name` as it stands now."""
        return self.values.get(name, getattr(self.article, name))


def settle(
    article: Article, entry: ArticleEntry | FeedEntry, manifest: Manifest, world: World
) -> Article:
    """Return `article` as `entry`, its file and the manifest's defaults make it together.

    Languages come out as canonical BCP 47 tags; an article in which nobody states the language has
    the one its letters and words tell, or the book's.
    """
    settling = _Settling(article, {}, list(article.origin.decisions))
    _check_languages(settling, world)
    for field in _FIELDS:
        stated = getattr(entry.fields, field.key)
        default = getattr(manifest.defaults, field.key)
        found = settling.current(field.name)
        guessed = settling.rule(field.name).startswith("inferred")
        if stated is not None:
            settling.take(field.name, field.convert(stated), _MANIFEST)
        elif default is not None and (_is_empty(found) or guessed):
            settling.take(field.name, field.convert(default), _DEFAULTS)
    _settle_note(settling, entry.fields, manifest, world)
    _settle_language(settling, manifest)
    origin = replace(article.origin, decisions=tuple(settling.decisions))
    return replace(article, **settling.values, origin=origin)


# ---------------------------------------------------------------- language
def _check_languages(settling: _Settling, world: World) -> None:
    """Spell the languages the file states as the registry does; drop what is no language."""
    article = settling.article
    for name in ("language", "han"):
        tag = getattr(article, name)
        if tag is None:
            continue
        try:
            settling.values[name] = canonical(tag)
        except LanguageError as error:
            settling.values[name] = None
            message = f"{name}: {error}"
            world.diagnostics.warning(
                "metadata-invalid", message, where=article.origin.where, hint=error.hint
            )


def _settle_language(settling: _Settling, manifest: Manifest) -> None:
    tag = settling.current("language")
    text = plain_text(settling.current("headline"), settling.article.body)[:20_000]
    if tag is None and (inferred := infer_language(text)):
        settling.take("language", inferred, "inferred: script and function words")
    elif tag is None:
        rule = "inferred: the book's language"
        settling.take("language", manifest.metadata.language, rule)
    tag = settling.current("language")
    if primary(tag) == "zh" and tag == "zh":
        han = settling.current("han") or manifest.typography.han_default
        default = han if primary(han) == "zh" else "zh-Hans"
        found = han_language(text, None, default)
        if primary(found) == "zh":
            settling.take("language", found, "inferred: which characters it is written with")


# ---------------------------------------------------------------- note
def _settle_note(
    settling: _Settling, stated: ArticleFields, manifest: Manifest, world: World
) -> None:
    """Read the note of the manifest as Markdown; its findings stand in the manifest."""
    text = stated.note if stated.note is not None else manifest.defaults.note
    if text is None or (stated.note is None and settling.article.note):
        return
    blocks: tuple[Any, ...] = ()
    if text:
        quiet = replace(world, diagnostics=Collector())
        source = Source(
            manifest.file, text.encode(), "markdown", stated=frozenset({"headline", "date"})
        )
        blocks = read(source, quiet).body or (Paragraph((Text(text),)),)
        for finding in quiet.diagnostics:
            if finding.code not in ("missing-headline", "empty-article"):
                where = Location(manifest.file)
                world.diagnostics.add(replace(finding, where=where))
    settling.take("note", blocks, _MANIFEST if stated.note is not None else _DEFAULTS)
