"""Long documents are cut between blocks; nothing is lost, notes stay with their calls."""

from __future__ import annotations

from lxml import etree

from newsbook.composition import Document
from newsbook.epub.documents import Leaf, parse, serialise
from newsbook.epub.split import split_leaf
from tests.support.compositions import article_document, note, whole

H = "{http://www.w3.org/1999/xhtml}"


def long_article(paragraphs: int = 60, *, notes: bool = True) -> Leaf:
    blocks = []
    bodies = []
    for number in range(paragraphs):
        call, body = note("long", number + 1, f"Note {number}.", "epub") if notes else ("", "")
        bodies.append(body)
        blocks.append(f"<p>Paragraph {number} {'word ' * 40}{call}</p>")
        if number % 10 == 9:
            blocks.append(f'<h2 id="long-h{number}">Heading {number}</h2>')
    footnotes = f'<section class="notes" epub:type="footnotes">{"".join(bodies)}</section>'
    body = (
        '<section class="article" epub:type="chapter" role="doc-chapter" id="long" lang="en" '
        'aria-labelledby="long-headline"><header><h1 id="long-headline">Long</h1></header>'
        f'<div class="body">{"".join(blocks)}</div>{footnotes if notes else ""}'
        '<footer class="source-line">Source</footer></section>'
    )
    text = whole(body, language="en", title="Long")
    document = Document("long", "article", "Long", "en", text, article="long")
    return Leaf(document, "text/long.xhtml", parse(document))


def text(leaves: list[Leaf]) -> str:
    return " ".join(" ".join(leaf.body.itertext()) for leaf in leaves)


def test_a_short_document_is_left_alone() -> None:
    leaf = Leaf(document := article_document("a", "A", ["Text."]), "text/a.xhtml", parse(document))
    assert split_leaf(leaf, 260_000, set()) == [leaf]


def test_no_limit_means_no_cut() -> None:
    leaf = long_article()
    assert split_leaf(leaf, 0, set()) == [leaf]


def test_parts_are_small_complete_and_in_order() -> None:
    whole_text = sorted(text([long_article()]).split())
    parts = split_leaf(long_article(), 9_000, {"text/long.xhtml"})
    assert len(parts) > 2
    assert all(len(serialise(part.root)) <= 9_000 for part in parts)
    assert sorted(text(parts).replace("(", " (").split()) == whole_text
    numbers = [
        int((p.text or "").split()[1])
        for part in parts
        for p in part.root.iter(f"{H}p")
        if (p.text or "").startswith("Paragraph")
    ]
    assert numbers == list(range(60))


def test_parts_have_names_titles_and_one_heading_of_the_article() -> None:
    taken = {"text/long.xhtml", "text/long_2.xhtml"}
    parts = split_leaf(long_article(), 9_000, taken)
    assert [p.file for p in parts][:3] == [
        "text/long.xhtml",
        "text/long_3.xhtml",
        "text/long_4.xhtml",
    ]
    assert {p.file for p in parts} <= taken | {"text/long.xhtml"}
    titles = [p.root.findtext(f"{H}head/{H}title") for p in parts]
    assert titles[:2] == ["Long", "Long (2)"]
    ids = [e.get("id") for part in parts for e in part.root.iter() if e.get("id")]
    assert len(ids) == len(set(ids))
    sections = [e for part in parts for e in part.root.iter(f"{H}section")]
    assert [s.get("role") for s in sections].count("doc-chapter") == 1
    for part in parts[1:]:
        article = part.body[0]
        assert article.get("aria-labelledby") is None
        assert "continued" in (article.get("class") or "").split()
        assert article.get("lang") == "en"


def test_no_part_ends_with_a_heading() -> None:
    for part in split_leaf(long_article(notes=False), 7_000, set()):
        last = next(e for e in part.root.iter(f"{H}div") if "body" in (e.get("class") or ""))
        assert last[-1].tag != f"{H}h2" or part.root.find(f".//{H}footer") is not None


def test_notes_follow_their_calls_into_the_same_file() -> None:
    parts = split_leaf(long_article(), 9_000, set())
    for part in parts:
        ids = {e.get("id") for e in part.root.iter() if e.get("id")}
        links = [a.get("href") or "" for a in part.root.iter(f"{H}a")]
        assert links
        assert all(link[1:] in ids for link in links)
    last = parts[-1].body[0]
    assert [etree.QName(child).localname for child in last][-2:] == ["section", "footer"]


def test_numbered_lists_go_on_counting() -> None:
    items = "".join(f"<li>Item {n} {'x' * 200}</li>" for n in range(1, 61))
    document = Document(
        "l", "article", "L", "en",
        whole(f'<ol start="5">{items}</ol>', language="en", title="L"),
    )  # fmt: skip
    parts = split_leaf(Leaf(document, "text/l.xhtml", parse(document)), 8_000, set())
    assert len(parts) > 1
    expected = 5
    for part in parts:
        (ol,) = part.root.iter(f"{H}ol")
        assert int(ol.get("start", "1")) == expected
        expected += len(ol)


def test_one_huge_block_stays_whole() -> None:
    body = f"<p>short</p><p>{'word ' * 4000}</p><p>last</p>"
    document = Document("h", "article", "H", "en", whole(body, language="en", title="H"))
    parts = split_leaf(Leaf(document, "text/h.xhtml", parse(document)), 8_000, set())
    assert [len(list(part.root.iter(f"{H}p"))) for part in parts] == [1, 1, 1]


def test_nested_containers_are_cut_where_they_are_too_long() -> None:
    quote = f"<blockquote>{'<p>' + 'word ' * 30 + '</p>'}</blockquote>"
    long_quote = "<blockquote><p>a</p>" + "".join(
        f"<p>Quoted {n} {'word ' * 40}</p>" for n in range(40)
    )
    body = f"<section><p>One.</p>{quote}{long_quote}</blockquote><p>Two.</p></section>"
    document = Document("q", "article", "Q", "en", whole(body, language="en", title="Q"))
    leaf = Leaf(document, "text/q.xhtml", parse(document))
    before = "".join(leaf.body.itertext())
    parts = split_leaf(leaf, 8_000, set())
    assert len(parts) > 1
    assert "".join("".join(part.body.itertext()) for part in parts) == before
    assert all(len(serialise(part.root)) <= 8_000 for part in parts)
