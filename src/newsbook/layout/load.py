"""From the name of a layout to a validated `Layout`, with everything it extends.

A layout is a folder with a `layout.yml`; beside it `templates/*.j2`, `labels/*.yml` and
`css/{common,print,epub,cover}.css` (or `css/tables-print.css`), each of them optional. Looked for
beside the manifest (as a path, then in `layouts/`), then among the bundled ones. Every layout
stands on `_shared`: the common templates, the sheets of the scripts, the words of each language.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from newsbook.diagnostics import Collector, Location
from newsbook.errors import InputError
from newsbook.layout.options import parse_value
from newsbook.layout.reading import nearest
from newsbook.layout.schema import Description, describe
from newsbook.layout.types import Layout, Option, PageSpec, Sheet, Template, Value
from newsbook.layout.words import read_labels
from newsbook.resources import layouts_dir
from newsbook.world import read_file

__all__ = ["SHARED", "available", "find_layout", "load_layout"]

SHARED = "_shared"
MAX_FILE_BYTES = 1024 * 1024
MAX_CHAIN = 8
_FONTS = {"text": "Literata", "head": "Literata", "sans": "Inter", "mono": "Noto Sans Mono"}
_NO_DESCRIPTION = Description(
    name=SHARED, title="", description="", extends=None, media=("epub", "print"), units=None,
    arrange=None, numbering=None, front=None, back=None, fonts={}, page={}, baseline_pt=None,
    options=(), defaults={},
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Layer:
    """One folder of the chain, read; `label` is how messages call it."""

    folder: Path
    label: str
    described: Description
    templates: Mapping[str, Template]
    sheets: Mapping[str, Sheet]
    labels: Mapping[str, Mapping[str, str]]


# ---------------------------------------------------------------- finding
def available(root: Path | None = None) -> dict[str, Path]:
    """Return the folders of all layouts by name: the bundled ones, then those beside a manifest."""
    found: dict[str, Path] = {}
    places = [layouts_dir()] + ([root / "layouts", root] if root is not None else [])
    for place in places:
        if place.is_dir():
            for folder in sorted(place.iterdir()):
                if (folder / "layout.yml").is_file() and not folder.name.startswith(("_", ".")):
                    found[folder.name] = folder
    return found


def _holds_layout(folder: Path) -> bool:
    try:
        return (folder / "layout.yml").is_file()
    except OSError:  # a name longer than the file system takes
        return False


def find_layout(name: str, root: Path, *, skip: tuple[Path, ...] = ()) -> Path | None:
    """Return the folder of the layout `name`, or None; folders in `skip` are passed over.

    A path never leads out of `root`.
    """
    if not name or "\x00" in name or (name.startswith(("/", "_", ".")) and "/" not in name):
        return None
    if PurePosixPath(name).is_absolute():
        return None
    base = root.resolve()
    inside = [base / name, base / "layouts" / name]
    for place in inside:
        folder = place.resolve()
        if folder.is_relative_to(base) and _holds_layout(folder) and folder not in skip:
            return folder
    bundled = (layouts_dir() / name).resolve()
    if "/" in name or not _holds_layout(bundled) or bundled in skip:
        return None
    return bundled


# ---------------------------------------------------------------- reading one folder
def _text(path: Path, file: str, findings: Collector) -> str | None:
    where = Location(file)
    try:
        data = read_file(path, "the file", MAX_FILE_BYTES)
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        findings.error("layout-invalid", "the file is not UTF-8", where=where)
    except InputError as error:
        findings.error("layout-invalid", str(error), where=where)
    return None


def _files(folder: Path, part: str, suffix: str) -> list[Path]:
    place = folder / part
    return sorted(place.glob(f"*{suffix}")) if place.is_dir() else []


def _layer(folder: Path, label: str, findings: Collector) -> _Layer | None:
    described: Description | None = _NO_DESCRIPTION
    if folder.name != SHARED:
        file = f"{label}/layout.yml"
        source = _text(folder / "layout.yml", file, findings)
        described = describe(source, file, findings) if source is not None else None
    templates, sheets, labels = {}, {}, {}
    for path in _files(folder, "templates", ".j2"):
        file = f"{label}/templates/{path.name}"
        source = _text(path, file, findings)
        if source is not None:
            templates[path.name.removesuffix(".j2")] = Template(source, file)
    for path in (*_files(folder, ".", ".css"), *_files(folder, "css", ".css")):
        file = f"{label}/{path.relative_to(folder).as_posix()}"
        source = _text(path, file, findings)
        if source is not None:
            sheets[path.stem] = Sheet(f"{folder.name.lstrip('_')}-{path.name}", source, file)
    for path in _files(folder, "labels", ".yml"):
        file = f"{label}/labels/{path.name}"
        source = _text(path, file, findings)
        if source is not None:
            labels[path.stem] = read_labels(source, file, findings)
    if described is None:
        return None
    return _Layer(folder, label, described, templates, sheets, labels)


def _label(folder: Path, root: Path) -> str:
    base = root.resolve()
    if folder.is_relative_to(base):
        return folder.relative_to(base).as_posix()
    return f"layouts/{folder.name}"


def _chain(name: str, root: Path, where: Location | None, findings: Collector) -> list[_Layer]:
    """Return the layers from `_shared` to the layout `name`; empty after an error."""
    layers: list[_Layer] = []
    wanted: str | None = name
    place = where
    while wanted is not None:
        skip = tuple(layer.folder for layer in layers)
        folder = find_layout(wanted, root, skip=skip)
        if folder is None or len(layers) >= MAX_CHAIN:
            known = available(root)
            hint = nearest(wanted, known) or f"there are {', '.join(sorted(known))}"
            message = f"there is no layout {wanted!r}"
            if layers:
                message += f" for {layers[-1].described.name!r} to extend"
                if wanted in {layer.described.name for layer in layers}:
                    others = ", ".join(sorted(set(known) - {wanted}))
                    hint = f"a layout cannot extend itself; there are {others}"
            findings.error("unknown-layout", message, where=place, hint=hint)
            return []
        layer = _layer(folder, _label(folder, root), findings)
        if layer is None:
            return []
        layers.append(layer)
        wanted = layer.described.extends
        place = Location(f"{layer.label}/layout.yml", 1, 1)
    shared = _layer(layouts_dir() / SHARED, f"layouts/{SHARED}", findings)
    assert shared is not None
    return [shared, *layers[::-1]]


# ---------------------------------------------------------------- joining
def _schema(layers: list[_Layer], findings: Collector) -> dict[str, Option]:
    """Return the options of all layers, the defaults of a later one replacing earlier ones."""
    found: dict[str, Option] = {}
    for layer in layers:
        where = Location(f"{layer.label}/layout.yml", 1, 1)
        for option in layer.described.options:
            found[option.name] = option
        for name, written in layer.described.defaults.items():
            base = found.get(name)
            if base is None:
                message = f"options.{name}: no layout it extends has this option"
                findings.error("layout-invalid", message, where=where, hint=nearest(name, found))
                continue
            try:
                default = parse_value(base, written)
            except ValueError as error:
                findings.error("layout-invalid", f"options.{name}: {error}", where=where)
                continue
            found[name] = Option(
                base.name, base.kind, default, base.help, base.choices,
                base.minimum, base.maximum, base.palette,
            )  # fmt: skip
    return found


def _options(
    schema: Mapping[str, Option],
    written: Mapping[str, Any],
    places: Mapping[str, Location],
    keys: Mapping[str, Location],
    findings: Collector,
) -> dict[str, Value]:
    values = {name: option.default for name, option in schema.items()}
    for name, value in written.items():
        where = places.get(name)
        if name not in schema:
            hint = nearest(name, schema) or f"there are {', '.join(sorted(schema)) or 'none'}"
            findings.error(
                "unknown-key", f"unknown option {name!r}", where=keys.get(name, where), hint=hint
            )
        elif value is not None:
            try:
                values[name] = parse_value(schema[name], value)
            except ValueError as error:
                palette = ", ".join(schema[name].palette)
                named = f"or one of its own: {palette}" if palette else None
                findings.error("invalid-value", f"{name}: {error}", where=where, hint=named)
    return values


def _sheets(layers: list[_Layer], house: tuple[Sheet, ...]) -> dict[str, tuple[Sheet, ...]]:
    """Return the sheets of each medium: those of every layer, then the editor's own; and those of
    vertical writing, which an EPUB takes after them.

    An editor's sheet whose name ends in `-print.css`, `-epub.css` or `-cover.css` is for that
    medium; any other is for print and EPUB.
    """
    found = {}
    for medium in ("epub", "print", "cover", "vertical"):
        parts = (medium,) if medium in ("cover", "vertical") else ("common", medium)
        own = [sheet for layer in layers for part in parts for sheet in _named(layer.sheets, part)]
        found[medium] = (*own, *(sheet for sheet in house if medium in _media_of(sheet.file)))
    return found


def _named(sheets: Mapping[str, Sheet], part: str) -> list[Sheet]:
    """Return the sheet called `part` and those whose names end in it (`scripts-print`)."""
    return [sheets[stem] for stem in sorted(sheets, key=lambda s: (s != part, s))
            if stem == part or stem.endswith(f"-{part}")]  # fmt: skip


def _media_of(file: str) -> tuple[str, ...]:
    for medium in ("epub", "print", "cover"):
        if file.endswith((f"-{medium}.css", f"/{medium}.css")) or file == f"{medium}.css":
            return (medium,)
    return ("epub", "print")


def _house(names: tuple[str, ...], root: Path, findings: Collector) -> tuple[Sheet, ...]:
    """Read the editor's own style sheets, named relative to the manifest."""
    found = []
    for number, name in enumerate(names, 1):
        path = (root / name).resolve()
        if not path.is_relative_to(root.resolve()):
            message = f"{name} leads out of the project folder"
            findings.error("outside-project", message, where=Location(name))
        elif not path.is_file():
            findings.error("file-not-found", f"there is no style sheet {name}")
        else:
            source = _text(path, name, findings)
            if source is not None:
                found.append(Sheet(f"house-{number}.css", source, name))
    return tuple(found)


