#!/usr/bin/env python3
"""Write the pages of the reference that come from code and data.

The manifest and its JSON Schema, the diagnostics, the layouts and the printers.

`tools/reference.py` writes them, `tools/reference.py --check` says which are out of date.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from newsbook.diagnostics import CODES
from newsbook.manifest import json_schema
from newsbook.manifest.press import PRESS
from newsbook.manifest.records import Key, Record
from newsbook.manifest.schema import MANIFEST
from newsbook.targets import load_target, target_names
from newsbook.targets.conditions import CONDITIONS
from newsbook.trim import TRIMS

sys.path.insert(0, str(Path(__file__).resolve().parent))
from reference_pages import layouts_page, printers_page

ROOT = Path(__file__).resolve().parent.parent
INVALID = ROOT / "tests" / "invalid"

HEAD = """\
# The manifest

<!-- Written by tools/reference.py from the schema in src/newsbook/manifest/. -->

One YAML file says what the book is: its articles and their order, the layout, the outputs. Paths
are relative to the manifest, and nothing outside its folder is used. A manifest that works:

```yaml
newsbook: 1
title: The Pine and the Cypress
language: en
contents:
  - toc
  - articles/pine.md
  - articles/cypress.md
```

- **Values mean what they say.** Every value is read as text and converted by its key: `language:
  no` is Norwegian, `title: 1991` is a title, `date: 2021-02-30` is an error with its line.
- **`null` means the default**, and so does leaving a key out. An empty text or list (`deck: ''`,
  `byline: []`) means *none*.
- **Unknown keys are errors**, and all problems are reported at once. YAML anchors, aliases and tags
  are refused.
- In an editor with a YAML language server, the first line
  `# yaml-language-server: $schema=newsbook.schema.json` gives completion and help; `newsbook
  schema > newsbook.schema.json` writes that file.

What holds of an article comes from the first of these that says it: its entry in the manifest; its
front matter, or the fields of its format; what was found in its text; `defaults`; a guess. Every
guess is listed in the report with its rule.
"""

SPECIAL = """\
## Special pages

A special page stands in `contents` where it is named. When none is named, the layout places its
own.

