"""Files of other programs are named, with the next step."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsbook.readers import Source, read_many
from newsbook.world import World

COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.docx", COMPOUND + "EncryptedPackage".encode("utf-16-le"), "locked with a password"),
        ("a.docx", COMPOUND + "WordDocument".encode("utf-16-le"), "Word 97 to 2003"),
        ("a.doc", COMPOUND + "WordDocument".encode("utf-16-le"), "Word 97 to 2003"),
        ("a.odt", COMPOUND + "Workbook".encode("utf-16-le"), "Excel"),
        ("a.doc", COMPOUND, "Word 97 to 2003"),
        ("a.pages", b"PK\x03\x04", "Pages"),
        ("a.pdf", b"%PDF-1.7\n", "PDF"),
        (
            "a.xml",
            b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><a/>',
            "Word in XML",
        ),
    ],
)
def test_files_of_other_programs(name: str, data: bytes, words: str) -> None:
    world = World(root=Path("/nowhere"))

    assert not read_many(Source(name, data), world)
    (said,) = world.diagnostics
    assert said.code == "unknown-format"
    assert words in said.message
    assert said.hint


def test_what_nobody_knows_lists_the_formats() -> None:
    world = World(root=Path("/nowhere"))

    assert not read_many(Source("a.bin", b"\x00\x01"), world)
    (said,) = world.diagnostics
    assert said.hint is not None
    assert said.hint.startswith("formats: ")
