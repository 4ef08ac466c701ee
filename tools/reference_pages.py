"""The pages of the reference that describe bundled data: layouts and printers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from newsbook.layout import available, load_layout
from newsbook.layout.types import Option
from newsbook.targets import Target, load_target, target_names
from newsbook.trim import Trim

ROOT = Path(__file__).resolve().parent.parent

LAYOUTS_HEAD = """\
# The layouts

<!-- Written by tools/reference.py from layouts/*/layout.yml. -->

A layout is chosen in the manifest, with its options: `layout: {name: magazine, options: {columns:
"3"}}`. [The layout guide](layout-guide.md) says how to make one of your own.
"""

PRINTERS_HEAD = """\
# Printers

<!-- Written by tools/reference.py from src/newsbook/targets/*.toml. -->

`press: {for: kdp}` sets what a printer asks and checks the finished files against it; whatever the
manifest says itself comes first. A number is *documented* when the printer publishes it, else it is
from *experience*: ask before you rely on it. Printers change their rules; the table says where each
number was read.
"""


def _default(option: Option) -> str:
    if option.kind == "colour":
        for name, colour in option.palette.items():
            if colour == option.default:
                return f"`{name}`"
        return "a colour"
    if isinstance(option.default, bool):
        return "yes" if option.default else "no"
    return f"`{option.default}`" if option.default not in ("", None) else "none"


def _takes(option: Option) -> str:
    if option.choices:
        return ", ".join(f"`{choice}`" for choice in option.choices)
    if option.palette:
        return ", ".join(f"`{name}`" for name in option.palette) + ", `#rrggbb`"
    return option.kind


def layouts_page() -> str:
    """Return `docs/layouts.md`."""
    lines = [LAYOUTS_HEAD]
    for name in sorted(available()):
        layout = load_layout(name, root=ROOT, options={})
        lines += [f"## {name}", "", layout.description.strip(), ""]
        lines += [f"![Pages of the layout {name}](pictures/layout-{name}.png)", ""]
        lines += ["| option | takes | default | |", "|---|---|---|---|"]
        lines += [
            f"| `{o.name}` | {_takes(o)} | {_default(o)} | {o.help.replace('|', ' ')} |"
            for o in layout.schema
        ]
        lines.append("")
    return "\n".join(lines)


def _length(value: float) -> str:
    return f"{value:g} mm"


def _value(name: str, value: Any) -> str:
    if name == "bleed_mm":
        top, outside, bottom, inside = value
        return (
            _length(top)
            if len(set(value)) == 1
            else f"top {top:g}, outside {outside:g}, bottom {bottom:g}, inside {inside:g} mm"
        )
    if name == "gutter_mm":
        return "; ".join(f"to {pages} pages {_length(mm)}" for pages, mm in value)
    if name == "spine_mm_per_page":
        return "; ".join(f"{paper} {mm:.4f} mm a page" for paper, mm in value.items())
    if isinstance(value, Trim):
        return f"{value.width_mm:g} × {value.height_mm:g} mm"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ", ".join(_value("", item) for item in value) or "none"
    if isinstance(value, float):
        unit = " mm" if name.endswith("_mm") else " pt" if name.endswith("_pt") else ""
        return f"{value:g}{unit}"
    return str(value)


def _facts(target: Target) -> Iterator[str]:
    for name, evidence in target.evidence.items():
        value = getattr(target, name)
        words = name.removesuffix("_mm").removesuffix("_pt").replace("_", " ")
        source = target.sources.get(name, "")
        yield f"| {words} | {_value(name, value)} | {evidence} | {source} |"


def printers_page() -> str:
    """Return `docs/printers.md`."""
    lines = [PRINTERS_HEAD]
    for name in target_names():
        target = load_target(name)
        lines += [f"## {name}: {target.title}", "", target.note, ""]
        lines += ["| what | value | evidence | read in |", "|---|---|---|---|", *_facts(target), ""]
    return "\n".join(lines)
