"""Layouts are read, joined with what they extend, and refused with a place when they are broken."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from newsbook.diagnostics import Location
from newsbook.errors import InputError, OutputError, UsageError
from newsbook.layout import (
    Colour,
    available,
    copy_layout,
    labels_for,
    list_layouts,
    load_layout,
    parse_colour,
)

MINIMAL = "name: mine\ntitle: Mine\ndescription: A layout of my own.\n"


def made(root: Path, text: str = MINIMAL, name: str = "mine", **files: str) -> Path:
    """A layout beside the manifest; keys of `files` have `__` for a slash."""
    folder = root / name
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "layout.yml").write_text(text, "utf-8")
    for key, content in files.items():
        path = folder / key.replace("__", "/").replace("_dot_", ".")
        path.parent.mkdir(exist_ok=True)
        path.write_text(content, "utf-8")
    return folder


def problems(root: Path, name: str = "mine", **more: object) -> list[str]:
    with pytest.raises(InputError) as caught:
        load_layout(name, root=root, **more)  # type: ignore[arg-type]
    return [f"{d.code}: {d.message}" for d in caught.value.diagnostics]


# ---------------------------------------------------------------- bundled
def test_bundled_layouts_are_listed_and_sound(tmp_path: Path) -> None:
    layouts = {layout.name: layout for layout in list_layouts(tmp_path)}
    assert "classic" in layouts
    for name, layout in layouts.items():
        assert set(layout.media) <= {"epub", "print"}
        assert len(layout.description) > 40
        assert name == layout.name
        for option in layout.schema:
            assert len(option.help) > 20, f"{name}: {option.name} needs help"
            assert layout.options[option.name] == option.default


def test_options_get_their_types(tmp_path: Path) -> None:
    options = {"accent": "#336699", "initials": "yes", "text-size": "10.5pt", "density": None}
    layout = load_layout("classic", root=tmp_path, options=options)
    assert layout.options["accent"] == Colour("#336699", (0.67, 0.33, 0.0, 0.4))
    assert layout.options["initials"] is True
    assert layout.options["text-size"] == pytest.approx(10.5 * 25.4 / 72, abs=1e-3)
    assert layout.options["density"] == "normal"


def test_wrong_options_are_all_reported_where_they_stand(tmp_path: Path) -> None:
    places = {"acent": Location("m.yml", 4, 3), "density": Location("m.yml", 5, 3)}
    written = {"acent": "red", "density": "tight", "initials": "perhaps", "text-size": "40pt"}
    with pytest.raises(InputError) as caught:
        load_layout("classic", root=tmp_path, options=written, places=places)
    found = {d.message: d for d in caught.value.diagnostics}
    assert len(found) == 4
    unknown = found["unknown option 'acent'"]
    assert unknown.code == "unknown-key"
    assert unknown.hint == "did you mean 'accent'?"
    assert unknown.where == Location("m.yml", 4, 3)
    assert found["density: 'tight' is not one of airy, normal, compact"].code == "invalid-value"
    assert any("out of range" in message for message in found)


# ---------------------------------------------------------------- beside the manifest
def test_a_layout_beside_the_manifest_extends_a_bundled_one(tmp_path: Path) -> None:
    made(
        tmp_path,
        MINIMAL + "extends: classic\noptions: {density: compact}\npage: {leading: 1.6}\n",
        templates__title_dot_xhtml_dot_j2="mine",
        css__print_dot_css="p { color: black }",
        labels__en_dot_yml="contents: What is inside",
    )
    layout = load_layout("mine", root=tmp_path)
    classic = load_layout("classic", root=tmp_path)
    assert layout.extends == ("classic",)
    assert layout.options["density"] == "compact"
    assert layout.page.leading == 1.6
    assert layout.page.measure == classic.page.measure
    assert layout.templates["title.xhtml"].source == "mine"
    assert layout.templates["_shared/title.xhtml"] == classic.templates["title.xhtml"]
    assert layout.sheets["print"][:-1] == classic.sheets["print"]
    assert layout.sheets["print"][-1].file == "mine/css/print.css"
    assert labels_for(layout.labels, "en")["contents"] == "What is inside"
    assert labels_for(layout.labels, "en")["index"] == "Index"


def test_a_layout_may_extend_the_bundled_one_it_is_named_after(tmp_path: Path) -> None:
    text = MINIMAL.replace("mine", "classic") + "extends: classic\n"
    made(tmp_path, text, "layouts/classic")
    assert load_layout("classic", root=tmp_path).title == "Mine"


def test_sheets_of_the_editor_come_last_and_may_be_for_one_medium(tmp_path: Path) -> None:
    for name in ("house.css", "house-print.css"):
        (tmp_path / name).write_text("p {}", "utf-8")
    layout = load_layout("classic", root=tmp_path, css=("house.css", "house-print.css"))
    assert [s.file for s in layout.sheets["print"][-2:]] == ["house.css", "house-print.css"]
    assert [s.file for s in layout.sheets["epub"]][-1] == "house.css"
    assert all(not s.file.startswith("house") for s in layout.sheets["cover"])


BROKEN = {
    "title: A\ndescription: B\n": "layout-invalid: name is missing",
    MINIMAL + "colour: red\n": "layout-invalid: unknown key 'colour'",
    MINIMAL + "media: [epub, fax]\n": "layout-invalid: media: 'fax' is not one of epub, print",
    MINIMAL + "units: page\n": "layout-invalid: units: 'page' is not one of",
    MINIMAL + "page: {measure: wide}\n": "layout-invalid: page.measure: 'wide' is not a number",
    MINIMAL + "page: {measure: 7}\n": "layout-invalid: page.measure: 7 is not from 0.3 to 0.95",
    MINIMAL + "page: {margin: 7}\n": "layout-invalid: unknown key 'page.margin'",
    MINIMAL + "baseline: tall\n": "layout-invalid: baseline: 'tall' is not a length",
    MINIMAL + "pages: {front: [titel]}\n": "layout-invalid: pages.front: 'titel' is no special",
    MINIMAL + "fonts: {body: Arial}\n": "layout-invalid: fonts: 'body' is no role",
    MINIMAL + "options: {a: {type: size, help: x}}\n": "layout-invalid: options.a.type: 'size'",
    MINIMAL + "options: {a: {type: choice, help: x, default: b}}\n": "a choice needs its choices",
    MINIMAL + "options: {a: {type: integer, help: x}}\n": "an option needs a default",
    MINIMAL + "options: {a: {type: integer, help: x, default: b}}\n": "'b' is not a whole number",
    MINIMAL + "options: {a: 1}\n": "no layout it extends has this option",
    MINIMAL + "name: other\n": "layout-invalid: the key 'name' stands twice",
    MINIMAL + "a: &x 1\nb: *x\n": "layout-invalid: the anchor or alias",
    "- a\n": "layout-invalid: this must be a mapping",
    "": "layout-invalid: the file is empty",
    MINIMAL + "extends: clasic\n": "unknown-layout: there is no layout 'clasic' for 'mine'",
    MINIMAL + "extends: mine\n": "unknown-layout: there is no layout 'mine' for 'mine'",
}


@pytest.mark.parametrize(("text", "expected"), BROKEN.items(), ids=range(len(BROKEN)))
def test_broken_layouts_say_what_and_where(tmp_path: Path, text: str, expected: str) -> None:
    made(tmp_path, text)
    with pytest.raises(InputError) as caught:
        load_layout("mine", root=tmp_path)
    first = caught.value.diagnostics[0]
    assert expected in f"{first.code}: {first.message}"
    assert first.where is not None
    assert first.where.file == "mine/layout.yml"
    assert first.where.line is not None


def test_files_that_are_no_text_are_refused(tmp_path: Path) -> None:
    folder = made(tmp_path, MINIMAL, css__print_dot_css="p {}")
    (folder / "css" / "print.css").write_bytes(b"p { content: '\xff' }")
    assert problems(tmp_path) == ["layout-invalid: the file is not UTF-8"]
    (folder / "css" / "print.css").write_bytes(b"/*" + b"x" * 1024 * 1024 + b"*/")
    assert problems(tmp_path) == ["layout-invalid: the file is larger than 1 MB"]


def test_an_unknown_layout_is_reported_with_what_there_is(tmp_path: Path) -> None:
    where = Location("manifest.yml", 3, 9)
    with pytest.raises(InputError) as caught:
        load_layout("clasic", root=tmp_path, where=where)
    (finding,) = caught.value.diagnostics
    assert (finding.code, finding.where) == ("unknown-layout", where)
    assert finding.hint == "did you mean 'classic'?"


@pytest.mark.parametrize("name", [
    "../mine", "/etc", "_shared", ".", "", "a\x00b", "mine/../../x", "n" * 300, "n/" * 3000,
])  # fmt: skip
def test_a_name_leads_nowhere_outside(tmp_path: Path, name: str) -> None:
    made(tmp_path / "up")
    (tmp_path / "up" / "project").mkdir()
    assert problems(tmp_path / "up" / "project", name)[0].startswith("unknown-layout")


def test_a_missing_or_foreign_sheet_is_reported(tmp_path: Path) -> None:
    found = problems(tmp_path, "classic", css=("none.css", "../../x.css"))
    assert found == [
        "file-not-found: there is no style sheet none.css",
        "outside-project: ../../x.css leads out of the project folder",
    ]


# ---------------------------------------------------------------- copying
def test_a_copy_is_a_layout_of_its_own(tmp_path: Path) -> None:
    target = copy_layout("classic", tmp_path / "our-house", root=tmp_path)
    assert available(tmp_path)["our-house"] == target
    copied = load_layout("our-house", root=tmp_path)
    classic = load_layout("classic", root=tmp_path)
    assert copied.name == "our-house"
    assert copied.options == classic.options
    assert copied.templates["article.xhtml"] == classic.templates["article.xhtml"]
    with pytest.raises(OutputError, match="exists already"):
        copy_layout("classic", target, root=tmp_path)
    with pytest.raises(UsageError, match="did you mean 'classic'"):
        copy_layout("clasic", tmp_path / "x", root=tmp_path)
    with pytest.raises(UsageError, match="cannot name a layout"):
        copy_layout("classic", tmp_path / "Our House", root=tmp_path)


# ---------------------------------------------------------------- colours and words
@pytest.mark.parametrize(
    ("text", "rgb", "cmyk"),
    [
        ("#000", "#000000", (0, 0, 0, 1)),
        ("#ffffff", "#ffffff", (0, 0, 0, 0)),
        ("#FF0000", "#ff0000", (0, 1, 1, 0)),
        ("cmyk(100 0 0 50)", "#008080", (1, 0, 0, 0.5)),
        ("cmyk(0, 0, 0, 100)", "#000000", (0, 0, 0, 1)),
    ],
)
def test_colours_are_read_for_both_media(
    text: str, rgb: str, cmyk: tuple[float, float, float, float]
) -> None:
    colour = parse_colour(text)
    assert (colour.rgb, colour.cmyk) == (rgb, cmyk)
    assert colour.css("epub") == rgb
    assert colour.css("print").startswith("device-cmyk(")


@pytest.mark.parametrize(
    "text", ["red", "#12345", "cmyk(0 0 0)", "cmyk(101 0 0 0)", "cmyk(90 90 90 90)"]
)
def test_what_is_no_colour_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=re.escape(text)):
        parse_colour(text)


def test_every_language_has_every_word_with_the_same_values(tmp_path: Path) -> None:
    labels = load_layout("classic", root=tmp_path).labels
    english = labels["en"]
    needed = {"en", "az", "zh-Hans", "zh-Hant", "ja", "ko", "ru", "tr", "de", "fr", "es"}
    needed |= {"ar", "fa", "he", "ur"}
    assert needed <= labels.keys()
    for language, words in labels.items():
        assert words.keys() == english.keys(), language
        for key, value in words.items():
            fields = set(re.findall(r"\{(\w+)\}", value))
            assert fields == set(re.findall(r"\{(\w+)\}", english[key])), f"{language}: {key}"


@pytest.mark.parametrize(
    ("language", "contents"),
    [
        ("zh-TW", "目錄"),
        ("zh", "目录"),
        ("zh-Hant-HK", "目錄"),
        ("de-AT", "Inhalt"),
        ("xx", "Contents"),
        ("EN-us", "Contents"),
    ],
)
def test_a_language_finds_its_words(tmp_path: Path, language: str, contents: str) -> None:
    labels = labels_for(load_layout("classic", root=tmp_path).labels, language)
    assert labels["contents"] == contents
    assert labels.phrase("see-page", page="7").count("7") == 1


def test_a_layout_that_extends_itself_is_told_so(tmp_path: Path) -> None:
    made(tmp_path, MINIMAL + "extends: mine\n")
    with pytest.raises(InputError) as caught:
        load_layout("mine", root=tmp_path)
    (finding,) = caught.value.diagnostics
    assert finding.hint is not None
    assert finding.hint.startswith("a layout cannot extend itself; there are classic, ")
