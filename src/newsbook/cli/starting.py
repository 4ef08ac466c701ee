"""From `newsbook init`, `schema` and `layouts` to a new project, the schema, and layouts."""

from __future__ import annotations

import argparse
from pathlib import Path

from newsbook.cli.common import shown
from newsbook.terminal import Terminal

__all__ = ["init", "layouts_copy", "layouts_list", "schema"]


def init(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Start a project."""
    from newsbook.project import start_project

    folder = Path(arguments.directory)
    files = start_project(
        folder, arguments.template, title=arguments.title, language=arguments.language
    )
    for file in files:
        terminal.result(shown(file))
    step = "" if shown(folder) == "." else f"cd {shown(folder)} && "
    terminal.say(f"Next: {step}newsbook preview, or newsbook build", "good")
    return 0


def schema(_arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Print the JSON Schema of the manifest."""
    from newsbook.manifest import json_schema

    terminal.out.write(json_schema())
    return 0


def layouts_list(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Print the layouts that can be named, with their options."""
    from newsbook.layout import list_layouts

    layouts = list_layouts(Path.cwd())
    if arguments.json:
        terminal.json(
            [
                {
                    "name": layout.name,
                    "title": layout.title,
                    "description": layout.description,
                    "media": list(layout.media),
                    "options": [
                        {
                            "name": option.name,
                            "kind": option.kind,
                            "default": str(option.default),
                            "choices": list(option.choices),
                            "help": option.help,
                        }
                        for option in layout.schema
                    ],
                }
                for layout in layouts
            ]
        )
        return 0
    for layout in layouts:
        terminal.result(f"{layout.name}: {layout.description}")
        for option in layout.schema:
            values = "|".join(option.choices) or option.kind
            default = "" if option.default in ("", None) else f" (default: {_word(option.default)})"
            terminal.result(f"  {option.name}: {values}{default}")
            terminal.result(f"      {option.help}")
    return 0


def _word(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(getattr(value, "rgb", value))


def layouts_copy(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Copy a layout into a folder of one's own."""
    from newsbook.layout import copy_layout

    made = copy_layout(arguments.name, Path(arguments.directory), root=Path.cwd())
    terminal.result(shown(made))
    terminal.say(f"Next: write 'layout: {made.name}' into the manifest beside it")
    return 0
