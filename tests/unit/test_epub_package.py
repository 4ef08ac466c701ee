"""The container, its navigation and its documents are complete, linked and reproducible."""

from __future__ import annotations

import datetime
import io
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from newsbook.cache import Cache
from newsbook.composition import Composition, PageMark, Stylesheet, TocEntry
from newsbook.diagnostics import Collector
from newsbook.epub import PROFILES
from newsbook.epub.vocabulary import ROLE_OF_TYPE
from newsbook.errors import InputError, UsageError
from newsbook.fonts import bundled_catalogue
from newsbook.manifest.types import EpubOptions
from newsbook.model import Asset
from newsbook.recall import Recall
from tests.support.compositions import article_document, composition_of, sample, whole
from tests.support.epubs import NS, PAGES, PLAIN, files, opf, packaged, packed, tree

ROOT = Path(__file__).resolve().parents[2]


def documents(epub: bytes) -> dict[str, etree._Element]:
    return {n: etree.fromstring(d) for n, d in files(epub).items() if n.endswith(".xhtml")}


def spine(epub: bytes) -> list[str]:
    package = opf(epub)
    hrefs = {i.get("id"): i.get("href") for i in package.iterfind(".//opf:item", NS)}
    return [hrefs[i.get("idref")] for i in package.iterfind(".//opf:itemref", NS)]


# ---------------------------------------------------------------- what is remembered
def _with_edit(composition: Composition, old: str, new: str) -> Composition:
    first, *rest = composition.documents
    documents = [replace(d, xhtml=d.xhtml.replace(old, new, 1)) for d in (first, *rest)]
    assert documents != list(composition.documents)
    return replace(composition, documents=tuple(documents))


def test_what_is_remembered_changes_no_byte(tmp_path: Path) -> None:
    recall = Recall(Cache(tmp_path))
    book = sample()
    later = {
        key: tuple(replace(mark, folio=f"1{mark.folio}", page=mark.page + 1) for mark in marks)
        for key, marks in PAGES.items()
    }
    lost = {
        key: tuple(replace(mark, text="words that stand nowhere in it") for mark in marks)
        for key, marks in PAGES.items()
    }
    gone = replace(book, assets={key: a for key, a in book.assets.items() if key == book.cover})
    stranger = _with_edit(book, "</p>", " 驫麤</p>")
    for composition, pages in (
        (book, PAGES), (book, PAGES), (book, later), (book, lost), (gone, PAGES), (stranger, PAGES),
        (_with_edit(stranger, "<p", '<p lang="ja"'), PAGES), (book, PAGES),
    ):  # fmt: skip
        told, told_anew = Collector(), Collector()
        more = {"catalogue": bundled_catalogue(), "page_map": pages}
        known = packed(composition, EpubOptions(), recall=recall, diagnostics=told, **more)
        assert known == packed(composition, EpubOptions(), diagnostics=told_anew, **more)
        assert list(told) == list(told_anew)


# ---------------------------------------------------------------- container
def test_the_container_is_in_order_and_carries_no_clock() -> None:
    with zipfile.ZipFile(io.BytesIO(packaged())) as archive:
        entries = archive.infolist()
    assert entries[0].filename == "mimetype"
    assert entries[0].compress_type == zipfile.ZIP_STORED
    assert not entries[0].extra
    assert {e.date_time for e in entries} == {(2022, 4, 2, 12, 30, 0)}
    assert {e.external_attr >> 16 for e in entries} == {0o100644}
    assert len({e.filename for e in entries}) == len(entries)


def test_bytes_do_not_depend_on_the_process() -> None:
    script = (
        "import hashlib; from tests.support.epubs import packaged; "
        "print(hashlib.sha256(packaged()).hexdigest())"
    )
    seen = set()
    for seed, zone in (("1", "Asia/Tokyo"), ("2", "America/New_York")):
        environment = {"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C"}
        done = subprocess.run(
            [sys.executable, "-c", script], cwd=ROOT, env=environment, check=True,
            capture_output=True, text=True,
        )  # fmt: skip
        seen.add(done.stdout.strip())
    assert len(seen) == 1


