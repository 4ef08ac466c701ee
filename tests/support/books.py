"""From every book in the repository to its files: the examples, the samples of the layouts, and a
book with everything (`everything.py`).

A book is built by the whole pipeline, in a copy of its folder whose manifest asks for an EPUB of
every profile beside its own outputs, so that one typesetting serves all.
"""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from newsbook.build import Order, build
from newsbook.epub import PROFILES
from newsbook.layout import available
from newsbook.report import Report
from tests.support.everything import everything

ROOT = Path(__file__).resolve().parents[2]
STORES = tuple(name for name in PROFILES if name != "epub")
_OUTPUTS = re.compile(r"^outputs:\n", re.MULTILINE)


def projects() -> dict[str, Path]:
    """The folder of every book, by name."""
    found = {f"example-{p.parent.name}": p.parent for p in sorted(ROOT.glob("examples/*/*.yml"))}
    found |= {f"layout-{name}": folder / "sample" for name, folder in sorted(available().items())}
    return found


@dataclass(frozen=True)
class Made:
    """A book that was built: its manifest, its report, its EPUBs by profile, and the PDF whose pages
    they name.
    """

    manifest: Path
    report: Report
    epubs: dict[str, Path]
    pdf: Path


NAMES = (*projects(), "everything")


def made(name: str, work: Path) -> Made:
    """Build the book called `name`, in all profiles, in the folder `work`, which is not there."""
    project = work / "project"
    if name == "everything":
        everything(project)
    else:
        shutil.copytree(projects()[name], project, ignore=shutil.ignore_patterns("dist"))
    manifest = project / "manifest.yml"
    text = manifest.read_text("utf-8")
    more = "".join(f"  {name}: {{medium: epub, profile: {name}}}\n" for name in STORES)
    if _OUTPUTS.search(text):
        text = _OUTPUTS.sub(f"outputs:\n{more}", text)
    else:
        text = f"{text}\noutputs:\n{more}  epub: {{}}\n  print: {{}}\n"
    manifest.write_text(text, "utf-8")
    report = build(manifest, Order(folder=work / "dist", jobs=1))
    epubs = {path.stem.rpartition("-")[2]: path for path in report.files if path.suffix == ".epub"}
    plain = epubs.keys() - set(STORES)
    epubs = {name if name in STORES else "epub": path for name, path in epubs.items()}
    assert epubs.keys() == set(PROFILES), [d.message for d in report.diagnostics]
    assert len(plain) == 1
    (pdf,) = (p for p in report.files if p.suffix == ".pdf" and not p.stem.endswith("-cover"))
    return Made(manifest, report, epubs, pdf)
