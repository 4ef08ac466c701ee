"""From the pictures articles name to assets of the edition, each loaded once.

A picture is looked for beside its article, then (when its path begins with a slash) from the
project's folder; it may also have come inside the article's source. What is missing is an error at
the line that names it.
"""

from __future__ import annotations

import difflib
import hashlib
import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import Any, Literal
from unicodedata import normalize
from urllib.parse import unquote, urlsplit

from newsbook.content import Aside, Block, Figure, Paragraph, Picture, Text
from newsbook.diagnostics import Collector, Diagnostic, Location
from newsbook.errors import InputError
from newsbook.model import Article, Asset, Decision
from newsbook.recall import FORGETFUL
from newsbook.tree import map_blocks, plain_text, walk
from newsbook.world import World

__all__ = ["Gallery", "Place", "place_in"]

_DRAWING = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="400" height="300" viewBox="0 0 400 300">'
    b'<path d="M1 1h398v298H1zl398 298m0-298L1 299" fill="#eee" stroke="#999" stroke-width="2"/>'
    b"</svg>"
)

_FROM_FILE = "extracted: the picture's metadata"
_LAST_PARENTHESIS = re.compile(r"\s*[(（\[]([^()（）\[\]]{2,80})[)）\]]\s*[.。]?$")
_WORDS = re.compile(r"\w+")
_SEARCHED = 4 * 2**20

Place = Callable[[str], Location | None]


def place_in(data: bytes, file: str, where: Location | None) -> Place:
    """Return a function that finds where `data` of `file` names a picture, else gives `where`."""

    def find(name: str) -> Location | None:
        text = data[:_SEARCHED].decode("utf-8", "replace")
        for spelled in (name, unquote(name)):
            start = text.find(spelled)
            if start >= 0:
                return Location.within(file, text, start, start + len(spelled))
        return where

    return find


