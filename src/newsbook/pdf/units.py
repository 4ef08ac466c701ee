"""From a Composition to the inputs of the typesetting workers: frozen values with a digest.

A `Unit` holds everything that can change its galley and nothing else, so that its digest is the key
of the cache: composed XHTML, style sheets, fonts, pictures, the side it begins on, the folios it
prints, and the versions of everything that renders. Paths are carried along but never hashed.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Literal

from newsbook.composition import Composition, Document
from newsbook.model import Asset
from newsbook.recall import code_digest

__all__ = [
    "FontFile",
    "Setup",
    "Side",
    "TypeFaces",
    "Unit",
    "UnitAsset",
    "UnitDocument",
    "plan_units",
    "rendering_digest",
    "unit_documents",
]

Side = Literal["left", "right"]
ASSET = re.compile(r"""asset:([^"'()\s<>&]+)""")


@dataclass(frozen=True, slots=True)
class FontFile:
    """A font file the text may use: `file` is its name in the catalogue, `path` where it is."""

    file: str
    path: str
    sha256: str


@dataclass(frozen=True, slots=True)
class TypeFaces:
    """Which family draws what, where a style sheet only names a role.

    `bases` are the families of the roles and `mono` that of code; `cjk` gives the family of a
    region (`SC`, `TC`, `HK`, `JP`, `KR`), `scripts` that of an ISO 15924 code, `likely` the script
    of a language; `light` the family of Latin in CJK text and its weights, regular and bold.
    """

    bases: tuple[str, ...] = ()
    mono: str = ""
    cjk: tuple[tuple[str, str], ...] = ()
    scripts: tuple[tuple[str, str], ...] = ()
    likely: tuple[tuple[str, str], ...] = ()
    light: tuple[str, int, int] = ("", 400, 700)


@dataclass(frozen=True, slots=True)
class UnitAsset:
    """A picture (or other resource) a unit or a style sheet loads by `asset:KEY`."""

    key: str
    media_type: str
    sha256: str
    data: bytes | None = None
    path: str | None = None

    def read(self) -> bytes:
        """Return the bytes. Raises OSError when the file has gone."""
        return self.data if self.data is not None else Path(self.path or "").read_bytes()


@dataclass(frozen=True, slots=True)
class Setup:
    """What all units of a book share.

    `stylesheets` are the CSS texts in order; `fontconfig` is the path of the private fontconfig
    file, whose bytes have the digest `fontconfig_sha256`; `tagged` asks for structure tags.
    """

    stylesheets: tuple[str, ...]
    fontconfig: str
    fontconfig_sha256: str
    fonts: tuple[FontFile, ...]
    assets: tuple[UnitAsset, ...] = ()
    tagged: bool = False
    faces: TypeFaces = TypeFaces()

    @property
    def digest(self) -> str:
        """The digest of everything here that can change a galley."""
        return _digest(self._parts())

    def _parts(self) -> Iterator[str]:
        yield from self.stylesheets
        yield self.fontconfig_sha256
        for font in self.fonts:
            yield f"{font.file}\0{font.sha256}"
        for asset in self.assets:
            yield f"{asset.key}\0{asset.media_type}\0{asset.sha256}"
        yield f"tagged={self.tagged}"
        yield repr(self.faces)
        yield rendering_digest()


@dataclass(frozen=True, slots=True)
class UnitDocument:
    """One document of a unit: `start` tells where it begins inside the unit."""

    name: str
    article: str | None
    language: str
    xhtml: str
    start: Literal["any", "recto", "verso"] = "any"


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit to typeset: with a `Setup`, the input of `newsbook.pdf.typeset_unit`.

    `side` is the side its first page stands on; `refs` maps ids to the folios to print for them
    (of the ids that a first pass named in `Galley.refs`).
    """

    name: str
    documents: tuple[UnitDocument, ...]
    assets: tuple[UnitAsset, ...] = ()
    side: Side = "right"
    refs: tuple[tuple[str, str], ...] = ()

    @property
    def article(self) -> str | None:
        """The article that a message about this unit names (the first it holds)."""
        return next((d.article for d in self.documents if d.article), None)

    def digest(self, setup_digest: str) -> str:
        """Return the key of the galley in a cache (hexadecimal SHA-256)."""
        return _digest(self._parts(setup_digest))

    def _parts(self, setup_digest: str) -> Iterator[str]:
        yield setup_digest
        yield f"{self.name}\0{self.side}"
        for document in self.documents:
            yield "\0".join((document.name, document.article or "", document.language))
            yield f"{document.start}\0{document.xhtml}"
        for asset in self.assets:
            yield f"{asset.key}\0{asset.media_type}\0{asset.sha256}"
        for identifier, folio in self.refs:
            yield f"{identifier}\0{folio}"

    def on(self, side: Side) -> Unit:
        """Return the same unit, beginning on `side`."""
        return replace(self, side=side)

    def with_refs(self, refs: Mapping[str, str]) -> Unit:
        """Return the same unit with the folios of `refs` to print."""
        return replace(self, refs=tuple(sorted(refs.items())))


def _digest(parts: Iterable[str]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        data = part.encode()
        digest.update(f"{len(data)}:".encode())
        digest.update(data)
    return digest.hexdigest()


@cache
def rendering_digest() -> str:
    """Return the digest of what renders: the libraries, the packages, and all of newsbook's own
    code, which spaces, breaks and measures text in more places than the engine's.
    """
    from newsbook.pdf.engine.versions import library_versions

    versions = (f"{name} {number}" for name, number in sorted(library_versions().items()))
    return _digest((*versions, code_digest()))


def _asset(asset: Asset) -> UnitAsset:
    sha = asset.sha256 or hashlib.sha256(asset.read()).hexdigest()
    path = None if asset.path is None else str(asset.path)
    return UnitAsset(asset.key, asset.media_type, sha, asset.data, path)


def used_assets(text: str, assets: Mapping[str, Asset]) -> tuple[UnitAsset, ...]:
    """Return the assets that `text` names by `asset:KEY`, sorted by key."""
    keys = {key for key in ASSET.findall(text) if key in assets}
    return tuple(_asset(assets[key]) for key in sorted(keys))


def unit_documents(documents: Sequence[Document]) -> tuple[tuple[str, tuple[Document, ...]], ...]:
    """Return the name of each unit and the documents it holds, in order.

    Neighbours with the same non-empty `Document.unit` share a unit, named after its first document.
    """
    groups: list[list[Document]] = []
    for document in documents:
        if groups and document.unit and groups[-1][0].unit == document.unit:
            groups[-1].append(document)
        else:
            groups.append([document])
    return tuple((group[0].name, tuple(group)) for group in groups)


def plan_units(composition: Composition) -> tuple[Unit, ...]:
    """Return the units of `composition` in order, each on the side it starts on.

    A unit that may start on any side is planned for a right-hand page (a left-hand one in a book
    read from right to left): its galley can usually be turned over when the book is bound.
    """
    units = []
    for name, documents in unit_documents(composition.documents):
        # Where the first begins is settled by the side of the unit, not by what stands in it.
        parts = tuple(
            UnitDocument(d.name, d.article, d.language, d.xhtml, d.start if number else "any")
            for number, d in enumerate(documents)
        )
        text = "".join(d.xhtml for d in documents)
        side = starting_side(documents[0], composition.metadata.direction)
        assets = used_assets(text, composition.assets)
        units.append(Unit(name, parts, assets, side))
    return tuple(units)


def starting_side(document: Document, direction: str) -> Side:
    """Return the side on which `document` begins when nothing stands before it."""
    recto: Side = "left" if direction == "rtl" else "right"
    verso: Side = "right" if direction == "rtl" else "left"
    return verso if document.start == "verso" else recto