def _merged(layers: list[_Layer], schema: dict[str, Option]) -> dict[str, Any]:
    """Return what the layers say together: the last word of each."""
    top = layers[-1].described
    page, baseline = PageSpec(), None
    fonts = dict(_FONTS)
    said: dict[str, Any] = {
        "media": ("epub", "print"), "units": "article", "arrange": "manifest", "numbering": "book",
        "front": (), "back": (),
    }  # fmt: skip
    labels: dict[str, dict[str, str]] = {}
    templates: dict[str, Template] = {}
    for layer in layers:
        page = layer.described.page_over(page)
        baseline = layer.described.baseline_pt or baseline
        fonts |= layer.described.fonts
        for key in ("units", "arrange", "numbering", "front", "back"):
            value = getattr(layer.described, key)
            said[key] = said[key] if value is None else value
        said["media"] = layer.described.media or said["media"]
        for language, words in layer.labels.items():
            labels[language] = {**labels.get(language, {}), **words}
        short = layer.folder.name
        templates |= layer.templates
        templates |= {f"{short}/{name}": source for name, source in layer.templates.items()}
    return said | {
        "name": top.name,
        "title": top.title,
        "description": top.description,
        "schema": tuple(schema.values()),
        "page": page,
        "baseline_pt": baseline,
        "fonts": fonts,
        "labels": labels,
        "templates": templates,
        "extends": tuple(layer.described.name for layer in layers[1:-1]),
    }


def load_layout(
    name: str,
    *,
    root: Path,
    options: Mapping[str, Any] | None = None,
    css: tuple[str, ...] = (),
    where: Location | None = None,
    places: Mapping[str, Location] | None = None,
    keys: Mapping[str, Location] | None = None,
) -> Layout:
    """Return the layout `name` with `options` set and the editor's style sheets `css` on top.

    `root` is the folder of the manifest; `css` are paths relative to it. `where` is the place of
    the name in the manifest, `places` those of the values of options, `keys` those of their
    names. Raises `InputError` carrying every problem found (`unknown-layout`,
    `layout-invalid`, `unknown-key`, `invalid-value`).
    """
    findings = Collector()
    layers = _chain(name, root, where, findings)
    if not layers:
        raise InputError(f"the layout {name!r} cannot be used", findings.errors)
    schema = _schema(layers, findings)
    values = _options(schema, options or {}, places or {}, keys or {}, findings)
    house = _house(css, root, findings)
    if findings.errors:
        raise InputError(f"the layout {name!r} cannot be used", findings.errors)
    return Layout(options=values, sheets=_sheets(layers, house), **_merged(layers, schema))
