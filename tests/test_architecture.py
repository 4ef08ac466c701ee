"""The architecture holds: ranks, owners of third-party packages, sizes of functions and modules."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

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
MODULES = sorted(SRC.rglob("*.py"))


def top(path: Path) -> str:
    parts = path.relative_to(SRC).with_suffix("").parts
    return parts[0]


def imports(path: Path) -> list[tuple[str, int]]:
    """Every absolute module name `path` imports, with its line."""
    found = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found += [(alias.name, node.lineno) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: relative import"
            found.append((node.module or "", node.lineno))
            if node.module == "newsbook":
                found += [(f"newsbook.{alias.name}", node.lineno) for alias in node.names]
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(SRC).as_posix())
def test_imports_go_down(path: Path) -> None:
    mine = top(path)
    assert mine in RANKS, f"{mine} has no rank"
    for name, line in imports(path):
        if not name.startswith("newsbook."):
            continue
        other = name.split(".")[1]
        if other == mine or other not in RANKS:
            continue
        assert RANKS[other] < RANKS[mine] or (RANKS[other] == 0 and RANKS[mine] == 0), (
            f"{path.relative_to(SRC)}:{line}: {mine} (rank {RANKS[mine]}) imports "
            f"{other} (rank {RANKS[other]})"
        )


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(SRC).as_posix())
def test_third_party_packages_have_owners(path: Path) -> None:
    for name, line in imports(path):
        owners = OWNERS.get(name.split(".")[0])
        assert owners is None or top(path) in owners, (
            f"{path.relative_to(SRC)}:{line}: {name} belongs to {sorted(owners or ())}"
        )


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(SRC).as_posix())
def test_sizes(path: Path) -> None:
    source = path.read_text("utf-8")
    assert len(source.splitlines()) <= MAX_MODULE, "a module this long has a seam inside"
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            assert length <= MAX_FUNCTION, f"{node.name} has {length} lines"


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(SRC).as_posix())
def test_modules_say_from_what_to_what(path: Path) -> None:
    docstring = ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""
    assert docstring.split("\n")[0].startswith("From "), "first line: from what, to what"