@dataclass(slots=True)
class Gallery:
    """The pictures of an edition: `assets` by key."""

    world: World
    assets: dict[str, Asset] = field(default_factory=dict)
    _loaded: dict[str, Asset | None] = field(default_factory=dict)
    _posters: frozenset[str] = frozenset()
    _languages: tuple[str | None, ...] = ()
    _captions: bool = True

    # ------------------------------------------------------------ articles
    def illustrate(
        self,
        article: Article,
        place: Place,
        book: str | None,
        *,
        captions: bool = True,
        note_folder: str | None = None,
    ) -> Article:
        """Return `article` with its pictures named by the keys of their assets.

        A picture without alternative text gets the one in its file; a figure of one picture that
        has no credit the credit in it, or its notice of rights, and, with `captions`, one that has
        no caption its caption. They are in the article's language, else in that of the `book`.
        `note_folder` is where the note's pictures are looked for (None: beside the article).
        """
        folder = posixpath.dirname(article.origin.file)
        own = {asset.source or asset.key: asset for asset in article.pictures}
        taken: list[Decision] = []
        self._captions = captions
        self._languages = (article.language, book)
        self._posters = frozenset(_posters(article.body))

        def blocks(body: tuple[Block, ...], base: str) -> tuple[Block, ...]:
            return map_blocks(body, lambda node: self._node(node, base, own, place, taken))

        body = blocks(article.body, folder)
        note = blocks(article.note, folder if note_folder is None else note_folder)
        decisions = (*article.origin.decisions, *taken)
        origin = replace(article.origin, decisions=decisions)
        return replace(article, body=body, note=note, origin=origin, pictures=())

    def _node(
        self,
        node: Any,
        folder: str,
        own: Mapping[str, Asset],
        place: Place,
        taken: list[Decision],
    ) -> Any:
        if isinstance(node, Figure):
            return self._figure(node, taken)
        if not isinstance(node, Picture):
            return node
        asset = own.get(node.source)
        if asset is None and node.source in self._posters and not self._path(node.source, folder):
            return self._without_poster(node.source, place(node.source))
        asset = asset or self.find(node.source, folder, place)
        if asset is None:
            return ()
        self.assets[asset.key] = asset
        if node.source in self._posters:
            self._posters |= {asset.key}
        alt = node.alt if node.alt or node.decorative else self._said(asset, "alt")
        return replace(node, source=asset.key, alt=alt)

    def _said(self, asset: Asset, name: Literal["alt", "caption", "rights"]) -> str | None:
        """Return what the file of a picture says, in the language it is asked in."""
        return asset.said(name, *self._languages)

    def _without_poster(self, name: str, where: Location | None) -> tuple[()]:
        """Leave out a poster that is not at hand: the title of its film and the link stay."""
        shown = name if len(name) <= 100 else name[:100] + "…"
        remote = urlsplit(name).scheme in ("http", "https") or name.startswith("//")
        code = "remote-picture" if remote else "file-not-found"
        self.world.diagnostics.warning(
            code, f"the poster {shown} of a film is not in the project", where=where,
            hint="save it in the project, and write its path",
        )  # fmt: skip
        return ()

    def _figure(self, figure: Figure, taken: list[Decision]) -> Any:
        """Return a figure with the caption and credit of its picture; without any, its words."""
        if not (figure.pictures or figure.blocks):
            return tuple(Paragraph(part) for part in (figure.caption, figure.credit) if part)
        asset = self.assets.get(figure.pictures[0].source) if len(figure.pictures) == 1 else None
        if asset is None:
            return figure
        credit = asset.credit or self._said(asset, "rights") or ""
        if credit and not figure.credit:
            figure = replace(figure, credit=(Text(credit),))
            taken.append(Decision("credit", credit, _FROM_FILE))
        caption = _uncredited(self._said(asset, "caption") or "", plain_text(figure.credit))
        silent = figure.pictures[0].decorative or asset.key in self._posters
        if caption and self._captions and not (figure.caption or silent):
            figure = replace(figure, caption=(Text(caption),))
            taken.append(Decision("caption", caption, _FROM_FILE))
        return figure

    # ------------------------------------------------------------ files
    def find(self, name: str, folder: str, place: Place) -> Asset | None:
        """Return the picture `name`, relative to `folder`, or None after an error."""
        path = self._path(name, folder)
        key = f"{folder}\n{name}" if path is None else path
        if key not in self._loaded:
            self._loaded[key] = self._load(name, folder, path, place(name))
            if self._loaded[key] is None and self.world.keep_going:
                self._loaded[key] = _missing(name)
        return self._loaded[key]

    def _path(self, name: str, folder: str) -> str | None:
        """Return the file (relative to the project) that `name` stands for, or None."""
        if urlsplit(name).scheme in ("http", "https") or name.startswith("//"):
            return self._copy(name, folder)
        base = "" if name.startswith("/") else folder
        for spelled in _spellings(name):
            inside = posixpath.normpath(posixpath.join(base, spelled.lstrip("/")))
            path = self.world.resolve(inside)
            try:
                if path is not None and path.is_file():
                    return inside
            except OSError:
                continue
        return None

    def _copy(self, address: str, folder: str) -> str | None:
        """Return the file that is a copy of the picture at `address`, or None.

        An export names pictures by their addresses; whoever saved them beside it kept the end of
        the path (`wp-content/uploads/2021/pine.png`, or `pine.png` alone).
        """
        parts = [p for p in unquote(urlsplit(address).path).split("/") if p not in ("", ".", "..")]
        for first in range(len(parts)):
            inside = posixpath.normpath(posixpath.join(folder, *parts[first:]))
            path = self.world.resolve(inside)
            try:
                if path is not None and path.is_file():
                    return inside
            except OSError:
                continue
        return None

    def _load(
        self, name: str, folder: str, path: str | None, where: Location | None
    ) -> Asset | None:
        if path is None:
            self._not_found(name, folder, where)
            return None
        try:
            data = self.world.read_bytes(path)
        except InputError as error:
            self.world.diagnostics.error("unreadable-file", str(error), where=where)
            return None
        return self._read(path, data, where)

    def _read(self, path: str, data: bytes, where: Location | None) -> Asset | None:
        """Return the picture in `data`, decoded once for all builds."""
        world = self.world

        def make() -> tuple[Asset | None, tuple[Diagnostic, ...]]:
            from newsbook.pictures import load_picture

            own = replace(world, diagnostics=Collector(), recall=FORGETFUL)
            return load_picture(path, data, where=where, world=own), tuple(own.diagnostics)

        inputs = (path, hashlib.sha256(data).hexdigest(), where, world.settings)
        asset, found = world.recall.made("picture", inputs, make)
        world.diagnostics.extend(found)
        return asset

    def _not_found(self, name: str, folder: str, where: Location | None) -> None:
        shown = name if len(name) <= 100 else name[:100] + "…"
        error = self.world.diagnostics.error
        if urlsplit(name).scheme in ("http", "https") or name.startswith("//"):
            hint = "save it in the project, and write its path"
            error(
                "remote-picture", f"the picture {shown} is on the network", where=where, hint=hint
            )
            return
        outside = self.world.resolve(name.lstrip("/"), base=folder) is None
        if outside:
            message = f"the picture {shown!r} leads out of the folder of the manifest"
            hint = "copy it into that folder, and write its path from the article"
            error("outside-project", message, where=where, hint=hint)
            return
        near = self._nearest(name, folder)
        hint = f"did you mean {near!r}?" if near else "correct its path, or put the picture there"
        error("file-not-found", f"there is no picture {shown!r}", where=where, hint=hint)

    def _nearest(self, name: str, folder: str) -> str | None:
        """Return the path (relative to the article) of the file most like `name`, or None."""
        wanted = unquote(name)
        base = self.world.resolve(posixpath.dirname(wanted) or ".", base=folder)
        try:
            names = sorted(p.name for p in base.iterdir() if p.is_file()) if base else []
        except OSError:
            return None
        stems = {PurePosixPath(n).stem.casefold(): n for n in reversed(names)}
        stem = PurePosixPath(wanted).stem.casefold()
        near = difflib.get_close_matches(stem, stems, n=1, cutoff=0.7)
        found = stems[near[0]] if near else None
        return posixpath.join(posixpath.dirname(wanted), found) if found else None


