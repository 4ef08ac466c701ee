"""What picture files say of themselves: captions, credits, copyright and alternative texts."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from PIL.TiffImagePlugin import ImageFileDirectory_v2

from newsbook.assemble import assemble
from newsbook.content import Figure
from newsbook.manifest import load
from newsbook.model import Asset
from newsbook.pictures import load_picture
from newsbook.tree import plain_text, walk
from newsbook.world import World

XMP = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF
xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
xmlns:Iptc4xmpCore="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/">PROPERTIES</rdf:Description></rdf:RDF></x:xmpmeta>"""


def alternatives(name: str, **texts: str) -> str:
    items = "".join(
        f'<rdf:li xml:lang="{language.replace("_", "-")}">{text}</rdf:li>'
        for language, text in texts.items()
    )
    return f"<{name}><rdf:Alt>{items}</rdf:Alt></{name}>"


def picture() -> Image.Image:
    return Image.linear_gradient("L").resize((40, 30))


def loaded(data: bytes) -> Asset:
    asset = load_picture("a", data, where=None, world=World(Path()))
    assert asset is not None
    return asset


def jpeg_with_xmp(*properties: str) -> bytes:
    packet = (
        b"http://ns.adobe.com/xap/1.0/\0" + XMP.replace("PROPERTIES", "".join(properties)).encode()
    )
    target = io.BytesIO()
    picture().save(target, "JPEG")
    data = target.getvalue()
    segment = b"\xff\xe1" + struct.pack(">H", len(packet) + 2) + packet
    return data[:2] + segment + data[2:]


def with_xmp(*properties: str) -> Asset:
    return loaded(jpeg_with_xmp(*properties))


def png(info: PngInfo | None = None, **keys: object) -> bytes:
    target = io.BytesIO()
    picture().save(target, "PNG", pnginfo=info, **keys)
    return target.getvalue()


# ---------------------------------------------------------------- XMP
def test_alternatives_are_languages_not_a_list() -> None:
    asset = with_xmp(
        alternatives("dc:description", de="Die Brücke", en_US="The bridge", zh_Hans="这座桥"),
        alternatives("dc:rights", de="Alle Rechte", en="All rights"),
    )

    assert (asset.caption, asset.rights) == ("Die Brücke", "Alle Rechte")
    assert asset.said("caption", "en", "de") == "The bridge"
    assert asset.said("caption", "zh-Hant", "de") == "这座桥"
    assert asset.said("caption", "fr", "de") == "Die Brücke"
    assert asset.said("caption", "fr", None) == "Die Brücke"
    assert asset.said("rights", "en-GB") == "All rights"


def test_the_default_is_what_the_file_names_as_such() -> None:
    asset = with_xmp(
        alternatives("dc:description", de="Die Brücke", x_default="The bridge", fr="Le pont")
    )

    assert asset.caption == "The bridge"
    assert asset.said("caption", "de") == "Die Brücke"
    assert asset.said("caption", "ja", "fr") == "Le pont"


def test_a_list_of_creators_is_joined() -> None:
    asset = with_xmp(
        "<dc:creator><rdf:Seq><rdf:li>Ann Ünal</rdf:li><rdf:li>Bo Li</rdf:li></rdf:Seq></dc:creator>"
    )

    assert asset.credit == "Ann Ünal, Bo Li"


def test_a_long_description_is_the_alternative_text_where_there_is_no_short_one() -> None:
    long = alternatives("Iptc4xmpCore:ExtDescrAccessibility", x_default="A bridge of two arches")
    short = alternatives("Iptc4xmpCore:AltTextAccessibility", x_default="A bridge")

    assert with_xmp(long).alt == "A bridge of two arches"
    assert with_xmp(long, short).alt == "A bridge"


def test_the_language_of_the_article_decides_then_that_of_the_book(tmp_path: Path) -> None:
    alt = alternatives(
        "Iptc4xmpCore:AltTextAccessibility", fr="Le pont", de="Die Brücke", en="Bridge"
    )
    rights = alternatives("dc:rights", fr="Tous droits", de="Alle Rechte", en="All rights")
    (tmp_path / "a.jpg").write_bytes(jpeg_with_xmp(alt, rights))
    (tmp_path / "manifest.yml").write_text("title: T\nlanguage: de\ncontents: [en.md, es.md]\n")
    for language in ("en", "es"):
        text = f"---\nlanguage: {language}\n---\n# H\n\nText.\n\n![](a.jpg)\n"
        (tmp_path / f"{language}.md").write_text(text)
    found = [
        (figure.pictures[0].alt, plain_text(figure.credit))
        for article in assemble(load(tmp_path), World(tmp_path)).articles()
        for figure in article.body
        if isinstance(figure, Figure)
    ]

    assert found == [("Bridge", "All rights"), ("Die Brücke", "Alle Rechte")]


