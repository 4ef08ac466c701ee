"""From HTML that an office program saved (Word, Google Docs) to HTML that says what it means.

Word writes lists as paragraphs with drawn bullets and its styles as class names; Google Docs writes
bold as a class from a style sheet, list levels as class names, and wraps every link. Footnotes of
both are recognised by the shape of their anchors later on.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

__all__ = ["clean_docs", "clean_word", "is_docs", "is_word", "prepare_word"]

_WORD = re.compile(
    r"urn:schemas-microsoft-com:office:word|name=\"?Generator\"? content=\"?Microsoft Word",
    re.IGNORECASE,
)
_DOCS = re.compile(r"lst-kix_|href=\"#(?:ftnt|cmnt)\d|class=\"[^\"]*\bdoc-content\b")
_HIDDEN = re.compile(r"<!\[if !supportLists\]>(.*?)<!\[endif\]>", re.DOTALL | re.IGNORECASE)
_SUPPORT = re.compile(r"<!\[if [^\]]*\]>|<!\[endif\]>", re.IGNORECASE)
_CONDITIONAL = re.compile(r"<!--\[if.*?<!\[endif\]-->", re.DOTALL | re.IGNORECASE)
_LEVEL = re.compile(r"mso-list:\s*(?:l(\d+)\s+)?level(\d+)", re.IGNORECASE)
_ORDERED = re.compile(r"^\W*(?:\d+|[a-z]|[ivxlc]+)[.)]", re.IGNORECASE)
_WORD_STYLES = {
    "msotitle": "headline", "msosubtitle": "deck", "kicker": "kicker", "byline": "byline",
    "author": "byline", "dateline": "dateline",
}  # fmt: skip


def is_word(html: str) -> bool:
    """Whether Word saved this page."""
    return _WORD.search(html[:20_000]) is not None


def is_docs(html: str) -> bool:
    """Whether Google Docs exported this page."""
    return _DOCS.search(html) is not None


def prepare_word(html: str) -> str:
    """Return Word's markup with its drawn bullets as marks and without its conditional parts."""
    html = _CONDITIONAL.sub("", html)

    def marker(match: re.Match[str]) -> str:
        text = re.sub(r"<[^>]+>|&nbsp;|\s", "", match[1]).replace('"', "")
        return f'<span data-marker="{text[:12]}"></span>'

    return _SUPPORT.sub("", _HIDDEN.sub(marker, html))


def _take_fields(body: Any, names: dict[str, str]) -> dict[str, str]:
    """Take the paragraphs whose class names a field out of `body`; return their texts."""
    found: dict[str, str] = {}
    for element in list(body.iter("p", "h1", "div")):
        for word in (element.get("class") or "").lower().split():
            field = names.get(word)
            text = " ".join(element.text_content().split())
            if field and text and field not in found:
                found[field] = text
                element.drop_tree()
                break
    return found


# ---------------------------------------------------------------- Word
def _list_level(element: Any) -> tuple[str, int, str] | None:
    """Return the list, the level and the mark of a paragraph that is a list item."""
    match = _LEVEL.search(element.get("style") or "")
    if match is None:
        return None
    mark = element.find(".//span[@data-marker]")
    text = mark.get("data-marker") if mark is not None else ""
    return match[1] or "0", int(match[2]), text


def _build_lists(body: Any) -> None:
    """Turn runs of paragraphs with list levels into nested lists."""
    stack: list[tuple[int, Any]] = []
    previous: Any = None
    for paragraph in list(body.iter("p")):
        found = _list_level(paragraph)
        if found is None:
            continue
        _, level, mark = found
        if previous is None or not _follows(paragraph, previous, stack):
            stack = []
        while stack and stack[-1][0] > level:
            stack.pop()
        item = paragraph.makeelement("li")
        if stack and stack[-1][0] == level:
            stack[-1][1].append(item)
        else:
            made = paragraph.makeelement("ol" if _ORDERED.match(mark) else "ul")
            if stack:
                parent = stack[-1][1]
                (parent[-1] if len(parent) else parent).append(made)
            else:
                paragraph.addprevious(made)
            made.append(item)
            stack.append((level, made))
        paragraph.getparent().remove(paragraph)
        for marker in paragraph.findall(".//span[@data-marker]"):
            marker.drop_tree()
        item.text = paragraph.text
        item.extend(list(paragraph))
        previous = stack[0][1]


def _follows(paragraph: Any, previous: Any, stack: list[tuple[int, Any]]) -> bool:
    """Whether `paragraph` stands right after the list that is being built."""
    return bool(stack) and paragraph.getprevious() is previous