def test_times_are_utc() -> None:
    moment = datetime.datetime(
        2022, 4, 2, 14, 30, tzinfo=datetime.timezone(datetime.timedelta(hours=2))
    )
    assert packed(sample(), timestamp=moment) == packaged()
    (modified,) = opf(packaged()).iterfind(".//opf:meta[@property='dcterms:modified']", NS)
    assert modified.text == "2022-04-02T12:30:00Z"


def test_every_file_is_listed_and_every_listed_file_is_there() -> None:
    names = set(files(packaged()))
    listed = {"EPUB/" + str(i.get("href")) for i in opf(packaged()).iterfind(".//opf:item", NS)}
    linked = {"EPUB/" + str(i.get("href")) for i in opf(packaged()).iterfind(".//opf:link", NS)}
    assert listed <= names
    assert names - listed - linked == {"mimetype", "META-INF/container.xml", "EPUB/content.opf"}
    ids = [i.get("id") for i in opf(packaged()).iterfind(".//opf:item", NS)]
    assert len(ids) == len(set(ids))


# ---------------------------------------------------------------- documents
def test_both_language_attributes_stand_on_every_change() -> None:
    for name, root in documents(packaged()).items():
        for element in root.iter():
            xml = element.get("{http://www.w3.org/XML/1998/namespace}lang")
            plain = element.get("lang")
            is_html = str(element.tag).startswith("{http://www.w3.org/1999/xhtml}")
            assert not is_html or plain == xml, f"{name}: {etree.tostring(element)[:80]!r}"
        assert root.get("lang")


def test_class_hooks_stand_on_body_and_on_spans() -> None:
    root = documents(packaged())["EPUB/text/opera.xhtml"]
    assert "l-zh-hans" in root.find("h:body", NS).get("class").split()  # type: ignore[union-attr]
    assert root.get("class") is None
    (span,) = root.iterfind(".//h:span[@lang='en']", NS)
    assert span.get("class") == "l-en"


def test_types_and_roles_agree() -> None:
    for name, root in documents(packaged()).items():
        for element in root.iter():
            kinds = (element.get(f"{{{NS['epub']}}}type") or "").split()
            role = element.get("role") or ""
            if role.startswith("doc-") and role != "doc-cover":
                assert role in {ROLE_OF_TYPE.get(kind) for kind in kinds}, name


def test_roles_are_given_only_where_aria_allows_them() -> None:
    body = (
        '<article epub:type="chapter"><h1>H</h1><aside epub:type="footnote" id="f"><p>x</p></aside>'
        '<a role="doc-backlink" href="#f">1</a></article>'
    )
    document = article_document("a", "H", [])
    document = replace(document, xhtml=whole(body, language="en", title="H"))
    root = documents(packed(composition_of([document])))["EPUB/text/a.xhtml"]
    assert root.find(".//h:article", NS).get("role") is None  # type: ignore[union-attr]
    assert root.find(".//h:aside", NS).get("role") == "doc-footnote"  # type: ignore[union-attr]
    link = root.find(".//h:a", NS)
    assert link is not None
    assert link.get(f"{{{NS['epub']}}}type") == "backlink"


