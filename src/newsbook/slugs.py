"""From a title or a file name to a name that is safe in ids, addresses and file names."""

from __future__ import annotations

import re
import unicodedata

from newsbook.normalforms import normal_form

__all__ = ["ascii_slug"]

# Letters whose compatibility decomposition (UAX #15) has no ASCII letter in it.
_LATIN = str.maketrans(
    {
        "ı": "i", "ə": "e", "Ə": "e", "ø": "o", "Ø": "o", "æ": "ae", "Æ": "ae", "œ": "oe",
        "Œ": "oe", "đ": "d", "Đ": "d", "ð": "d", "Ð": "d", "þ": "th", "Þ": "th", "ł": "l",
        "Ł": "l", "ŋ": "n", "’": "", "'": "",
    }
)  # fmt: skip


def ascii_slug(text: str, *, limit: int = 60) -> str:
    """Return `text` in lower-case ASCII letters, digits and single hyphens; at most `limit`
    characters, cut between words where one is left.

    Latin letters lose their marks. Scripts without ASCII letters give an empty string: a guess at
    their sound would be wrong as often as right.
    """
    folded = normal_form("NFKD", text.translate(_LATIN)).casefold()
    letters = "".join(c for c in folded if not unicodedata.combining(c))
    words = re.findall(r"[a-z0-9]+", letters)
    slug = "-".join(words)
    if len(slug) > limit:
        cut = slug[: limit + 1].rpartition("-")[0]
        slug = cut or slug[:limit]
    return slug