| name | page |
|---|---|
| `cover` | the cover picture, or the cover the layout draws |
| `half-title` | the title alone, on the first page |
| `title` | title, subtitle, contributors, publisher |
| `copyright` | rights, identifiers, sources |
| `toc` | the contents, with authors and page numbers |
| `credits` | where the articles come from, and permissions |
| `pictures` | picture credits |
| `contributors` | who wrote the articles |
| `chronology` | the articles by date |
| `index` | people, places, organisations, topics |
| `colophon` | how the book was made |
"""


def _anchor(title: str) -> str:
    return re.sub(r"[^a-z0-9 _-]", "", title.lower()).replace(" ", "-")


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _takes(key: Key, titles: dict[int, str]) -> str:
    words = key.kind.words
    links = [
        f"[{titles[id(record)]}](#{_anchor(titles[id(record)])})"
        for record in key.kind.records()
        if id(record) in titles
    ]
    return words + (f": see {', '.join(links)}" if links else "")


def _null(record: Record) -> str:
    """Return what null means for a key that does not say."""
    return "as found" if record.title in ("article", "glob", "feed") else "none"


def _table(record: Record, titles: dict[int, str]) -> Iterator[str]:
    yield "| key | takes | null means | |"
    yield "|---|---|---|---|"
    for key in record.keys:
        default = "**required**" if key.required else key.default or _null(record)
        cells = (f"`{key.name}`", _takes(key, titles), default, key.help)
        yield f"| {' | '.join(_cell(cell) for cell in cells)} |"


def _walk(record: Record, titles: dict[int, str], order: list[Record]) -> None:
    """Give every record below `record` a title, in the order in which they are met."""
    for key in record.keys:
        several = len(key.kind.records()) > 1
        new = [found for found in key.kind.records() if id(found) not in titles]
        for found in new:
            title = f"{key.name}: {found.title}" if several else key.name
            titles[id(found)] = title if record is MANIFEST else found.title
            order.append(found)
        for found in new:
            _walk(found, titles, order)


def manifest_page() -> str:
    """Return `docs/manifest.md`."""
    titles: dict[int, str] = {}
    order: list[Record] = []
    _walk(MANIFEST, titles, order)
    lines = [HEAD, "## Top level", "", *_table(MANIFEST, titles), ""]
    for record in order:
        lines += [f"## {titles[id(record)]}", "", record.help, ""]
        if record.short:
            lines += [f"A single value stands for `{record.short}`.", ""]
        if record.example:
            lines += ["```yaml", record.example, "```", ""]
        lines += [*_table(record, titles), ""]
        if record is PRESS:
            lines += list(_printers())
    return "\n".join([*lines, SPECIAL, *_sizes()])


def _printers() -> Iterator[str]:
    yield "Targets for `for`:"
    yield ""
    yield from (f"- `{name}`: {load_target(name).title}" for name in target_names())
    yield ""
    yield "Printing conditions (those in bold come with a profile; for the others give `icc`):"
    yield ""
    for name, condition in CONDITIONS.items():
        shown = f"**{name}**" if condition.profile else name
        yield f"- {shown}: {condition.info}"
    yield ""


def _sizes() -> Iterator[str]:
    yield "## Trim sizes"
    yield ""
    yield "A trim size is a name, or width and height with a unit: `6x9in`, `150 x 230 mm`,"
    yield "`[152.4, 228.6]` (millimetres). `landscape` after a size turns it."
    yield ""
    yield "| name | width × height (mm) |"
    yield "|---|---|"
    for name, trim in TRIMS.items():
        yield f"| `{name}` | {trim.width_mm:g} × {trim.height_mm:g} |"
    yield ""


def _examples() -> dict[str, str]:
    """Return an example of each code: the first that a test expects, errors before warnings."""
    found: dict[str, str] = {}
    cases = sorted(INVALID.glob("*/expected.txt"))
    for case in sorted(cases, key=lambda path: path.parent.name not in CODES):
        blocks = re.split(r"\n(?=\S)", case.read_text("utf-8").rstrip("\n"))
        for block in blocks:
            match = re.search(r"(?:error|warning|info)\[([a-z-]+)\]:", block.split("\n")[0])
            if match and (match[1] not in found or case.parent.name == match[1]):
                found[match[1]] = block
    return found


def diagnostics_page() -> str:
    """Return `docs/diagnostics.md`."""
    examples = _examples()
    lines = [
        "# Diagnostics",
        "",
        "<!-- Written by tools/reference.py from diagnostics.CODES and tests/invalid/. -->",
        "",
        "Everything newsbook finds has a code, a place and, where there is one, a next step.",
        "Errors make the exit code 1; `--strict` makes errors of warnings.",
        "",
    ]
    for code, meaning in CODES.items():
        lines += [f"## {code}", "", meaning, ""]
        if code in examples:
            lines += ["```", examples[code], "```", ""]
    return "\n".join(lines)


def contributing_page() -> str:
    """Return `docs/contributing.md`: CONTRIBUTING.md with links as they are from `docs/`."""
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    return text.replace("](docs/", "](")


PAGES = {
    "docs/manifest.md": manifest_page,
    "docs/newsbook.schema.json": json_schema,
    "docs/diagnostics.md": diagnostics_page,
    "docs/contributing.md": contributing_page,
    "docs/layouts.md": layouts_page,
    "docs/printers.md": printers_page,
}


def main() -> int:
    stale = []
    for name, page in PAGES.items():
        path, text = ROOT / name, page()
        if not path.is_file() or path.read_text("utf-8") != text:
            stale.append(name)
            if "--check" not in sys.argv:
                path.write_text(text, "utf-8")
    if stale:
        print("\n".join(stale))
    return 1 if stale and "--check" in sys.argv else 0


if __name__ == "__main__":
    raise SystemExit(main())