def test_boxes_and_headers_are_no_landmarks() -> None:
    body = (
        '<section epub:type="chapter"><header><h1>H</h1></header>'
        '<aside class="fact-box"><p class="aside-title">Facts</p></aside>'
        '<aside class="fact-box"><p class="aside-title">Facts</p></aside><aside><p>x</p></aside>'
        '<aside epub:type="footnote" id="n"><p>x</p></aside></section>'
        "<article><header><p>x</p></header></article>"
    )
    made = composition_of([article_document("a", "H", ["x"])])
    document = replace(made.documents[0], xhtml=whole(body, language="en", title="H"))
    epub = packed(replace(made, documents=(document,)))
    root = tree(epub, "EPUB/text/a.xhtml")
    roles = [(etree.QName(e).localname, e.get("role")) for e in root.iter() if e.get("role")]
    assert roles == [
        ("section", "doc-chapter"),
        ("header", "presentation"),
        ("aside", "note"),
        ("aside", "note"),
        ("aside", "note"),
        ("aside", "doc-footnote"),
    ]
    labels = [e.get("aria-labelledby") for e in root.iterfind(".//h:aside", NS)]
    titles = [e.get("id") for e in root.iterfind(".//h:p[@class='aside-title']", NS)]
    assert labels == [*titles, None, None]
    assert len(set(titles)) == 2


def test_tables_too_wide_for_a_telephone_are_marked() -> None:
    def table(*words: str) -> str:
        cells = "".join(f"<td>{word}</td>" for word in words)
        return f"<table><tbody><tr>{cells}</tr></tbody></table>"

    body = table("one two three four five six", "seven") + table(*["Circumstances"] * 4)
    body += table("中文可以在任何地方换行" * 4, "二") + table("x" * 41)
    made = composition_of([article_document("a", "H", ["x"])])
    document = replace(made.documents[0], xhtml=whole(body, language="en", title="H"))
    root = tree(packed(replace(made, documents=(document,))), "EPUB/text/a.xhtml")
    assert [e.get("class") for e in root.iterfind(".//h:table", NS)] == [None, "wide", None, "wide"]


def test_empty_elements_survive_html_parsers() -> None:
    text = '<p>a<span class="x"/>b<br/></p>'
    document = replace(article_document("a", "H", []), xhtml=whole(text, language="en", title="H"))
    content = files(packed(composition_of([document])))["EPUB/text/a.xhtml"]
    assert b'<span class="x"></span>' in content
    assert b"<br/>" in content


def test_right_to_left_languages_get_a_direction() -> None:
    document = article_document("a", "H", ['<p>x <span lang="he">שלום</span></p>'], language="ar")
    root = documents(packed(composition_of([document])))["EPUB/text/a.xhtml"]
    assert root.get("dir") == "rtl"
    assert root.find(".//h:span", NS).get("dir") == "rtl"  # type: ignore[union-attr]
    assert documents(packaged())["EPUB/text/pine.xhtml"].get("dir") is None


def test_characters_xml_cannot_carry_are_left_out() -> None:
    document = article_document("a", "H\x0b", ["<p>a\x00b\ufffe</p>"])
    assert b"ab" in files(packed(composition_of([document])))["EPUB/text/a.xhtml"]


def test_a_template_that_makes_no_xhtml_is_an_error_with_a_place() -> None:
    document = replace(article_document("a", "H", []), xhtml="<html><body><p></body></html>")
    with pytest.raises(InputError) as caught:
        packed(composition_of([document]))
    (finding,) = caught.value.diagnostics
    assert finding.code == "layout-invalid"
    assert finding.where is not None
    assert finding.where.file == "a.xhtml"
    with pytest.raises(InputError, match="not XHTML"):
        packed(composition_of([replace(document, xhtml="<html/>")]))


# ---------------------------------------------------------------- links and pictures
def test_links_between_documents_lead_to_files() -> None:
    root = documents(packaged())["EPUB/text/pine.xhtml"]
    hrefs = [a.get("href") for a in root.iterfind(".//h:a", NS)]
    assert "opera.xhtml#opera" in hrefs
    assert "https://example.org/" in hrefs
    assert "#pine-fn-1" in hrefs


def test_a_link_to_nothing_becomes_text_and_is_reported() -> None:
    findings = Collector()
    document = article_document("a", "H", ['<p><a href="#nowhere">text</a></p>'])
    epub = packed(composition_of([document]), diagnostics=findings)
    assert [(d.code, d.article) for d in findings] == [("broken-link", "a")]
    (link,) = documents(epub)["EPUB/text/a.xhtml"].iterfind(".//h:a", NS)
    assert link.get("href") is None
    assert link.text == "text"