def _uncredited(caption: str, credit: str) -> str:
    """Return a caption without a last parenthesis that says no more than who took the picture."""
    last = _LAST_PARENTHESIS.search(caption)
    words = set(_WORDS.findall(credit.casefold()))
    if last is None or not words or not words <= set(_WORDS.findall(last[1].casefold())):
        return caption
    return caption[: last.start()]


def _posters(body: tuple[Block, ...]) -> Iterator[str]:
    """Yield the pictures that stand for films and the like."""
    for node in walk(body):
        if isinstance(node, Aside) and node.style == "embed":
            yield from (p.source for p in walk(node.blocks) if isinstance(p, Picture))


def _spellings(name: str) -> tuple[str, ...]:
    """Return the names that a file may have which a text calls `name`.

    Texts write addresses, those of Windows with the strokes of its paths; disks of some systems
    keep letters and their accents apart.
    """
    plain = urlsplit(name).path if "://" not in name else ""
    written = [name, unquote(name), plain, unquote(plain)]
    written += [x.replace("\\", "/") for x in written if "\\" in x]
    forms = (y for x in written for y in (x, normalize("NFC", x), normalize("NFD", x)))
    return tuple(x for x in dict.fromkeys(forms) if x.strip("/"))


def _missing(name: str) -> Asset:
    """Return what stands for a picture that is missing while the build goes on all the same."""
    digest = hashlib.sha256(_DRAWING).hexdigest()
    return Asset(
        key=f"missing-{digest[:8]}.svg",
        media_type="image/svg+xml",
        data=_DRAWING,
        sha256=digest,
        width_px=400,
        height_px=300,
        alt=f"[missing: {posixpath.basename(name)}]",
        source=name,
    )
