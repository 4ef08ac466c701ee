"""From an edition to what an editor would strike out, ask back or complete before it is printed.

Nothing here stops a build: these are warnings, and `newsbook-ignore.yml` takes those that are as
they should be, each with the reason why.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from newsbook.checks.editorial.damage import mojibake
from newsbook.checks.editorial.desk import copies
from newsbook.checks.editorial.duplicates import near_duplicates
from newsbook.checks.editorial.han import mixed_han
from newsbook.checks.editorial.ignoring import IGNORE_FILE, Ignored, ignored
from newsbook.checks.editorial.leftovers import leftovers
from newsbook.checks.editorial.order import dates_out_of_order, younger_than_the_book
from newsbook.checks.editorial.repeats import repeated_pictures
from newsbook.checks.editorial.statements import missing_statements
from newsbook.diagnostics import Diagnostic
from newsbook.model import Edition

__all__ = ["IGNORE_FILE", "Ignored", "editorial", "ignored"]


def editorial(
    edition: Edition, sources: Mapping[str, str], *, sorted_by_layout: bool = False
) -> Iterator[Diagnostic]:
    """Yield what an editor would find in `edition`, article by article, then across articles.

    `sources` maps a file of the project to its text, for the places of findings; a file that is no
    text is not in it. `sorted_by_layout`: the layout goes by dates, whatever the manifest's order.
    """
    listed = copies(edition, sources)
    for copy in listed:
        yield from missing_statements(copy, edition.assets)
        damaged = list(mojibake(copy))
        yield from damaged
        if not damaged:  # broken bytes look like rare characters
            yield from mixed_han(copy)
        yield from leftovers(copy)
    yield from near_duplicates(listed)
    yield from repeated_pictures(listed, edition.assets)
    by_slug = {copy.article.slug: copy for copy in listed}
    if not sorted_by_layout:
        yield from dates_out_of_order(edition, by_slug)
    yield from younger_than_the_book(edition, by_slug)