@pytest.mark.parametrize("href", ["chart.png", "asset:chart.png", "../image/chart.png"])
def test_pictures_are_found_by_key(href: str) -> None:
    document = article_document("a", "H", [f'<p><img src="{href}" alt="x"/></p>'])
    epub = packed(composition_of([document]))
    (image,) = documents(epub)["EPUB/text/a.xhtml"].iterfind(".//h:img", NS)
    assert image.get("src") == "../image/chart.png"
    assert "EPUB/image/chart.png" in files(epub)
    assert "EPUB/image/cover.jpg" not in files(epub), "what nothing shows is left out"


def test_a_picture_that_is_not_there_leaves_its_words_and_an_error() -> None:
    findings = Collector()
    document = article_document("a", "H", ['<p>See <img src="no.png" alt="a map"/>!</p>'])
    epub = packed(composition_of([document]), diagnostics=findings)
    assert [d.code for d in findings.errors] == ["file-not-found"]
    assert b"See <span>a map</span>!" in files(epub)["EPUB/text/a.xhtml"]


def test_pictures_named_by_style_sheets_are_packed() -> None:
    made = replace(
        sample(),
        stylesheets=(Stylesheet("x", "hr{background:url(asset:chart.png)}"),),
        documents=(),
    )
    document = article_document("a", "H", ["Text."])
    epub = packed(replace(made, documents=(document,), contents=(TocEntry("H", "a"),)))
    assert b'url("../image/chart.png")' in files(epub)["EPUB/style/x.css"]
    assert "EPUB/image/chart.png" in files(epub)


def test_large_pictures_are_read_when_they_are_written(tmp_path: Path) -> None:
    path = tmp_path / "big.png"
    path.write_bytes(sample().assets["chart.png"].read())
    assets = {"big.png": Asset("big.png", "image/png", path=path)}
    document = article_document("a", "H", ['<p><img src="big.png" alt=""/></p>'])
    epub = packed(composition_of([document], assets=assets))
    assert files(epub)["EPUB/image/big.png"] == path.read_bytes()


# ---------------------------------------------------------------- navigation
def test_the_contents_are_nested_and_lead_to_documents() -> None:
    nav = documents(packaged())["EPUB/nav.xhtml"]
    top = nav.findall(".//h:nav[@id='toc']/h:ol/h:li", NS)
    assert [li.findtext("h:a", namespaces=NS) for li in top] == [
        "Title page", "Friendship", "On the Road",
    ]  # fmt: skip
    children = top[1].findall("h:ol/h:li/h:a", NS)
    assert [a.get("href") for a in children] == [
        "text/pine.xhtml", "text/opera.xhtml", "text/river.xhtml",
    ]  # fmt: skip
    assert children[1].get("lang") == "zh-Hans"


def test_words_of_another_language_in_the_contents_say_so() -> None:
    entry = TocEntry("Echo 回声", "a", runs=(("Echo ", None), ("回声", "zh-Hans")))
    epub = packed(composition_of([article_document("a", "Echo", ["x"])], contents=(entry,)))
    (link,) = tree(epub, "EPUB/nav.xhtml").iterfind(".//h:nav[@epub:type='toc']//h:a", NS)
    assert "".join(link.itertext()) == "Echo 回声"
    assert [(e.text, e.get("lang")) for e in link] == [("回声", "zh-Hans")]


def test_landmarks_and_guide_name_each_place_once() -> None:
    nav = documents(packaged())["EPUB/nav.xhtml"]
    marks = nav.findall(".//h:nav[@id='landmarks']//h:a", NS)
    assert [m.get(f"{{{NS['epub']}}}type") for m in marks] == [
        "cover", "titlepage", "copyright-page", "toc", "bodymatter",
    ]  # fmt: skip
    guide = opf(packaged()).findall(".//opf:reference", NS)
    assert [g.get("type") for g in guide] == [
        "cover", "title-page", "copyright-page", "toc", "text",
    ]  # fmt: skip


