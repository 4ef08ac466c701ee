"""From `newsbook preview` to a page in the browser that follows the files."""

from __future__ import annotations

import argparse
import contextlib
import importlib
import threading
import webbrowser

from newsbook.cli.common import find_manifest, order_of, shown
from newsbook.errors import MissingToolError
from newsbook.terminal import Terminal

__all__ = ["preview"]


def preview(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Show the pages and the EPUB of a manifest in the browser until interrupted."""
    manifest = find_manifest(arguments.manifest)
    try:
        # The preview stands beside the command line, and is an extra: it is loaded by its name.
        serve = importlib.import_module("newsbook.preview").serve
    except ModuleNotFoundError as error:
        raise MissingToolError(
            f"the preview needs the package {error.name!r}\npip install 'newsbook[preview]'"
        ) from error
    order = order_of(arguments)

    def ready(address: str) -> None:
        terminal.result(address)
        terminal.out.flush()
        terminal.say(f"Showing {shown(manifest)}; Ctrl-C ends it", "good")
        if not arguments.no_open:
            # Some browsers (those in a terminal) do not return before they are closed.
            threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()

    with contextlib.suppress(KeyboardInterrupt):
        serve(manifest, order, port=arguments.port, ready=ready)
    terminal.say("The preview has ended.")
    return 0
