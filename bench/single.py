"""From a project to one HTML document, and from that to a PDF by plain WeasyPrint.

    python bench/single.py compose MANIFEST DIR    write book.html, style sheets, pictures, fonts
    python bench/single.py write DIR BOOK.pdf      typeset them: public interface, one document

The document holds what newsbook composes for its own units, in one piece: the same elements, style
sheets, fonts and pictures. References to pages become `target-counter()`, links stay links. The
second command imports nothing of newsbook.
"""

from __future__ import annotations

import argparse
import os
import re
from pathlib import Path
from xml.etree import ElementTree

XHTML = "{http://www.w3.org/1999/xhtml}"
# What newsbook does without style sheets: numbers of pages, and where documents begin.
EXTRA = """
.page-ref::after { content: target-counter(attr(href), page) }
.start-any { break-before: page }
.start-recto { break-before: recto }
.start-verso { break-before: verso }
.start-first { break-before: auto }
"""


def _part(document: object, first: bool) -> ElementTree.Element:
    """Return the body of a composed document as a `div`."""
    root = ElementTree.fromstring(document.xhtml)  # type: ignore[attr-defined]
    for element in root.iter():
        element.tag = element.tag.removeprefix(XHTML)
        for name in [n for n in element.attrib if n.startswith("{")]:
            del element.attrib[name]
        target = element.get("data-ref")
        if target is not None:
            element.set("href", f"#{target}")
            element.text = None
    body = root.find("body")
    assert body is not None
    start = "first" if first else document.start  # type: ignore[attr-defined]
    body.tag = "div"
    body.set("class", f"{body.get('class', '')} start-{start}")
    body.set("lang", root.get("lang") or document.language)  # type: ignore[attr-defined]
    body.attrib.setdefault("id", document.name)  # type: ignore[attr-defined]
    return body


def compose(manifest: Path, folder: Path) -> None:
    """Write the composed book of `manifest` to `folder` as one document."""
    from newsbook.build import Order, prepare
    from newsbook.build.desk import Desk
    from newsbook.build.pouring import pour
    from newsbook.build.stages import Stages
    from newsbook.fonts import write_fontconfig
    from newsbook.progress import SILENT

    order = Order()
    book, _ = prepare(manifest, order)
    assert book is not None
    output = next(o for o in book.manifest.outputs if o.medium == "print")
    poured = pour(book, output, Desk(order, SILENT, lambda: 0.0, Stages(None)))
    composition = poured.composition
    folder.mkdir(parents=True, exist_ok=True)
    write_fontconfig(book.catalogue, folder)
    for asset in composition.assets.values():
        (folder / asset.key.replace("/", "_")).write_bytes(asset.read())
    html = ElementTree.Element("html", {"lang": composition.metadata.language})
    head = ElementTree.SubElement(html, "head")
    ElementTree.SubElement(head, "meta", {"charset": "utf-8"})
    ElementTree.SubElement(head, "title").text = "Corpus"
    for number, sheet in enumerate(composition.stylesheets):
        (folder / f"{number}.css").write_text(_local(sheet.css), "utf-8")
    (folder / "9.css").write_text(EXTRA, "utf-8")
    body = ElementTree.SubElement(html, "body")
    for number, document in enumerate(composition.documents):
        body.append(_part(document, number == 0))
    text = ElementTree.tostring(html, "unicode", method="html")
    (folder / "book.html").write_text(f"<!doctype html>\n{_local(text)}", "utf-8")


def _local(text: str) -> str:
    return re.sub(r"asset:([^\"'()\s<>&]+)", lambda m: m[1].replace("/", "_"), text)


def write(folder: Path, target: Path) -> None:
    """Typeset the document in `folder` with WeasyPrint as its manual says."""
    os.environ["FONTCONFIG_FILE"] = str(next(folder.glob("*.conf")))
    from weasyprint import CSS, HTML

    sheets = [CSS(filename=path) for path in sorted(folder.glob("*.css"))]
    HTML(filename=folder / "book.html").write_pdf(target, stylesheets=sheets)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("step", choices=["compose", "write"])
    parser.add_argument("source", type=Path)
    parser.add_argument("target", type=Path)
    given = parser.parse_args()
    {"compose": compose, "write": write}[given.step](given.source, given.target)
