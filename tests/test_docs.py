"""The reference says what the code says."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from newsbook.diagnostics import CODES
from newsbook.manifest.schema import MANIFEST

ROOT = Path(__file__).resolve().parent.parent


def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("reference", ROOT / "tools" / "reference.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    "name",
    [
        "docs/manifest.md",
        "docs/newsbook.schema.json",
        "docs/diagnostics.md",
        "docs/contributing.md",
        "docs/layouts.md",
        "docs/printers.md",
    ],
)
def test_the_reference_is_up_to_date(name: str) -> None:
    written = (ROOT / name).read_text("utf-8")
    assert written == tool().PAGES[name](), "run: python tools/reference.py"


def test_every_code_and_every_key_is_in_the_reference() -> None:
    headings = re.findall(r"^## (.*)$", (ROOT / "docs/diagnostics.md").read_text("utf-8"), re.M)
    assert headings == list(CODES)
    page = (ROOT / "docs/manifest.md").read_text("utf-8")
    assert all(f"| `{key.name}` |" in page for key in MANIFEST.keys)


def test_links_inside_the_manifest_page_lead_somewhere() -> None:
    page = (ROOT / "docs/manifest.md").read_text("utf-8")
    anchors = {tool()._anchor(title) for title in re.findall(r"^#+ (.*)$", page, re.M)}
    linked = set(re.findall(r"\]\(#([^)]*)\)", page))
    assert linked <= anchors


@pytest.mark.slow
def test_the_documentation_builds_without_a_warning(tmp_path: Path) -> None:
    configuration = ROOT / "tools" / "mkdocs.yml"
    command = [sys.executable, "-m", "mkdocs", "build", "-q", "-f", configuration, "-d", tmp_path]
    quiet = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    run = subprocess.run(
        command, capture_output=True, text=True, timeout=240, check=False, env=quiet
    )
    assert (run.returncode, run.stdout) == (0, ""), run.stderr
    pages = sorted(path.name for path in tmp_path.glob("*.html"))
    assert {"index.html", "tutorial.html", "manifest.html", "printing.html"} <= set(pages)
    assert "fonts.googleapis.com" not in (tmp_path / "index.html").read_text("utf-8")