# ---------------------------------------------------------------- EXIF of Windows
def exif(**tags: str) -> bytes:
    numbers = {"title": 0x9C9B, "comment": 0x9C9C, "author": 0x9C9D, "subject": 0x9C9F}
    made = Image.Exif()
    for name, text in tags.items():
        if name in numbers:
            made[numbers[name]] = text.encode("utf-16-le") + b"\0\0"
        else:
            made[0x010E] = text.encode()
    target = io.BytesIO()
    picture().save(target, "JPEG", exif=made)
    return target.getvalue()


def test_what_windows_writes_is_read() -> None:
    asset = loaded(exif(title="Көпір", author="Ән Үнал;Bo Li"))
    assert (asset.caption, asset.credit) == ("Көпір", "Ән Үнал, Bo Li")

    assert loaded(exif(title="T", subject="S")).caption == "S"
    assert loaded(exif(title="T", subject="S", comment="C")).caption == "C"
    assert loaded(exif(title="T", comment="C", description="D")).caption == "D"


# ---------------------------------------------------------------- texts of a PNG
@pytest.mark.parametrize("kind", ["tEXt", "zTXt", "iTXt"])
def test_texts_of_a_png_are_read(kind: str) -> None:
    info = PngInfo()
    texts = {"Title": "T", "Description": "The bridge", "Author": "Ann", "Copyright": "© Bo Li"}
    for key, text in texts.items():
        if kind == "iTXt":
            info.add_itxt(key, text)
        else:
            info.add_text(key, text, zip=kind == "zTXt")
    asset = loaded(png(info))

    assert (asset.caption, asset.credit, asset.rights) == ("The bridge", "Ann", "© Bo Li")


def test_texts_after_the_pixels_are_read() -> None:
    data = png()
    body = b"tEXtDescription\0The bridge"
    chunk = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    end = data.rindex(b"IEND") - 4

    assert loaded(data[:end] + chunk + data[end:]).caption == "The bridge"


def test_what_programs_write_of_themselves_is_no_caption() -> None:
    info = PngInfo()
    info.add_text("Comment", "Created with GIMP")

    assert loaded(png(info)).caption is None


# ---------------------------------------------------------------- IPTC-IIM
def datasets(**values: str) -> bytes:
    made = b"\x1c\x01\x5a\x00\x03\x1b%G"
    for name, value in values.items():
        data = value.encode()
        made += struct.pack(">BBBH", 0x1C, 2, int(name[1:]), len(data)) + data
    return made


RECORD = datasets(_120="Die Brücke", _80="Ann Ünal", _110="AZERTAC", _116="© Bo")
RESOURCES = (
    b"8BIM\x03\xed\x03abc" + struct.pack(">I", 3) + b"xyz\0"
    b"8BIM\x04\x04\0\0" + struct.pack(">I", len(RECORD)) + RECORD
)


