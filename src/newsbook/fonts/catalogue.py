"""From `fonts.yml` and the folder of a book's own fonts to one catalogue of faces and roles."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from newsbook.diagnostics import Collector, Location, Severity
from newsbook.errors import InputError, NewsbookError
from newsbook.fonts.faces import Face, Style, coverage, read_faces
from newsbook.fonts.lint import lint_file
from newsbook.resources import fonts_dir

__all__ = ["Catalogue", "Roles", "bundled_catalogue", "holds_fonts", "load_catalogue"]

_SUFFIXES = frozenset({".ttf", ".otf", ".ttc", ".otc"})


@dataclass(frozen=True, slots=True)
class Roles:
    """Which family serves which use.

    `families` maps a role (`text`, `head`, `sans`, `mono`) to a family; `cjk` a language tag to
    one; `scripts` an ISO 15924 code to one; `symbols` are tried last, in order. `light` is the
    family of Latin inside CJK text with its weights for regular and bold. `chosen` are the roles
    the manifest settled: they outrank those of a layout.
    """

    families: Mapping[str, str]
    cjk: Mapping[str, str]
    scripts: Mapping[str, str]
    symbols: tuple[str, ...]
    light: tuple[str, int, int]
    chosen: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The faces a book may be set in, and the roles they play.

    Built by `load_catalogue`. `folders` are the folders fontconfig may look into; `refused` are
    files in them that must not be used (they break in print, or a font of the book replaces them).
    """

    faces: tuple[Face, ...]
    roles: Roles
    folders: tuple[Path, ...]
    refused: tuple[Path, ...] = ()
    _families: Mapping[str, tuple[Face, ...]] = field(default_factory=dict, compare=False)

    @property
    def families(self) -> tuple[str, ...]:
        """The families, in the order of the catalogue."""
        return tuple(self._families)

    @property
    def files(self) -> tuple[Face, ...]:
        """One face for each file, in the order of the catalogue (for paths, sizes and digests)."""
        return tuple({face.path: face for face in reversed(self.faces)}.values())[::-1]

    @property
    def digest(self) -> str:
        """A digest of every font file and role: what a cache of typeset pages depends on."""
        lines = [f"{f.family}\0{f.weight}\0{f.style}\0{f.index}\0{f.sha256}" for f in self.faces]
        return hashlib.sha256("\n".join([*lines, repr(self.roles)]).encode()).hexdigest()

    def face(self, family: str, weight: int = 400, style: Style = "normal") -> Face | None:
        """Return the face CSS would choose (CSS Fonts 4, 5.2: style before weight), or None."""
        candidates = self._families.get(family, ())
        same = [face for face in candidates if face.style == style] or list(candidates)
        return min(same, key=lambda face: _distance(weight, face.weight), default=None)

    def find(self, file: str, index: int = 0) -> Face | None:
        """Return the face `index` of the file called `file` in the catalogue, or None."""
        for face in self.faces:
            if face.file == file and face.index == index:
                return face
        return None

    def draws(self, family: str, character: str) -> bool:
        """Return whether the regular face of `family` has a glyph for `character`."""
        face = self.face(family)
        return face is not None and ord(character) in coverage(face.path, face.index)

    def who_draws(self, character: str) -> Face | None:
        """Return a face of the catalogue that has `character`, or None."""
        for faces in self._families.values():
            for face in faces:
                if ord(character) in coverage(face.path, face.index):
                    return face
        return None


def _distance(wanted: int, weight: int) -> tuple[int, int]:
    """Rank `weight` for `wanted` (CSS Fonts 4, 5.2, step 4): smaller is better."""
    if 400 <= wanted <= 500:
        if wanted <= weight <= 500:
            return 0, weight - wanted
        return (1, wanted - weight) if weight < wanted else (2, weight - wanted)
    if wanted < 400:
        return (0, wanted - weight) if weight <= wanted else (1, weight - wanted)
    return (0, weight - wanted) if weight >= wanted else (1, wanted - weight)


