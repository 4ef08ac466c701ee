"""From the sample Composition to EPUBs, and from EPUBs to copies with something broken in them."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

from lxml import etree

from newsbook.composition import Composition
from newsbook.epub import package
from newsbook.manifest.types import EpubOptions
from tests.support.compositions import sample

MOMENT = datetime.datetime(2022, 4, 2, 12, 30, tzinfo=datetime.UTC)
NS = {
    "h": "http://www.w3.org/1999/xhtml",
    "epub": "http://www.idpf.org/2007/ops",
    "opf": "http://www.idpf.org/2007/opf",
    "dc": "http://purl.org/dc/elements/1.1/",
    "ncx": "http://www.daisy.org/z3986/2005/ncx/",
}


PLAIN = EpubOptions(embed_fonts="never")


def packed(composition: Composition, options: EpubOptions = PLAIN, **more: Any) -> bytes:
    """The EPUB of `composition`, without fonts unless `options` say otherwise."""
    values = {"timestamp": MOMENT, "catalogue": None, **more}
    return package(composition, options, **values)


@cache
def packaged(profile: Any = "epub") -> bytes:
    """The EPUB of the sample book."""
    return packed(sample(), replace(PLAIN, profile=profile))


def files(epub: bytes) -> dict[str, bytes]:
    """Every file of an EPUB, in the order of the archive."""
    with zipfile.ZipFile(io.BytesIO(epub)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def tree(epub: bytes, name: str) -> etree._Element:
    """One XML file of an EPUB, parsed."""
    return etree.fromstring(files(epub)[name])


def opf(epub: bytes) -> etree._Element:
    """The package document."""
    return tree(epub, "EPUB/content.opf")


def rewritten(epub: bytes, name: str, change: Callable[[str], str]) -> bytes:
    """A copy of `epub` in which `change` was made to the text of one file, and is a change."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(epub)) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            data = old.read(entry)
            if entry.filename == name:
                before = data.decode("utf-8")
                data = change(before).encode("utf-8")
                assert data != before.encode("utf-8"), "nothing was changed"
            new.writestr(entry, data)
    return out.getvalue()
