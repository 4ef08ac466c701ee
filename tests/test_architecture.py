"""The architecture holds: ranks, owners of third-party packages, sizes of functions and modules."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SRC = Path(__file__).resolve().parent.parent / "src" / "newsbook"

RANKS: dict[str, float] = {
    "errors": 0,
    "codes": 0,
    "diagnostics": 0,
    "content": 1,
    "extract": 1,
    "progress": 1,
    "work": 1,
    "recall": 0.5,
    "model": 1.1,
    "tree": 1.1,
    "letters": 1,
    "composition": 1.2,
    "report": 1.2,
    "measure": 1.2,
    "world": 1,
    "resources": 1,
    "formulas": 1,
    "safexml": 1,
    "safezip": 1,
    "trim": 1,
    "slugs": 1,
    "charsets": 1,
    "normalforms": 0,
    "scratch": 1,
    "roles": 1,
    "languages": 1,
    "targets": 1.1,
    "typography": 1.5,
    "fonts": 2,
    "pictures": 2,
    "xhtml": 2.1,
    "sandbox": 2,
    "yamltree": 2,
    "manifest": 3,
    "readers": 3,
    "transforms": 3,
    "layout": 3,
    "assemble": 4,
    "compose": 4,
    "epub": 5,
    "pdf": 5,
    "checks": 6,
    "build": 7,
    "cache": 6.5,
    "jobs": 6.5,
    "project": 7,
    "importer": 7,
    "cli": 8,
    "preview": 8,
    "terminal": 7.5,
    "__main__": 9,
    "__init__": 0,
}

# Third-party package -> the modules that own it. A package not named here may be used anywhere.
OWNERS = {
    "ebooklib": {"epub"},
    "weasyprint": {"pdf"},
    "pydyf": {"pdf"},
    "pikepdf": {"pdf", "checks"},
    "jinja2": {"compose"},
    "yaml": {"manifest", "layout", "fonts", "yamltree"},
    "rich": set(),
    "typer": set(),
    "trafilatura": {"readers"},
    "readability": {"readers"},
    "feedparser": {"readers"},
    "mammoth": {"readers"},
    "markdown_it": {"readers"},
    "latex2mathml": {"formulas"},
    "ziamath": {"formulas"},
    "nh3": {"xhtml", "readers"},
    "pydantic": {"manifest", "layout"},
}

MAX_FUNCTION = 60
MAX_MODULE = 400


@dataclass(frozen=True)
class Module:
    """What of a module the rules are about; lines count from 1."""

    path: str
    top: str
    lines: int
    docstring: str
    imports: tuple[tuple[str, int], ...]
    functions: tuple[tuple[str, int, int], ...]

    def at(self, line: int) -> str:
        """The place of a line, as it begins a message."""
        return f"{self.path}:{line}"


@cache
def modules() -> tuple[Module, ...]:
    """All modules of newsbook."""
    return tuple(map(looked_at, sorted(SRC.rglob("*.py"))))


def looked_at(path: Path) -> Module:
    source = path.read_text("utf-8")
    tree = ast.parse(source)
    found = path.relative_to(SRC)
    return Module(
        found.as_posix(),
        found.with_suffix("").parts[0],
        len(source.splitlines()),
        ast.get_docstring(tree) or "",
        tuple(imports(tree)),
        tuple(
            (node.name, node.lineno, (node.end_lineno or node.lineno) - node.lineno + 1)
            for node in ast.walk(tree)
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        ),
    )


def imports(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Every module name that is imported, with its line; dots before a relative one."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield "." * node.level + (node.module or ""), node.lineno
            if node.module == "newsbook":
                yield from ((f"newsbook.{alias.name}", node.lineno) for alias in node.names)


def goes_down(mine: str, other: str) -> bool:
    return RANKS[other] < RANKS[mine] or RANKS[other] == RANKS[mine] == 0


def test_every_module_is_looked_at() -> None:
    assert len(modules()) > 400
    assert {module.top for module in modules()} == RANKS.keys()


def test_imports_go_down() -> None:
    wrong = [
        f"{module.at(line)}: {module.top} (rank {RANKS[module.top]}) imports {name}"
        for module in modules()
        for name, line in module.imports
        if name.startswith("newsbook.")
        and (other := name.split(".")[1]) in RANKS
        and other != module.top
        and not goes_down(module.top, other)
    ]
    assert wrong == []


def test_imports_are_absolute() -> None:
    relative = [
        module.at(line)
        for module in modules()
        for name, line in module.imports
        if name.startswith(".")
    ]
    assert relative == []


def test_third_party_packages_have_owners() -> None:
    strangers = [
        f"{module.at(line)}: {name} belongs to {sorted(owners)}"
        for module in modules()
        for name, line in module.imports
        if (owners := OWNERS.get(name.split(".")[0])) is not None and module.top not in owners
    ]
    assert strangers == []


def test_sizes() -> None:
    long = [module.at(module.lines) for module in modules() if module.lines > MAX_MODULE]
    assert long == [], "a module this long has a seam inside"
    assert [
        f"{module.at(line)}: {name} has {length} lines"
        for module in modules()
        for name, line, length in module.functions
        if length > MAX_FUNCTION
    ] == []


def test_modules_say_from_what_to_what() -> None:
    silent = [module.path for module in modules() if not module.docstring.startswith("From ")]
    assert silent == [], "first line: from what, to what"
