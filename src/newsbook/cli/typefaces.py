"""From `newsbook fonts` to the fonts there are, what a book needs of them, and new ones."""

from __future__ import annotations

import argparse
import shutil
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

from newsbook.cli.common import find_manifest, shown, summary, tell
from newsbook.diagnostics import Collector
from newsbook.errors import OutputError, UsageError
from newsbook.fonts import (
    Catalogue,
    bundled_catalogue,
    lint_file,
    load_catalogue,
    read_faces,
)
from newsbook.report import counted
from newsbook.terminal import Terminal

if TYPE_CHECKING:
    from newsbook.build.desk import Book

__all__ = ["fonts_add", "fonts_check", "fonts_list"]


def _own_catalogue(arguments: argparse.Namespace, findings: Collector) -> Catalogue:
    """Return the catalogue of the manifest named or found here, else that of newsbook alone."""
    from newsbook.manifest import load

    if arguments.manifest is None:
        try:
            path = find_manifest(None)
        except UsageError:
            return bundled_catalogue()
    else:
        path = find_manifest(arguments.manifest)
    manifest = load(path)
    choice = manifest.fonts
    return load_catalogue(
        manifest.root / choice.dir if choice.dir else None,
        roles=choice.roles,
        name=choice.dir or "fonts",
        where=choice.where,
        diagnostics=findings,
    )


def fonts_list(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Print the fonts a book is set with."""
    findings = Collector()
    catalogue = _own_catalogue(arguments, findings)
    if arguments.json:
        terminal.json(
            [
                {
                    "family": face.family,
                    "weight": face.weight,
                    "style": face.style,
                    "file": face.file,
                    "index": face.index,
                    "licence": face.licence,
                    "bundled": face.bundled,
                }
                for face in catalogue.faces
            ]
        )
    else:
        rows = []
        for family in catalogue.families:
            faces = [face for face in catalogue.faces if face.family == family]
            cuts = " ".join(f"{f.weight}{'i' if f.style == 'italic' else ''}" for f in faces)
            uses = [use for use, name in _uses(catalogue) if name == family]
            rows.append((family, cuts, "" if faces[0].bundled else "yours", ", ".join(uses)))
        terminal.table(rows)
    return tell(findings, Path(), terminal)


def _uses(catalogue: Catalogue) -> list[tuple[str, str]]:
    roles = catalogue.roles
    return [*roles.families.items(), *roles.cjk.items(), *roles.scripts.items()]


def fonts_check(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Say whether the fonts can draw every character of a book."""
    from newsbook.build import Order, prepare

    path = find_manifest(arguments.manifest)
    book, report = prepare(path, Order(formats=(), keep_going=True, allow_embargoed=True))
    findings = Collector()
    if book is None:
        findings.extend(report.diagnostics)
    else:
        findings.extend(f for f in report.diagnostics if f.code == "font-unusable")
        _find_undrawable(book, findings)
    code = tell(findings, path.parent, terminal)
    if arguments.json:
        terminal.json({"ok": code == 0, "diagnostics": [f.as_json() for f in findings]})
    terminal.say(f"{path.name}: {summary(findings)}", None if code else "good")
    return code


def _find_undrawable(book: Book, findings: Collector) -> None:
    """Add an error for every character of an article that no font has."""
    known: dict[str, bool] = {}
    for account in book.accounts:
        texts = [*account.runs, *(run for note in account.notes for run in note)]
        for character in sorted(set("".join(texts))):
            if character.isspace() or unicodedata.category(character) in ("Cc", "Cf"):
                continue
            if character not in known:
                known[character] = book.catalogue.who_draws(character) is not None
            if not known[character]:
                findings.error(
                    "missing-glyph",
                    f"no font has '{character}' (U+{ord(character):04X}) of '{account.title}'",
                    hint="add a font that has it: newsbook fonts add FILE",
                    article=account.article,
                )


def fonts_add(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Copy fonts into a project, if they can be used."""
    findings = Collector()
    folder = Path(arguments.dir)
    files = [Path(name) for name in arguments.files]
    for path in files:
        if not path.is_file():
            raise UsageError(f"there is no file {path}")
        findings.extend(lint_file(path, path.name))
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
    faces = [face.label for path in files for face in read_faces(path, path.name)]
    terminal.say(f"{counted(len(faces), 'face')}: {', '.join(faces)}")
    terminal.say(f"Next: write 'fonts: {{dir: {folder.as_posix()}}}' into the manifest")
    if not licence:
        terminal.say("Keep the licence that lets you embed it beside it: --licence FILE")
    return 0
