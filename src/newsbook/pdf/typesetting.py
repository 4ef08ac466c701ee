"""From a print Composition to its galleys: units in parallel, cached, numbers settled in passes.

Every unit is typeset once. What cannot be known then (on which side a unit stands whose pages
differ by side, which numbers running text refers to) is settled afterwards by typesetting those
units again, and only those, until nothing changes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from newsbook.composition import Composition, Galley
from newsbook.diagnostics import Diagnostic, Severity
from newsbook.errors import EngineError
from newsbook.pdf.pagination import paginate
from newsbook.pdf.storing import dump_galley, load_galley
from newsbook.pdf.units import FontFile, Setup, TypeFaces, Unit, plan_units, used_assets
from newsbook.scratch import scratch_folder
from newsbook.work import Run, serially

if TYPE_CHECKING:
    from newsbook.fonts import Catalogue
    from newsbook.manifest.types import PrintOptions

__all__ = ["GalleyCache", "set_up", "typeset", "typeset_unit"]

PASSES = 6
UNSETTLED = "the numbers of pages did not settle: a reference moves the page it refers to"


class GalleyCache(Protocol):
    """Keeps bytes by key (a hexadecimal SHA-256)."""

    def get(self, key: str) -> bytes | None:
        """Return what is kept under `key`."""
        ...

    def put(self, key: str, data: bytes) -> None:
        """Keep `data` under `key`."""
        ...


def set_up(
    composition: Composition, options: PrintOptions, catalogue: Catalogue, folder: Path
) -> Setup:
    """Return what all units of `composition` share; the fontconfig file is written to `folder`."""
    from newsbook.fonts import fontconfig_text, write_fontconfig

    rules = fontconfig_text(replace(catalogue, folders=(), refused=()), Path("/"))
    refused = "\n".join(sorted(path.name for path in catalogue.refused))
    sheets = tuple(sheet.css for sheet in composition.stylesheets)
    fonts = tuple(FontFile(f.file, str(f.path), f.sha256) for f in catalogue.files)
    return Setup(
        stylesheets=sheets,
        fontconfig=str(write_fontconfig(catalogue, folder)),
        fontconfig_sha256=hashlib.sha256(f"{rules}\n{refused}".encode()).hexdigest(),
        fonts=fonts,
        assets=used_assets("\n".join(sheets), composition.assets),
        tagged=options.tagged,
        faces=_faces(composition, catalogue),
    )


def _faces(composition: Composition, catalogue: Catalogue) -> TypeFaces:
    """Return which family draws what in a book whose layout names families for the roles."""
    from newsbook.fonts.stacks import CJK_TAGS, likely_scripts

    roles = catalogue.roles
    families = {**roles.families, **composition.fonts, **roles.chosen}
    return TypeFaces(
        bases=tuple(dict.fromkeys((*families.values(), roles.light[0]))),
        mono=families["mono"],
        cjk=tuple((face, roles.cjk[tag]) for face, tag in CJK_TAGS.items() if tag in roles.cjk),
        scripts=tuple(sorted(roles.scripts.items())),
        likely=tuple(sorted(likely_scripts().items())),
        light=roles.light,
    )


def typeset_unit(setup: Setup, unit: Unit) -> Galley:
    """Typeset `unit` (a function for worker processes; it keeps the engine warm for `setup`).

    Whatever goes wrong with this unit alone is a diagnostic of a galley without pages. Raises
    `EngineError` when nothing at all can be typeset, and MemoryError and RecursionError.
    """
    from newsbook.pdf.engine.typesetting import typeset as typeset_in_engine

    try:
        return typeset_in_engine(setup, unit)
    except (EngineError, MemoryError, RecursionError):
        raise
    except Exception as error:
        return _failed(unit, f"cannot be typeset ({type(error).__name__}: {error})")


def _failed(unit: Unit, reason: str) -> Galley:
    """A galley without pages in place of one that could not be made."""
    message = f"{unit.article or unit.name} {reason}"
    hint = "the rest of the book is not affected; simplify this article's markup"
    found = Diagnostic(Severity.ERROR, "engine-warning", message, hint=hint, article=unit.article)
    return Galley(unit.name, b"", (), (), diagnostics=(found,), side=unit.side)


@dataclass(slots=True)
class _Desk:
    """Where galleys come from: the cache, or the engine."""

    setup: Setup
    run: Run
    cache: GalleyCache | None

    def galleys(
        self, units: Sequence[Unit], meanwhile: Callable[[], None] = lambda: None
    ) -> dict[str, Galley]:
        """Return the galley of each unit, by name; `meanwhile` is done while others typeset."""
        digest = self.setup.digest
        known: dict[str, bytes] = {}
        todo: list[tuple[Unit, str]] = []
        for unit in units:
            key = unit.digest(digest)
            data = self.cache.get(key) if self.cache is not None else None
            if data is None:
                todo.append((unit, key))
            else:
                known[unit.name] = data
        made = self._begin(todo)
        meanwhile()
        found = {name: galley for name, data in known.items() if (galley := load_galley(data))}
        found |= self._made(todo, made)
        damaged = [(u, u.digest(digest)) for u in units if u.name not in found]
        return found | self._made(damaged, self._begin(damaged))

    def _begin(self, todo: Sequence[tuple[Unit, str]]) -> Iterator[Galley]:
        return self.run(typeset_unit, self.setup, [unit for unit, _ in todo], failed=_failed)

    def _made(self, todo: Sequence[tuple[Unit, str]], made: Iterator[Galley]) -> dict[str, Galley]:
        """Return the galleys that are `made` of the units, by name, and keep them."""
        found = {}
        for (unit, key), galley in zip(todo, made, strict=True):
            found[unit.name] = galley
            if self.cache is not None and galley.pages:
                self.cache.put(key, dump_galley(galley))
        return found


def typeset(
    composition: Composition,
    options: PrintOptions,
    *,
    catalogue: Catalogue,
    run: Run = serially,
    cache: GalleyCache | None = None,
    meanwhile: Callable[[], None] = lambda: None,
) -> tuple[Galley, ...]:
    """Return the galleys of `composition` in order, ready to be bound.

    `run` does the units (`newsbook.work.Run`), this process `meanwhile`; `cache` keeps galleys, and
    what fontconfig finds in the fonts, between builds. A unit that cannot be typeset is a galley
    without pages and with an error. Raises `EngineError` when the installed engine is not one we
    know.
    """
    from newsbook.fonts import noting

    with scratch_folder() as folder:
        setup = set_up(composition, options, catalogue, folder)
        with noting(catalogue, folder, cache):
            return _typeset(composition, _Desk(setup, run, cache), meanwhile)


def _typeset(
    composition: Composition, desk: _Desk, meanwhile: Callable[[], None]
) -> tuple[Galley, ...]:
    units = {unit.name: unit for unit in plan_units(composition)}
    galleys = desk.galleys(tuple(units.values()), meanwhile)
    settled = False
    # Sides are settled in order, one unit at a time in the worst case; references in a few passes.
    for number in range(PASSES + len(units)):
        again = _again(composition, units, galleys, refs=number < PASSES)
        if not again:
            settled = number < PASSES
            break
        units |= {unit.name: unit for unit in again}
        galleys |= desk.galleys(again)
    ordered = [galleys[name] for name in units]
    if not settled and ordered:
        late = Diagnostic(Severity.WARNING, "engine-warning", UNSETTLED)
        ordered[0] = replace(ordered[0], diagnostics=(*ordered[0].diagnostics, late))
    return tuple(ordered)


def _again(
    composition: Composition,
    units: Mapping[str, Unit],
    galleys: Mapping[str, Galley],
    *,
    refs: bool,
) -> tuple[Unit, ...]:
    """Return the units to typeset again, for the side and with the numbers they have now."""
    plan = paginate(composition.documents, galleys, composition.metadata.direction)
    changed = []
    for name, unit in units.items():
        galley = galleys[name]
        new = unit
        if name in plan.misplaced:
            new = new.on(plan.misplaced[name])
        if refs and galley.refs:
            new = new.with_refs({target: plan.folios.get(target, "") for target in galley.refs})
        if new != unit:
            changed.append(new)
    return tuple(changed)
