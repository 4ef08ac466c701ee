"""From RTF, reStructuredText, AsciiDoc, MediaWiki and others to Articles, by pandoc.

pandoc is an optional extra and a program of its own. It runs with `--sandbox` (no file but its
input, so `include` directives read nothing), a bounded heap and a bounded time.
"""

from __future__ import annotations

import json
import re
import shutil
import signal
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from newsbook.model import Article, Rights
from newsbook.readers.decoding import decode
from newsbook.readers.documents.markups import PREPARE, Prepared
from newsbook.readers.documents.roles import item_of_document
from newsbook.readers.documents.rtf import (
    characters,
    descriptions,
    marked,
    properties,
    with_lists,
    with_roles,
)
from newsbook.readers.fields import Fields, squeeze
from newsbook.readers.items import Item, article_of_item, dateline_of
from newsbook.readers.markup import inlines_of_markup
from newsbook.readers.pagetree import parse_page, serialise
from newsbook.readers.source import Source
from newsbook.world import World

__all__ = ["INPUTS", "find_pandoc", "read"]

# suffix -> (format of newsbook, format of pandoc)
INPUTS: Mapping[str, tuple[str, str]] = {
    ".rtf": ("rtf", "rtf"),
    ".rst": ("rst", "rst"),
    ".rest": ("rst", "rst"),
    ".adoc": ("asciidoc", "asciidoc"),
    ".asciidoc": ("asciidoc", "asciidoc"),
    ".asc": ("asciidoc", "asciidoc"),
    ".mediawiki": ("mediawiki", "mediawiki"),
    ".wiki": ("mediawiki", "mediawiki"),
    ".org": ("org", "org"),
    ".textile": ("textile", "textile"),
    ".typ": ("typst", "typst"),
    ".fb2": ("fb2", "fb2"),
    ".jats": ("jats", "jats"),
}
_FORMATS = dict(INPUTS.values())
_XML = frozenset({"fb2", "jats"})
HEAP_MB = 512
_KILLED = tuple(-getattr(signal, name, 0) for name in ("SIGKILL", "SIGXCPU"))
_LOSS = re.compile(r"\[WARNING\]|\[INFO\] (?:Not rendering|Skipped|Skipping)")
_MARK = "<!--the text-->"
_TEMPLATE = Path(__file__).with_name("pandoc.html")


def find_pandoc() -> str | None:
    """Return the path of pandoc: the one of the extra, else the one that is installed."""
    try:
        import pypandoc
    except ImportError:
        return shutil.which("pandoc")
    bundled = Path(pypandoc.__file__).parent / "files" / "pandoc"
    return str(bundled) if bundled.is_file() else shutil.which("pandoc")


def _cpu_seconds(size: int) -> int:
    """Return how many seconds of the processor pandoc may take for `size` bytes."""
    return 4 + size // 400_000


def _bounded(seconds: int) -> Callable[[], None] | None:
    """Return what sets the limit on processor time in the new process, where the system has one."""
    try:
        import resource
    except ImportError:
        return None
    return lambda: resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))