def test_the_ncx_repeats_the_contents() -> None:
    ncx = tree(packaged(), "EPUB/toc.ncx")
    sources = [c.get("src") for c in ncx.iterfind(".//ncx:navPoint/ncx:content", NS)]
    nav = documents(packaged())["EPUB/nav.xhtml"]
    assert sources == [a.get("href") for a in nav.findall(".//h:nav[@id='toc']//h:a", NS)]
    uid = ncx.find(".//ncx:meta[@name='dtb:uid']", NS)
    depth = ncx.find(".//ncx:meta[@name='dtb:depth']", NS)
    assert uid is not None
    assert depth is not None
    assert uid.get("content") == opf(packaged()).findtext(".//dc:identifier", namespaces=NS)
    assert depth.get("content") == "2"


def test_the_nav_is_the_page_of_contents_unless_the_layout_has_one() -> None:
    assert (
        spine(packaged()).index("nav.xhtml") == spine(packaged()).index("text/copyright.xhtml") + 1
    )
    toc = replace(
        article_document("toc", "Contents", ['<p><a href="#a">A</a></p>']),
        kind="toc", article=None, landmark="toc",
    )  # fmt: skip
    epub = packed(composition_of([toc, article_document("a", "A", ["Text."])]))
    assert spine(epub) == ["text/toc.xhtml", "text/a.xhtml"]
    nav = documents(epub)["EPUB/nav.xhtml"]
    (mark,) = nav.iterfind(".//h:nav[@id='landmarks']//h:a[@epub:type='toc']", NS)
    assert mark.get("href") == "text/toc.xhtml"


def test_deep_contents_are_lifted_to_the_levels_a_reader_shows() -> None:
    leaf = TocEntry("D", "d")
    deep = TocEntry("A", "a", children=(TocEntry("B", "b", children=(TocEntry("C", "c"), leaf)),))
    made = [article_document(name, name.upper(), ["Text."]) for name in "abcd"]
    epub = packed(composition_of(made, contents=[deep]), replace(PLAIN, profile="kindle"))
    nav = documents(epub)["EPUB/nav.xhtml"]
    (top,) = nav.findall(".//h:nav[@id='toc']/h:ol/h:li", NS)
    assert [a.text for a in top.findall("h:ol/h:li/h:a", NS)] == ["B", "C", "D"]
    assert not top.findall("h:ol/h:li/h:ol", NS)


def test_words_come_from_the_labels() -> None:
    labels = {
        "contents": "目录",
        "landmarks": "导览",
        "page-list": "页码",
        "start": "正文",
        "cover": "封面",
    }
    epub = packed(replace(sample(), labels=labels), page_map={"pine": (PageMark(0, "1", 0, ""),)})
    nav = documents(epub)["EPUB/nav.xhtml"]
    assert [t[0].text for t in nav.iterfind(".//h:nav", NS)] == ["目录", "导览", "页码"]


# ---------------------------------------------------------------- pages of the print edition
def test_pages_are_listed_marked_and_sourced() -> None:
    epub = packed(sample(), page_map=PAGES)
    nav, ncx, package = documents(epub)["EPUB/nav.xhtml"], tree(epub, "EPUB/toc.ncx"), opf(epub)
    links = nav.findall(".//h:nav[@id='page-list']//h:a", NS)
    assert [a.text for a in links] == ["i", "1", "2", "3"]
    targets = ncx.findall(".//ncx:pageTarget", NS)
    assert [t.get("type") for t in targets] == ["front", "normal", "normal", "normal"]
    assert [t.get("value") for t in targets] == [None, "1", "2", "3"]
    for link in links:
        file, _, name = (link.get("href") or "").partition("#")
        (marker,) = documents(epub)[f"EPUB/{file}"].iterfind(f".//h:span[@id='{name}']", NS)
        assert marker.get("role") == "doc-pagebreak"
        assert marker.get("aria-label") == link.text
    assert package.findtext(".//dc:source", namespaces=NS) == "urn:isbn:9780306406157"
    properties = {m.get("property"): m.text for m in package.iterfind(".//opf:meta", NS)}
    assert properties["source-of"] == "pagination"
    assert properties["pageBreakSource"] == "urn:isbn:9780306406157"
    features = {
        m.text for m in package.iterfind(".//opf:meta[@property='schema:accessibilityFeature']", NS)
    }
    assert {"pageNavigation", "pageBreakMarkers"} <= features


