"""From a book's set-up to a warm engine: fonts, style sheets and hooks, kept between units.

One process typesets many units of one book: the private font configuration, the parsed style sheets
and the trimmed user-agent sheet are made once. The engine is single-threaded; so is a session.
"""

from __future__ import annotations

import gc
import os
import re
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from newsbook.composition import SlotGlyph
from newsbook.diagnostics import Diagnostic, Severity
from newsbook.errors import SWEPT, EngineError
from newsbook.pdf.engine import contract
from newsbook.pdf.engine.versions import engine_versions
from newsbook.pdf.units import Setup

__all__ = ["Job", "Session", "open_session"]

# How often the collector runs, in layouts and drawings, where nobody else sees to that.
COLLECT_EVERY = 20
RECURSION = 12_000
# What lines of Chinese and Japanese fall back to where they cannot be justified.
RAGGED = ":lang(zh), :lang(ja) { text-align: start !important }"

# What layouts write into the margins is figures: one face draws them on every page of a book,
# whatever language the page is in. Running heads are elements and have their own.
_MARGINS = (
    "top-left-corner top-left top-center top-right top-right-corner right-top right-middle "
    "right-bottom bottom-right-corner bottom-right bottom-center bottom-left bottom-left-corner "
    "left-bottom left-middle left-top"
).split()
FOLIOS = "@page {" + "".join(f' @{name} {{ -weasy-lang: "und-Latn" }}' for name in _MARGINS) + " }"

_lock = threading.RLock()
_session: Session | None = None


@dataclass(slots=True)
class Job:
    """What the hooks must know of the unit that is being laid out."""

    html: Any
    sides: list[Any] = field(default_factory=list)


class Session:
    """The engine, warm for one `Setup`."""

    def __init__(self, setup: Setup) -> None:
        check_engine()
        from weasyprint import CSS

        from newsbook.pdf.engine import hooks
        from newsbook.pdf.engine.faces import FaceTable
        from newsbook.pdf.engine.fetching import AssetFetcher
        from newsbook.pdf.engine.records import listening
        from newsbook.pdf.engine.shelf import FontFinder
        from newsbook.pdf.engine.slots import FolioCounters

        hooks.install(self)
        self.setup = setup
        self.job: Job | None = None
        self.fonts = private_fonts(setup.fontconfig)
        self.fonts.newsbook_faces = FaceTable(setup.faces)
        self.finder = FontFinder(setup.fonts)
        self.counters = FolioCounters()
        self.fetcher = AssetFetcher({a.key: a for a in setup.assets})
        self.glyphs: dict[tuple[Any, ...], dict[str, SlotGlyph]] = {}
        self.units = 0
        ragged = contract.problems(contract.JUSTIFICATION)
        with listening() as listener:
            sheets = (FOLIOS, *setup.stylesheets, *((RAGGED,) if ragged else ()))
            self.sheets = [self._css(CSS, css) for css in sheets]
            self.side_sheets = {
                side: CSS(string=f"html {{ break-before: {side} }}") for side in ("left", "right")
            }
            self.agent_sheet = CSS(string=trimmed_agent_sheet(), counter_style=self.counters)
        heard = listener.diagnostics(None, "style sheet")
        self.diagnostics = (_ragged_warning(ragged[0]), *heard) if ragged else heard
        gc.collect()
        gc.freeze()

    def _css(self, kind: Callable[..., Any], css: str) -> Any:
        return kind(
            string=css,
            font_config=self.fonts,
            counter_style=self.counters,
            url_fetcher=self.fetcher,
        )

    @contextmanager
    def working(self, job: Job) -> Iterator[None]:
        """Make `job` the one the hooks work for, without the collector, with deep recursion."""
        enabled, limit = gc.isenabled(), sys.getrecursionlimit()
        gc.disable()
        sys.setrecursionlimit(max(limit, RECURSION))
        self.job = job
        try:
            yield
        finally:
            self.job = None
            sys.setrecursionlimit(limit)
            self.units += 1
            if enabled:
                gc.enable()
                if self.units % COLLECT_EVERY == 0:
                    gc.collect()


@contextmanager
def open_session(setup: Setup) -> Iterator[Session]:
    """Give the session for `setup`, the one of before when nothing changed."""
    global _session
    with _lock:
        if _session is None or _session.setup.digest != setup.digest:
            _session = None
            _session = Session(setup)
        yield _session


def private_fonts(fontconfig: str) -> Any:
    """Return the engine's font configuration with no fonts but those of the file `fontconfig`.

    Raises `EngineError` when the file has gone: the engine would take the machine's fonts.
    """
    from weasyprint.text.fonts import FontConfiguration

    if not Path(fontconfig).is_file():
        raise EngineError(f"{fontconfig} has gone, which lists the fonts of the book\n{SWEPT}")
    # Fontconfig reads this variable when it is loaded; nothing else keeps it from system fonts.
    environment = os.environ  # noqa: TID251
    before = environment.get("FONTCONFIG_FILE")
    environment["FONTCONFIG_FILE"] = fontconfig
    try:
        return FontConfiguration()
    finally:
        if before is None:
            del environment["FONTCONFIG_FILE"]
        else:
            environment["FONTCONFIG_FILE"] = before


def _ragged_warning(problem: str) -> Diagnostic:
    message = f"lines of Chinese and Japanese are not justified: {problem}"
    hint = "install newsbook again with its pinned dependencies"
    return Diagnostic(Severity.WARNING, "engine-warning", message, hint=hint)


def check_engine() -> None:
    """Raise `EngineError` when the installed WeasyPrint is not one we know."""
    found = engine_versions()["weasyprint"]
    missing = contract.problems(contract.ESSENTIAL)
    if not found.startswith(contract.SUPPORTED) or missing:
        detail = f" ({missing[0]})" if missing else ""
        raise EngineError(
            f"newsbook typesets with WeasyPrint {contract.SUPPORTED}*, but {found} is installed"
            f"{detail}; install it again with its pinned dependencies"
        )


def trimmed_agent_sheet() -> str:
    """Return the engine's own style sheet without what costs time and is never used here.

    Its universal rules for notes make the engine compute five more styles for every element;
    notes at the foot have the class `note`. Forms do not occur.
    """
    from weasyprint import html

    sheet = str(html.UA)
    sheet = re.sub(r"^::footnote-", ".note::footnote-", sheet, flags=re.MULTILINE)
    sheet = re.sub(r"^::note-.*\n", "", sheet, flags=re.MULTILINE)
    return re.sub(r"/\* Form fields \*/.*?(?=/\* Pages \*/)", "", sheet, flags=re.DOTALL)