def clean_word(tree: Any) -> dict[str, str]:
    """Put the markup of a page saved by Word right; return the fields its styles name."""
    body = tree.find("body")
    language = (tree.get("lang") or body.get("lang") or "").split("-")[0].lower()
    for element in list(body.iter()):
        if not isinstance(element.tag, str):
            continue
        if ":" in element.tag:
            element.drop_tag()
            continue
        own = (element.get("lang") or "").split("-")[0].lower()
        if own and own == (language or "en") and element is not body:
            del element.attrib["lang"]
    _build_lists(body)
    for element in list(body.iter("p")):
        words = (element.get("class") or "").lower().split()
        if "msocaption" in words:
            element.tag = "figcaption" if element.find(".//img") is not None else "p"
        if not element.text_content().strip("\xa0 \t\r\n") and element.find(".//img") is None:
            element.drop_tree()
        elif "msoquote" in words or "msointensequote" in words:
            element.tag = "blockquote"
    return _take_fields(body, _WORD_STYLES)


# ---------------------------------------------------------------- Google Docs
def _class_styles(tree: Any) -> dict[str, str]:
    """Return what each class of the page's style sheet means: `strong`, `em`, `sup`, `sub`, `s`."""
    css = "\n".join(e.text or "" for e in tree.iter("style"))
    found: dict[str, list[str]] = {}
    for match in re.finditer(r"\.([\w-]+)\s*\{([^}]*)\}", css):
        rules = match[2].replace(" ", "").lower()
        tags = found.setdefault(match[1], [])
        for needle, tag in (
            ("font-weight:700", "strong"), ("font-weight:bold", "strong"),
            ("font-style:italic", "em"), ("vertical-align:super", "sup"),
            ("vertical-align:sub", "sub"), ("text-decoration:line-through", "s"),
            ("font-variant:small-caps", "smallcaps"),
        ):  # fmt: skip
            if needle in rules and not ("sub" in tag and "super" in rules):
                tags.append(tag)
    return {name: " ".join(tags) for name, tags in found.items() if tags}


def _apply_styles(body: Any, styles: dict[str, str]) -> None:
    for span in list(body.iter("span")):
        tags = [tag for word in (span.get("class") or "").split()
                for tag in styles.get(word, "").split()]  # fmt: skip
        in_heading = any(e.tag in ("h1", "h2", "h3", "h4", "h5", "h6")
                         for e in span.iterancestors())  # fmt: skip
        holds_note = span.find(".//a[@href]") is not None and span.find(".//sup") is not None
        for tag in dict.fromkeys(tags):
            if (tag == "strong" and in_heading) or (tag == "sup" and holds_note):
                continue
            inner = span.makeelement("span" if tag == "smallcaps" else tag)
            if tag == "smallcaps":
                inner.set("class", "smallcaps")
            inner.text, span.text = span.text, None
            inner.extend(list(span))
            span.append(inner)


def _nest_lists(body: Any) -> None:
    """Put lists of deeper levels (`lst-kix_x-1`) into the last item of the list before them."""
    for made in list(body.iter("ul", "ol")):
        level = _docs_level(made)
        before = made.getprevious()
        if level is None or before is None or before.tag not in ("ul", "ol"):
            continue
        target = before
        depth = _docs_level(before) or 0
        while depth < level and len(target):
            inner = [e for e in target[-1] if e.tag in ("ul", "ol")]
            if not inner:
                break
            target, depth = inner[-1], _docs_level(inner[-1]) or depth + 1
        if depth < level and len(target):
            target[-1].append(made)
        elif depth == level and made.tag == target.tag:
            target.extend(list(made))
            made.drop_tree()


def _docs_level(element: Any) -> int | None:
    match = re.search(r"lst-kix_\w+-(\d)", element.get("class") or "")
    return int(match[1]) if match else None


def _drop_comment(link: Any) -> None:
    """Drop the mark of a comment, or the comment itself: they were never part of the text."""
    names = ("sup", "span") if (link.get("id") or "").startswith("cmnt_ref") else ("p", "div")
    doomed = link
    while doomed.getparent() is not None and doomed.getparent().tag in names:
        doomed = doomed.getparent()
        if doomed.tag in ("sup", "div"):
            break
    if doomed.getparent() is not None:
        doomed.drop_tree()


def clean_docs(tree: Any) -> dict[str, str]:
    """Put the markup of a Google Docs export right; return its title and subtitle."""
    body = tree.find("body")
    for link in list(body.iter("a")):
        href = link.get("href") or ""
        if href.startswith("#cmnt"):
            _drop_comment(link)
        elif re.match(r"https?://(?:www\.)?google\.com/url\?", href):
            wanted = parse_qs(urlsplit(href).query).get("q")
            if wanted:
                link.set("href", wanted[0])
    _apply_styles(body, _class_styles(tree))
    _nest_lists(body)
    for rule in list(body.iter("hr")):
        if "page-break" in (rule.get("style") or ""):
            rule.drop_tree()
    return _take_fields(body, {"title": "headline", "subtitle": "deck"})
