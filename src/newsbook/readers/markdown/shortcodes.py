"""From the shortcodes for players that site generators read in Markdown to HTML.

Hugo, Zola: `{{< youtube ID >}}`, `{{ youtube(id="ID") }}`; Jekyll, Eleventy: `{% youtube ID %}`,
`{% embed https://... %}`. Each stands alone on its line; whatever else is written so is text.
"""

from __future__ import annotations

import re
from html import escape

__all__ = ["with_players"]

_LINE = re.compile(
    r"[ \t]{0,3}(?:\{\{[<%]?|\{%)-?\s*(?P<name>youtube|vimeo|tweet|x|twitter|instagram|embed|video)"
    r"(?=[\s(])[\s(](?P<set>[^{}]{1,400}?)\)?\s*/?-?(?:[>%]?\}\}|%\})[ \t]*"
)
_SETTING = re.compile(r"(\w+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s,]+))")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_PAGES = {
    "youtube": "https://www.youtube.com/watch?v={0}", "vimeo": "https://vimeo.com/{0}",
    "tweet": "https://twitter.com/{1}/status/{0}", "x": "https://twitter.com/{1}/status/{0}",
    "twitter": "https://twitter.com/{1}/status/{0}",
    "instagram": "https://www.instagram.com/p/{0}/",
}  # fmt: skip


def _player(match: re.Match[str]) -> str | None:
    """Return the element that a shortcode stands for, or None."""
    stated = {m[1].lower(): m[2] or m[3] or m[4] or "" for m in _SETTING.finditer(match["set"])}
    plain = _SETTING.sub("", match["set"]).strip(" ,\t\"'").split()
    number = stated.get("id") or stated.get("src") or stated.get("url") or (plain or [""])[0]
    number = number.strip("\"'")
    address = number if re.match(r"https?://", number) else ""
    page = _PAGES.get(match["name"])
    if not address and page and re.fullmatch(r"[\w-]{3,40}", number):
        address = page.format(number, stated.get("user") or stated.get("username") or "i")
    title = f' title="{escape(stated["title"])}"' if stated.get("title") else ""
    return f'<iframe src="{escape(address)}"{title}></iframe>' if address else None


def with_players(text: str) -> str:
    """Return `text`, line for line, with shortcodes for players as HTML; code stays as it is."""
    if "{{" not in text and "{%" not in text:
        return text
    lines, fence = text.split("\n"), ""
    for number, line in enumerate(lines):
        mark = _FENCE.match(line)
        if mark is not None and (not fence or mark[1].startswith(fence)):
            fence = "" if fence else mark[1]
        elif not fence and (found := _LINE.fullmatch(line)) is not None:
            lines[number] = _player(found) or line
    return "\n".join(lines)