# ---------------------------------------------------------------- reading
def _entries(path: Path) -> Mapping[str, Any]:
    try:
        data = yaml.safe_load(path.read_text("utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise NewsbookError(f"the font catalogue {path.name} cannot be read: {error}") from error
    if not isinstance(data, dict):
        raise NewsbookError(f"the font catalogue {path.name} is not a mapping")
    return data


def _described(folder: Path, entry: Mapping[str, Any]) -> Iterable[Face]:
    """Yield the faces of one entry of `fonts.yml`; a collection has one for each region."""
    regions: Mapping[str, int] = entry.get("faces") or {"": 0}
    for region, index in sorted(regions.items(), key=lambda item: item[1]):
        yield Face(
            family=f"{entry['family']} {region}".strip(),
            weight=int(entry["weight"]),
            style="italic" if entry["style"] == "italic" else "normal",
            file=str(entry["file"]),
            path=folder / str(entry["file"]),
            index=index,
            sha256=str(entry["sha256"]),
            size=int(entry["bytes"]),
            licence=str(entry.get("licence") or ""),
            reserved_names=tuple(entry.get("reserved_names") or ()),
            source=str(entry.get("source") or ""),
        )


def _roles(data: Mapping[str, Any]) -> Roles:
    light = data["text-in-cjk"]
    return Roles(
        families={name: str(data[name]) for name in ("text", "head", "sans", "mono")},
        cjk={str(tag): str(family) for tag, family in data["cjk"].items()},
        scripts={str(code): str(family) for code, family in data["scripts"].items()},
        symbols=tuple(map(str, data["symbols"])),
        light=(str(light["family"]), int(light["weight"]), int(light["bold"])),
    )


def _catalogue(
    faces: Iterable[Face], roles: Roles, folders: tuple[Path, ...], refused: tuple[Path, ...] = ()
) -> Catalogue:
    kept = tuple(faces)
    families: dict[str, list[Face]] = {}
    for face in kept:
        families.setdefault(face.family, []).append(face)
    return Catalogue(
        kept, roles, folders, refused, {name: tuple(found) for name, found in families.items()}
    )


@lru_cache(maxsize=4)
def bundled_catalogue(folder: Path | None = None) -> Catalogue:
    """Return the catalogue of the fonts that come with newsbook (or of the folder given)."""
    folder = folder or fonts_dir()
    data = _entries(folder / "fonts.yml")
    faces = [face for entry in data["fonts"] for face in _described(folder, entry)]
    return _catalogue(faces, _roles(data["roles"]), (folder,))


def load_catalogue(
    own: Path | None = None,
    *,
    roles: Mapping[str, str] | None = None,
    name: str = "fonts",
    where: Location | None = None,
    diagnostics: Collector | None = None,
    lenient: bool = False,
) -> Catalogue:
    """Return the bundled catalogue with the fonts of a book added.

    `own` is the folder of the book's fonts (searched with its subfolders), `name` how messages call
    it; `roles` maps roles to families and comes from the manifest, `where` is its place there. A
    font of the book replaces the bundled face of the same family, weight and style. Files that
    would break in print are refused with a `font-unusable` error (with `lenient`, for a folder the
    manifest does not name, a warning); a role that names an unknown family is a `font-unusable`
    error too, and the bundled family stays.
    """
    base = bundled_catalogue()
    findings = diagnostics if diagnostics is not None else Collector()
    own_findings = Collector()
    faces, refused = _own_faces(own, name, own_findings) if own is not None else ([], [])
    findings.extend(
        replace(finding, severity=Severity.WARNING) if lenient else finding
        for finding in own_findings
    )
    taken = {(face.family, face.weight, face.style) for face in faces}
    kept = [f for f in base.faces if (f.family, f.weight, f.style) not in taken]
    gone = {f.path for f in base.faces} - {f.path for f in kept}
    folders = (*base.folders, *((own,) if own is not None and faces else ()))
    catalogue = _catalogue((*faces, *kept), base.roles, folders, (*sorted(gone), *refused))
    return _with_roles(catalogue, roles or {}, where, findings)


def holds_fonts(folder: Path) -> bool:
    """Return whether a font file lies directly in `folder`."""
    return folder.is_dir() and any(path.suffix.lower() in _SUFFIXES for path in folder.iterdir())


def _own_faces(folder: Path, name: str, findings: Collector) -> tuple[list[Face], list[Path]]:
    if not folder.is_dir():
        findings.error("file-not-found", f"there is no folder {name}", where=Location(name))
        return [], []
    faces: dict[tuple[str, int, str], Face] = {}
    refused: list[Path] = []
    root = folder.resolve()
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() not in _SUFFIXES or path.is_dir():
            continue
        file = f"{name}/{path.relative_to(folder).as_posix()}"
        if not path.resolve().is_relative_to(root):
            findings.error(
                "outside-project", f"{file} leads out of the folder of fonts", where=Location(file)
            )
            refused.append(path)
            continue
        problems = lint_file(path, file)
        findings.extend(problems)
        try:
            found = () if any(p.severity == "error" for p in problems) else read_faces(path, file)
        except InputError as error:
            findings.error("font-unusable", f"{file}: {error}", where=Location(file))
            found = ()
        if not found:
            refused.append(path)
        for face in found:
            key = (face.family, face.weight, face.style)
            if key in faces:
                findings.error(
                    "font-unusable",
                    f"{file} is a second {face.label}; {faces[key].file} is the first",
                    where=Location(file),
                    hint="keep one of the two: which one would be used depends on the machine",
                )
                refused.append(path)
                continue
            faces[key] = face
    return [face for face in faces.values() if face.path not in refused], refused


def _with_roles(
    catalogue: Catalogue, roles: Mapping[str, str], where: Location | None, findings: Collector
) -> Catalogue:
    known, families, cjk = set(catalogue.families), dict(catalogue.roles.families), dict(
        catalogue.roles.cjk
    )  # fmt: skip
    scripts = dict(catalogue.roles.scripts)
    light = catalogue.roles.light
    chosen: dict[str, str] = {}
    for role, family in roles.items():
        if family not in known:
            findings.error(
                "font-unusable",
                f"the role {role!r} names the family {family!r}, which is not among the fonts",
                where=where,
                hint=f"there are {', '.join(sorted(known))}",
            )
        elif role in families:
            families[role] = chosen[role] = family
            if role == "text":
                light = _light(catalogue, family)
        elif role in cjk:
            cjk[role] = family
        elif role == "text-in-cjk":
            light = _light(catalogue, family)
        elif role in scripts:
            scripts[role] = family
        else:
            findings.error(
                "font-unusable",
                f"{role!r} is not a role",
                where=where,
                hint=f"roles are {', '.join([*families, 'text-in-cjk', *cjk, *scripts])}",
            )
    base = catalogue.roles
    settled = Roles(families, cjk, scripts, base.symbols, light, chosen)
    return _catalogue(catalogue.faces, settled, catalogue.folders, catalogue.refused)


def _light(catalogue: Catalogue, family: str) -> tuple[str, int, int]:
    """Return `family` with the weights nearest to what Latin inside CJK needs."""
    regular, bold = catalogue.face(family, 300), catalogue.face(family, 600)
    return family, regular.weight if regular else 400, bold.weight if bold else 700
