"""From `newsbook fonts` to the fonts there are, what a book needs of them, and new ones."""

from __future__ import annotations

import argparse
import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newsbook.cli.common import find_manifest, shown, summary, tell
from newsbook.content import Code, Listing, RubyPair, Text
from newsbook.diagnostics import Collector, Diagnostic, Location, Severity
from newsbook.errors import InputError, OutputError, UsageError
from newsbook.fonts import (
    Catalogue,
    Face,
    bundled_catalogue,
    coverage,
    lint_file,
    needs_of,
    read_faces,
    remedy,
)
from newsbook.model import Edition
from newsbook.report import counted
from newsbook.terminal import Terminal
from newsbook.tree import children_of

if TYPE_CHECKING:
    from newsbook.build.desk import Book

__all__ = ["fonts_add", "fonts_check", "fonts_list"]


def _own_catalogue(arguments: argparse.Namespace, findings: Collector) -> Catalogue:
    """Return the catalogue of the manifest named or found here, else that of newsbook alone."""
    from newsbook.build.pipeline import catalogue_of
    from newsbook.manifest import load

    if arguments.manifest is None:
        try:
            path = find_manifest(None)
        except UsageError:
            return bundled_catalogue()
    else:
        path = find_manifest(arguments.manifest)
    return catalogue_of(load(path), findings)


