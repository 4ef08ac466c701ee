"""From an Edition and a layout to a Composition for one medium."""

from __future__ import annotations

from newsbook.compose import lists
from newsbook.compose.about import about
from newsbook.compose.desk import Desk, TrimmedPage, set_up_desk
from newsbook.compose.geometry import page_rules, page_values
from newsbook.compose.pages import document_of
from newsbook.compose.sheets import option_values, settled
from newsbook.composition import Composition, Medium, Stylesheet
from newsbook.diagnostics import Collector
from newsbook.errors import InputError
from newsbook.fonts import Catalogue, bundled_catalogue, font_values
from newsbook.layout import Layout, is_vertical
from newsbook.manifest.types import EpubOptions
from newsbook.model import Edition
from newsbook.recall import FORGETFUL, Recall

__all__ = ["compose"]


def _stylesheets(desk: Desk, catalogue: Catalogue, findings: Collector) -> tuple[Stylesheet, ...]:
    values = option_values(desk.layout, desk.medium)
    values |= font_values(
        catalogue,
        medium=desk.medium,
        families=desk.layout.fonts,
        han_default=desk.edition.typography.han_default,
    )
    first: tuple[Stylesheet, ...] = ()
    if desk.page is not None:
        direction = desk.edition.metadata.direction
        values |= page_values(desk.page)
        first = (Stylesheet("page.css", page_rules(desk.page, direction=direction)),)
    sheets = desk.layout.sheets[desk.medium]
    if is_vertical(desk.layout):
        sheets = (*sheets, *desk.layout.sheets["vertical"])
    return (*first, *settled(sheets, values, findings))


def compose(
    edition: Edition,
    layout: Layout,
    medium: Medium,
    *,
    options: TrimmedPage | EpubOptions | None,
    catalogue: Catalogue | None = None,
    recall: Recall = FORGETFUL,
) -> Composition:
    """Return `edition` poured into `layout` for `medium`.

    `options` are those of the output (print takes its trim size and bleed from them);
    `catalogue` names the families each language is set in (None: the bundled ones);
    `recall` remembers documents between builds. Raises
    `InputError` with `layout-invalid` diagnostics when a template or a sheet of it is broken.
    """
    desk = set_up_desk(edition, layout, medium, options, recall)
    findings = Collector()
    sheets = _stylesheets(desk, catalogue or bundled_catalogue(), findings)
    if findings.errors:
        raise InputError(f"the layout {layout.name!r} cannot be used", findings.errors)
    lines = lists.contents(desk.listed, desk.views, desk.titles, desk.language)
    return Composition(
        medium=medium,
        metadata=edition.metadata,
        documents=tuple(document_of(desk, place) for place in desk.places),
        stylesheets=sheets,
        assets=edition.assets,
        contents=lists.toc_entries(lines, frozenset(place.name for place in desk.places)),
        cover=edition.cover,
        cover_alt=edition.cover_alt,
        options=dict(layout.options),
        labels=dict(desk.labels.words),
        fonts=dict(layout.fonts),
        articles={
            article.slug: about(
                article,
                title=desk.views[article.slug].title,
                byline=desk.views[article.slug].authors,
                language=desk.views[article.slug].language,
            )
            for article in edition.articles()
            if article.slug in desk.views
        },
    )