def tiff(tag: int, data: bytes, kind: int) -> bytes:
    """Return a TIFF with a tag of bytes (1, 7), or of numbers of four bytes (4) as Photoshop does."""
    directory = ImageFileDirectory_v2()
    directory.tagtype[tag] = 7 if kind == 4 else kind
    directory[tag] = data + (b"\0" * (-len(data) % 4) if kind == 4 else b"")
    target = io.BytesIO()
    picture().save(target, "TIFF", tiffinfo=directory)
    size = len(directory[tag])
    entry = struct.pack("<HHL", tag, 7, size)
    assert kind != 4 or entry in target.getvalue()
    return target.getvalue().replace(
        entry, struct.pack("<HHL", tag, 4, size // 4) if kind == 4 else entry
    )


def raw(name: str, data: bytes) -> bytes:
    info = PngInfo()
    digits = data.hex()
    lines = "\n".join(digits[n : n + 72] for n in range(0, len(digits), 72))
    info.add_text(f"Raw profile type {name}", f"\n{name}\n    {len(data)}\n{lines}\n", zip=True)
    return png(info)


@pytest.mark.parametrize(
    "data",
    [
        tiff(33723, RECORD, 1),
        tiff(33723, RECORD, 7),
        tiff(33723, RECORD, 4),
        tiff(34377, RESOURCES, 1),
        tiff(34377, RESOURCES, 7),
        raw("iptc", RECORD),
        raw("iptc", RESOURCES),
        raw("8bim", RESOURCES),
    ],
    ids=["bytes", "undefined", "numbers", "resources", "resources7", "png", "png-8bim", "8bim"],
)
def test_iim_is_read_wherever_it_stands(data: bytes) -> None:
    asset = loaded(data)

    assert (asset.caption, asset.credit) == ("Die Brücke", "Ann Ünal/AZERTAC")
    assert asset.rights == "© Bo"


@pytest.mark.parametrize("size", [0, 1, 4, 5, 9, 14, 20, 30])
def test_a_record_that_is_cut_off_is_no_trouble(size: int) -> None:
    for data in (tiff(33723, RECORD[:size], 7), tiff(34377, RESOURCES[:size], 7),
                 raw("iptc", RECORD[:size]), raw("iptc", RESOURCES[:size])):  # fmt: skip
        assert loaded(data).rights is None


def test_xmp_in_a_raw_profile_of_a_png_is_read() -> None:
    packet = XMP.replace("PROPERTIES", alternatives("dc:description", en="The bridge"))

    assert loaded(raw("xmp", packet.encode())).caption == "The bridge"


def test_a_long_dataset_says_how_long_it_is() -> None:
    text = "A" * 40_000
    record = b"\x1c\x02\x78\x80\x04" + struct.pack(">I", len(text)) + text.encode()

    assert loaded(tiff(33723, record, 7)).caption == text


# ---------------------------------------------------------------- captions in the book
CAPTION = alternatives("dc:description", en="The bridge (Photo by Ann/AZERTAC)", de="Die Brücke")
BY = "<dc:creator><rdf:Seq><rdf:li>Ann</rdf:li></rdf:Seq></dc:creator>"


def figures(folder: Path, text: str, *properties: str, entry: str = "") -> list[Figure]:
    (folder / "a.jpg").write_bytes(jpeg_with_xmp(*properties))
    (folder / "a.md").write_text(f"# H\n\nText.\n\n{text}\n")
    (folder / "manifest.yml").write_text(
        f"title: T\nlanguage: en\ncontents: [{{file: a.md{entry}}}]\n"
    )
    (article,) = assemble(load(folder), World(folder)).articles()
    return [node for node in walk(article.body) if isinstance(node, Figure)]


def test_a_picture_without_a_caption_takes_the_one_in_its_file(tmp_path: Path) -> None:
    (figure,) = figures(tmp_path, "![A bridge](a.jpg)", CAPTION, BY)

    assert plain_text(figure.caption) == "The bridge"  # who took it stands in the credit
    assert plain_text(figure.credit) == "Ann"
    assert figure.pictures[0].alt == "A bridge"


def test_what_a_caption_says_in_parentheses_stays_unless_it_is_the_credit(tmp_path: Path) -> None:
    said = alternatives("dc:description", en="The bridge (built in 1743)")

    (figure,) = figures(tmp_path, "![A bridge](a.jpg)", said, BY)
    assert plain_text(figure.caption) == "The bridge (built in 1743)"


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ('![A bridge](a.jpg "Own words")', ""),
        ("![A bridge](a.jpg)", ", captions: article"),
        ("![](a.jpg){.decorative}", ""),
        ("Some words ![A bridge](a.jpg) and more.", ""),
        ("::: embed\n[Film](https://example.org/v)\n:::", ""),
    ],
)
def test_where_the_caption_of_the_file_is_not_taken(text: str, entry: str, tmp_path: Path) -> None:
    captions = [plain_text(f.caption) for f in figures(tmp_path, text, CAPTION, BY, entry=entry)]

    assert "The bridge" not in captions


def test_the_still_of_a_film_has_no_caption(tmp_path: Path) -> None:
    film = '<figure><video src="https://example.org/v.mp4" poster="a.jpg"></video></figure>'

    assert [f.caption for f in figures(tmp_path, film, CAPTION)] == [()]


@pytest.mark.parametrize("name", ["DSC_0042", "IMG_1234.jpg", "PICT0001", "Screenshot 2021-01-02"])
def test_the_name_a_camera_gives_is_no_caption(name: str) -> None:
    assert with_xmp(alternatives("dc:description", en=name)).caption is None


def test_captions_are_settled_for_all_articles_at_once(tmp_path: Path) -> None:
    (tmp_path / "b.jpg").write_bytes(jpeg_with_xmp(CAPTION))
    (tmp_path / "b.md").write_text("# H\n\nText.\n\n![A bridge](b.jpg)\n")
    (tmp_path / "manifest.yml").write_text(
        "title: T\nlanguage: en\ndefaults: {captions: article}\ncontents: [b.md]\n"
    )
    (article,) = assemble(load(tmp_path), World(tmp_path)).articles()

    assert not any(isinstance(n, Figure) and n.caption for n in walk(article.body))