def _run(program: str, form: str, data: bytes, source: Source, world: World) -> str | None:
    """Return what pandoc makes of `data`, or None with an error."""
    command = [
        program, "+RTS", f"-M{HEAP_MB}M", "-RTS", "--sandbox", "-f", form, "-t", "html5",
        f"--template={_TEMPLATE}", "--wrap=none", "--mathml", "--syntax-highlighting=none",
        "--verbose",
        *(["--embed-resources"] if form == "rtf" else []),
    ]  # fmt: skip
    seconds = _cpu_seconds(len(data))
    try:
        done = subprocess.run(
            command, input=data, capture_output=True, timeout=10.0 * seconds, check=False,
            env={"LC_ALL": "C.UTF-8", "HOME": "/nonexistent"}, preexec_fn=_bounded(seconds),
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        done = None
    if done is None or (done.returncode < 0 and done.returncode in _KILLED):
        hint = "it may be damaged or hostile; read a smaller part of it"
        message = "this file takes pandoc too long to read"
        world.diagnostics.error("limit-exceeded", message, where=source.at(), hint=hint)
        return None
    said = done.stderr.decode("utf-8", "replace")
    if done.returncode != 0:
        exhausted = "heap" in said.lower() or done.returncode == 251
        lines = (line for line in said.splitlines() if line.strip())
        first = next((line for line in lines if not line.startswith("[")), "it failed")
        message = f"needs more than {HEAP_MB} MB" if exhausted else squeeze(first)[:200]
        code = "limit-exceeded" if exhausted else "malformed-source"
        hint = "correct what it names, or save the text in another format"
        world.diagnostics.error(code, f"pandoc: {message}", where=source.at(), hint=hint)
        return None
    for line in dict.fromkeys(said.splitlines()):
        if _LOSS.match(line) and "title" not in line.lower():
            message = squeeze(re.sub(r"^\[\w+\]", "", line))[:200]
            world.diagnostics.warning("content-dropped", f"pandoc: {message}", where=source.at())
    return done.stdout.decode("utf-8", "replace")


# ---------------------------------------------------------------- fields
def _names(value: Any) -> tuple[str, ...]:
    """Return the texts of a value of pandoc's metadata, which may be a list or an object."""
    if isinstance(value, list):
        return tuple(name for part in value for name in _names(part))
    if isinstance(value, dict):
        return _names(value.get("name"))
    return (str(value),) if isinstance(value, str | int | float) and str(value).strip() else ()


def _first(meta: Mapping[str, Any], *keys: str) -> str:
    return next((texts[0] for key in keys if (texts := _names(meta.get(key)))), "")


def _plain(markup: str) -> str:
    return squeeze(parse_page(markup).text_content()) if "<" in markup or "&" in markup else markup


def _fields(meta: Mapping[str, Any], headline: str) -> Fields:
    byline = _names(meta.get("byline")) or _names(meta.get("author")) or _names(meta.get("authors"))
    keywords = [w for text in _names(meta.get("keywords")) for w in re.split(r"[,;]", text)]
    categories = _names(meta.get("categories"))
    return Fields(
        headline=inlines_of_markup(headline),
        kicker=inlines_of_markup(_first(meta, "kicker")),
        deck=inlines_of_markup(_first(meta, "deck", "subtitle", "standfirst")),
        byline=tuple(_plain(name) for name in byline),
        dateline=dateline_of(_plain(_first(meta, "dateline"))),
        published=_plain(_first(meta, "date", "revdate", "published")) or None,
        language=_first(meta, "lang", "language") or None,
        source=_plain(_first(meta, "source", "organization", "publisher")),
        url=_first(meta, "url") or None,
        rights=Rights(notice=_plain(_first(meta, "rights", "copyright")) or None),
        keywords=tuple(_plain(k) for k in (*keywords, *categories)),
        status=_first(meta, "status") or None,
        embargo=_first(meta, "embargo") or None,
    )


def _opening(tree: Any, *, named: bool) -> str:
    """Take out the only first-level heading, or one that opens the text; return its markup.

    Where the article is `named` without it, a heading further down is no headline.
    """
    found = [e for e in tree.iter("h1") if squeeze(e.text_content())]
    first = next((e for e in tree.find("body").iter("h1", "h2", "p", "ul")), None)
    if len(found) != 1 or (named and found[0] is not first):
        found = [first] if first is not None and first.tag in ("h1", "h2") else []
    if not found:
        return ""
    html = serialise(found[0])
    found[0].drop_tree()
    return re.sub(r"^<h\d[^>]*>|</h\d>$", "", html)


def _tight(tree: Any) -> None:
    """Make words of items that are one paragraph, alone or before lists."""
    for paragraph in list(tree.iter("p")):
        item = paragraph.getparent()
        lists = {e.tag for e in paragraph.itersiblings()} <= {"ul", "ol"}
        if item is not None and item.tag == "li" and lists and paragraph.getprevious() is None:
            paragraph.drop_tag()


def _settled(tree: Any, name: str, text: str) -> None:
    """Undo what pandoc makes of the `text` of a format: paragraphs in all items and a foot of all
    tables (AsciiDoc), a name of all pictures (reStructuredText).
    """
    if name == "asciidoc":
        _tight(tree)
        for foot in [] if re.search(r"[%\"',]footer\b", text) else list(tree.iter("tfoot")):
            foot.tag = "tbody"
    if name == "rst" and ":alt: image" not in text:
        for image in (e for e in tree.iter("img") if e.get("alt") == "image"):
            del image.attrib["alt"]


def _repaired(tree: Any) -> None:
    """Move alternative texts to the pictures they describe."""
    for figure in tree.iter("figure"):
        image = figure.find(".//img")
        if image is not None and figure.get("alt") and not image.get("alt"):
            image.set("alt", figure.attrib.pop("alt"))
    for image in tree.iter("img"):
        if (image.get("src") or "").startswith("./"):
            image.set("src", image.get("src")[2:])


def _rtf_item(answer: str, source: Source, world: World) -> Item:
    """Return the article of an RTF document, whose paragraphs are marked with their roles."""
    tree = parse_page(characters(answer.partition(_MARK)[2]))
    with_roles(tree)
    with_lists(tree)
    _tight(tree)
    images, described = list(tree.iter("img")), descriptions(source.data)
    for number, image in enumerate(images):
        if image.get("alt") == "image":  # what pandoc calls every picture
            del image.attrib["alt"]
        if len(described) == len(images) and described[number]:
            image.set("alt", described[number])
    inferred = {
        "published": "inferred: the document was made on that day",
        "byline": "inferred: the document's author",
    }
    html = serialise(tree.find("body"))
    return item_of_document(html, properties(source.data), source, world, inferred=inferred)


def _item(answer: str, prepared: Prepared, source: Source, name: str) -> Item:
    head, _, body = answer.partition(_MARK)
    try:
        meta = json.loads(head)
    except ValueError:
        meta = {}
    said = {**{str(k).lower(): v for k, v in meta.items()}, **prepared.fields}
    for part, markup in prepared.parts.items():
        body = body.replace(f"<p>{part}</p>", markup).replace(part, markup)
    tree = parse_page(body)
    _repaired(tree)
    _settled(tree, name, prepared.text)
    headline = _first(said, "title") or _opening(tree, named=prepared.named)
    if not headline and prepared.named:
        headline = source.stem.replace("_", " ").strip()
    return Item(serialise(tree.find("body")), _fields(said, headline))


def read(source: Source, world: World) -> tuple[Article, ...]:
    """Return the article of a file that pandoc reads."""
    rich_text = "rtf" if source.data.lstrip().startswith(b"{\\rtf") else ""
    name = source.format or rich_text or INPUTS.get(source.suffix, ("", ""))[0]
    form = _FORMATS.get(name)
    program = find_pandoc()
    if form is None or program is None:
        world.diagnostics.error(
            "tool-missing",
            f"reading {name or source.suffix} takes pandoc, which is not installed",
            where=source.at(),
            hint='install it: pip install "newsbook[pandoc]"',
        )
        return ()
    data, prepared = source.data, Prepared("")
    if name == "rtf":
        data, left = marked(data)
        left.tell(source, world)
    elif name not in _XML:
        prepared = PREPARE.get(name, Prepared)(decode(source, world))
        data = prepared.text.encode()
    for what in prepared.dropped:
        world.diagnostics.warning("content-dropped", f"{what} was left out", where=source.at())
    answer = _run(program, form, data, source, world)
    if answer is None:
        return ()
    rich = name == "rtf"
    item = _rtf_item(answer, source, world) if rich else _item(answer, prepared, source, name)
    return (article_of_item(item, source, world, name),)