def fonts_list(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Print the fonts a book is set with."""
    findings = Collector()
    catalogue = _own_catalogue(arguments, findings)
    if arguments.json:
        terminal.json([_face_json(face, catalogue) for face in catalogue.faces])
    else:
        rows = []
        for family in catalogue.families:
            faces = [face for face in catalogue.faces if face.family == family]
            cuts = " ".join(f"{f.weight}{'i' if f.style == 'italic' else ''}" for f in faces)
            owner = "" if faces[0].bundled else "yours"
            drawn = counted(len(coverage(faces[0].path, faces[0].index)), "character")
            uses = ", ".join(_uses(catalogue, family))
            rows.append((family, cuts, owner, faces[0].licence or "?", drawn, uses))
        terminal.table(rows)
    return tell(findings, Path(), terminal)


def _face_json(face: Face, catalogue: Catalogue) -> dict[str, Any]:
    return {
        "family": face.family,
        "weight": face.weight,
        "style": face.style,
        "file": face.file,
        "index": face.index,
        "licence": face.licence,
        "reserved_names": list(face.reserved_names),
        "source": face.source,
        "bytes": face.size,
        "sha256": face.sha256,
        "bundled": face.bundled,
        "characters": len(coverage(face.path, face.index)),
        "roles": list(_uses(catalogue, face.family)),
    }


def _uses(catalogue: Catalogue, family: str) -> Iterator[str]:
    roles = catalogue.roles
    for use, name in (*roles.families.items(), *roles.cjk.items(), *roles.scripts.items()):
        if name == family:
            yield use
    if family in roles.symbols:
        yield "symbols"


def fonts_check(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Say what the fonts draw of a book, whether they may be used, and what is missing."""
    from newsbook.build import Order, prepare

    path = find_manifest(arguments.manifest)
    book, report = prepare(path, Order(formats=(), keep_going=True, allow_embargoed=True))
    findings = Collector()
    rows: list[dict[str, Any]] = []
    if book is None:
        findings.extend(report.diagnostics)
    else:
        findings.extend(f for f in report.diagnostics if f.code == "font-unusable")
        rows = list(_drawn(book, findings))
    code = tell(findings, path.parent, terminal)
    if arguments.json:
        listed = [f.as_json() for f in findings]
        terminal.json({"ok": code == 0, "fonts": rows, "diagnostics": listed})
    else:
        terminal.table(
            [
                (
                    row["family"],
                    counted(len(row["characters"]), "character"),
                    "" if row["bundled"] else "yours",
                    row["licence"] or "licence not stated",
                )
                for row in rows
            ]
        )
    terminal.say(f"{path.name}: {summary(findings)}", None if code else "good")
    return code


def _drawn(book: Book, findings: Collector) -> Iterator[dict[str, Any]]:
    """Yield what each family draws of `book`; add what is wrong with the files, and what no family
    draws, to `findings`.
    """
    needs = needs_of(_texts(book.edition), book.catalogue)
    for need in needs:
        if need.family is None:
            _find_undrawable(book, frozenset(need.characters), findings)
            continue
        faces = [face for face in book.catalogue.faces if face.family == need.family]
        for face in faces:
            _check_digest(face, findings)
        if not faces[0].licence:
            findings.warning(
                "font-unusable",
                f"{faces[0].file} states no licence",
                where=Location(faces[0].file),
                hint="make sure that it may be embedded in a book, and keep its licence beside it",
            )
        yield {
            "family": need.family,
            "characters": need.characters,
            "licence": faces[0].licence,
            "bundled": faces[0].bundled,
            "files": sorted({face.file for face in faces}),
        }


def _check_digest(face: Face, findings: Collector) -> None:
    """Compare a bundled file with what the catalogue says of it."""
    if not face.bundled:
        return
    try:
        digest = hashlib.sha256(face.path.read_bytes()).hexdigest()
    except OSError:
        digest = ""
    if digest != face.sha256:
        findings.error(
            "font-unusable",
            f"{face.file} is not the file that came with newsbook",
            where=Location(face.file),
            hint="install newsbook again",
        )


def _texts(edition: Edition) -> Iterator[tuple[str, str, str]]:
    """Yield the texts of `edition`, each with its language and the role it is set in."""
    main = edition.metadata.language
    yield from ((text, main, "text") for text in (edition.metadata.title, edition.metadata.subtitle)
                if text)  # fmt: skip
    for article in edition.articles():
        language = article.language or main
        parts = (article.headline, article.kicker, article.deck, article.body, article.note)
        for person in article.byline:
            yield person.name, person.language or language, "text"
        for part in parts:
            yield from _below(part, language)


def _below(node: Any, language: str) -> Iterator[tuple[str, str, str]]:
    if isinstance(node, tuple):
        for part in node:
            yield from _below(part, language)
    elif isinstance(node, Text):
        yield node.text, language, "text"
    elif isinstance(node, Code | Listing):
        yield node.text, language, "mono"
    elif isinstance(node, RubyPair):
        yield node.base, language, "text"
        yield node.annotation, language, "text"
    elif node is not None:
        inner = getattr(node, "language", None) or language
        for child in children_of(node):
            yield from _below(child, inner)


def _find_undrawable(book: Book, missing: frozenset[str], findings: Collector) -> None:
    """Add an error for every article and character of it that no font has."""
    for account in book.accounts:
        texts = [*account.runs, *(run for note in account.notes for run in note)]
        for character in sorted(missing & set("".join(texts))):
            findings.error(
                "missing-glyph",
                f"no font has '{character}' (U+{ord(character):04X}) of '{account.title}'",
                hint=remedy(character, book.catalogue),
                article=account.article,
            )


def fonts_add(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Copy fonts into a project, if they can be used."""
    findings = Collector()
    folder = Path(arguments.dir)
    files = [Path(name) for name in arguments.files]
    for path in files:
        if path.is_dir():
            raise UsageError(f"{path} is a folder\nname the font files in it: {path / '*.ttf'}")
        if not path.exists():
            raise UsageError(f"there is no file {path}")
        findings.extend(lint_file(path, path.name))
    findings.extend(_doubles(files, folder))
    code = tell(findings, Path(), terminal)
    if code:
        terminal.problem("nothing was copied")
        return code
    licence = [Path(arguments.licence)] if arguments.licence else []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path in [*files, *licence]:
            target = folder / path.name
            if target.exists() and not target.samefile(path):
                raise UsageError(f"{target} is there already")
            if not target.exists():
                shutil.copyfile(path, target)
            terminal.result(shown(target))
    except OSError as error:
        raise OutputError(f"{folder} cannot be written: {error.strerror or error}") from error
    faces = [face for path in files for face in read_faces(path, path.name)]
    terminal.say(f"{counted(len(faces), 'face')}: {', '.join(face.label for face in faces)}")
    if folder != Path("fonts"):
        terminal.say(f"Next: write 'fonts: {{dir: {folder.as_posix()}}}' into the manifest")
    stated = ", ".join(sorted({face.licence for face in faces if face.licence}))
    terminal.say(f"Licence: {stated or 'not stated'}")
    if not licence:
        terminal.say("Keep the licence that lets you embed it beside it: --licence FILE")
    return 0


def _doubles(files: list[Path], folder: Path) -> Iterator[Diagnostic]:
    """Yield an error for every face that another of `files`, or a file in `folder`, holds."""
    known: dict[tuple[str, int, str], Path] = {}
    there = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    names = {path.name for path in files}
    for path in [*(p for p in there if p.name not in names), *files]:
        try:
            faces = read_faces(path, path.name)
        except InputError:
            continue
        for face in faces:
            first = known.setdefault((face.family, face.weight, face.style), path)
            if first != path and path in files:
                yield Diagnostic(
                    Severity.ERROR,
                    "font-unusable",
                    f"{path.name} is a second {face.label}; {first.name} is the first",
                    Location(path.name),
                    "keep one of the two: which one would be used depends on the machine",
                )