@pytest.mark.parametrize(
    ("page_map", "page_list"), [(None, True), ({}, True), (PAGES, False)]
)  # fmt: skip
def test_without_print_pages_there_is_no_trace_of_them(page_map: Any, page_list: bool) -> None:
    epub = packed(sample(), replace(PLAIN, page_list=page_list), page_map=page_map)
    for content in files(epub).values():
        for word in (b"pagebreak", b"page-list", b"pageList", b"dc:source", b"pageBreakSource",
                     b"pageNavigation", b"pagination"):  # fmt: skip
            assert word not in content


def test_without_a_print_isbn_pages_point_at_our_own_pdf() -> None:
    made = sample()
    metadata = replace(made.metadata, identifiers=())
    source = opf(packed(replace(made, metadata=metadata), page_map=PAGES)).findtext(
        ".//dc:source", namespaces=NS
    )
    assert source is not None
    assert source.startswith("urn:uuid:")
    assert source != opf(packaged()).findtext(".//dc:identifier", namespaces=NS)


# ---------------------------------------------------------------- profiles
def test_every_profile_of_the_manifest_is_known() -> None:
    assert set(PROFILES) == {"epub", "kindle", "apple", "kobo", "google"}
    with pytest.raises(UsageError, match="nook"):
        packed(sample(), replace(PLAIN, profile="nook"))  # type: ignore[arg-type]


def test_kindle_has_no_cover_page_and_one_language() -> None:
    epub = packaged("kindle")
    assert "text/cover.xhtml" not in spine(epub)
    assert [e.text for e in opf(epub).iterfind(".//dc:language", NS)] == ["en"]
    item = opf(epub).find(".//opf:item[@properties='cover-image']", NS)
    assert item is not None
    assert item.get("href") == "image/cover.jpg"
    languages = [e.text for e in opf(packaged()).iterfind(".//dc:language", NS)]
    assert languages == ["en", "zh-Hans", "zh-Hant", "ja", "ko", "az"]


def test_a_cover_page_is_made_when_the_layout_has_none() -> None:
    made = sample()
    bare = replace(made, documents=made.documents[1:])
    epub = packed(bare)
    assert spine(epub)[0] == "text/cover.xhtml"
    image = documents(epub)["EPUB/text/cover.xhtml"].find(".//h:img", NS)
    assert image is not None
    assert image.get("src") == "../image/cover.jpg"
    assert image.get("alt") == "A pine and a cypress."
    itemrefs = opf(packed(bare, replace(PLAIN, cover_page="nonlinear"))).findall(
        ".//opf:itemref", NS
    )
    assert [i.get("linear") for i in itemrefs][:2] == ["no", None]


def test_long_documents_are_cut_and_still_linked() -> None:
    long = article_document("a", "A", [f"{n} " + "word " * 2000 for n in range(60)], notes=["N."])
    other = article_document("b", "B", ['<p><a href="#a-fn-1">note</a></p>'])
    epub = packed(composition_of([long, other]))
    parts = [name for name in documents(epub) if "/a" in name]
    assert parts == ["EPUB/text/a.xhtml", "EPUB/text/a_2.xhtml", "EPUB/text/a_3.xhtml"]
    assert all(len(files(epub)[name]) <= 260_000 for name in parts)
    (link,) = documents(epub)["EPUB/text/b.xhtml"].iterfind(".//h:a", NS)
    assert link.get("href") == "a.xhtml#a-fn-1"
