"""From finished files to what independent validators say of them."""

from __future__ import annotations

from collections.abc import Mapping

from newsbook.build.desk import Desk
from newsbook.checks.epubcheck import epubcheck
from newsbook.scratch import scratch_folder

__all__ = ["validate"]


def validate(files: Mapping[str, bytes], desk: Desk) -> None:
    """Add to the desk what EPUBCheck says of the EPUBs among `files`.

    Our own checks, and preflight of files for the press, were run when the files were made.
    """
    epubs = {name: data for name, data in files.items() if name.endswith(".epub")}
    with scratch_folder() as folder:
        paths = [folder / name for name in epubs]
        for path in paths:
            path.write_bytes(epubs[path.name])
        for findings in epubcheck(paths).values():
            desk.findings.extend(findings)
