"""From an article to what the metadata of an output says of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from newsbook.model import Article

__all__ = ["about"]


def about(article: Article, *, title: str, byline: str, language: str) -> Mapping[str, Any]:
    """Return what is known of `article` beside its text; empty values are left out.

    `authors` are mappings with `name`, `role` (MARC relator), `file_as` and `language`; `rights` is
    one line.
    """
    rights = article.rights
    said = (rights.notice or (f"© {rights.holder}" if rights.holder else None), rights.licence)
    found = {
        "title": title,
        "byline": byline,
        "language": language,
        "authors": tuple(
            {
                "name": person.name,
                "role": person.role,
                "file_as": person.file_as,
                "language": person.language,
            }
            for person in article.byline
        ),
        "source": article.source,
        "url": article.url,
        "published": article.published,
        "modified": article.modified,
        "rights": ". ".join(part for part in said if part),
        "keywords": article.keywords,
    }
    return {key: value for key, value in found.items() if value}
