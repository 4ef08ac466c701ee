"""From a site's rules to the part of its pages that is the article.

The rules are files `sites/<host>.txt` beside the manifest in the syntax of ftr-site-config
(https://github.com/fivefilters/ftr-site-config), so that its public-domain collection can be used
as it is. A rule for `.example.com` holds for every host of that domain.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from lxml import etree

from newsbook.diagnostics import Location
from newsbook.errors import InputError
from newsbook.world import World

__all__ = ["SiteRules", "apply_rules", "load_rules", "replaced"]

FOLDER = "sites"
# Rules about fetching, which a build never does, and about a page's looks.
_IGNORED = re.compile(
    r"(?:tidy|prune|autodetect_on_failure|test_url|test_contains|parser|http_header\(.*\)|"
    r"single_page_link|single_page_link_in_feed|next_page_link|native_ad_clue|if_page_contains|"
    r"insert_detected_image|skip_id_from_title|strip_comments|requires_login|login_\w+|"
    r"not_logged_in_xpath|src_lazy_load_attr|wrap_in\(.*\)|skip_json_ld|strip_attr|"
    r"convert_double_br_tags|footnotes|dissolve|move_into\(.*\)|replace_tag\(.*\))"
)


@dataclass(frozen=True, slots=True)
class SiteRules:
    """The rules of one site: XPath expressions by what they find, and replacements in the text."""

    file: str
    found: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
    replacements: tuple[tuple[str, str], ...] = ()

    def get(self, name: str) -> list[tuple[str, int]]:
        """Return the expressions of a directive, each with its line."""
        return self.found.get(name, [])


def _hosts(url: str) -> Iterator[str]:
    host = (urlsplit(url).hostname or "").lower()
    if not re.fullmatch(r"[a-z0-9.-]+", host):
        return
    yield host
    host = host.removeprefix("www.")
    yield host
    while "." in host:
        yield "." + host
        host = host.partition(".")[2]


def load_rules(url: str | None, world: World) -> SiteRules | None:
    """Return the rules for the page at `url`, or None when there are none."""
    for host in _hosts(url) if url else ():
        name = f"{FOLDER}/{host}.txt"
        path = world.resolve(name)
        if path is None or not path.is_file():
            continue
        try:
            text = world.read_bytes(name).decode("utf-8", "replace")
        except InputError:
            continue
        return _parse(text, name, world)
    return None


def _parse(text: str, file: str, world: World) -> SiteRules:
    found: dict[str, list[tuple[str, int]]] = {}
    replacements: list[tuple[str, str]] = []
    wanted: str | None = None
    for number, line in enumerate(text.splitlines(), 1):
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        short = re.match(r"replace_string\((.*?)\):\s*(.*)", line)
        key, colon, value = line.partition(":")
        key, value = key.strip().lower(), value.strip()
        if short:
            replacements.append((short[1], short[2]))
        elif not colon:
            _note(world, file, number, f"{line!r} is not a rule")
        elif key == "find_string":
            wanted = value
        elif key == "replace_string":
            if wanted:
                replacements.append((wanted, value))
            wanted = None
        elif key in ("title", "body", "author", "date", "strip", "strip_id_or_class",
                     "strip_image_src"):  # fmt: skip
            found.setdefault(key, []).append((value, number))
        elif not _IGNORED.fullmatch(key):
            _note(world, file, number, f"the rule {key!r} is not known")
    return SiteRules(file, found, tuple(replacements))


def _note(world: World, file: str, line: int, message: str) -> None:
    world.diagnostics.warning("metadata-invalid", message, where=Location(file, line))


def _select(tree: Any, rules: SiteRules, name: str, world: World) -> list[Any]:
    """Return what the first expression of a directive that finds anything finds."""
    for expression, line in rules.get(name):
        try:
            found = tree.xpath(expression)
        except etree.XPathError as error:
            _note(world, rules.file, line, f"{expression!r} is not XPath: {error}")
            continue
        if isinstance(found, list) and found:
            return found
        if isinstance(found, str) and found.strip():
            return [found]
    return []


def _strings(found: list[Any]) -> list[str]:
    texts = (f if isinstance(f, str) else f.text_content() for f in found)
    return [text for text in (" ".join(t.split()) for t in texts) if text]


def _strip(tree: Any, rules: SiteRules, world: World) -> None:
    doomed: list[Any] = []
    for expression, line in rules.get("strip"):
        try:
            found = tree.xpath(expression)
            doomed += found if isinstance(found, list) else []
        except etree.XPathError as error:
            _note(world, rules.file, line, f"{expression!r} is not XPath: {error}")
    words = [word.strip("'\"") for word, _ in rules.get("strip_id_or_class")]
    sources = [word.strip("'\"") for word, _ in rules.get("strip_image_src")]
    for element in tree.iter():
        named = f"{element.get('class') or ''} {element.get('id') or ''}"
        address = element.get("src") or "" if element.tag == "img" else ""
        if any(w and w in named for w in words) or any(w and w in address for w in sources):
            doomed.append(element)
    for element in doomed:
        if not isinstance(element, str) and element.getparent() is not None:
            element.drop_tree()


def replaced(html: str, rules: SiteRules) -> str:
    """Return the markup of a page after the replacements of its site."""
    for wanted, instead in rules.replacements:
        html = html.replace(wanted, instead)
    return html


def apply_rules(
    tree: Any, rules: SiteRules, world: World
) -> tuple[list[Any], dict[str, list[str]]]:
    """Return the elements of the article after the rules, and the texts of title, author, date.

    `tree` is changed: what the rules strip is gone from it.
    """
    texts = {
        name: _strings(_select(tree, rules, name, world)) for name in ("title", "author", "date")
    }
    _strip(tree, rules, world)
    body = [e for e in _select(tree, rules, "body", world) if not isinstance(e, str)]
    return body, texts
