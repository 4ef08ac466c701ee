"""From RTF to what pandoc reads well: the roles of paragraphs and the properties it would lose."""

from __future__ import annotations

import html as entities
import re
from typing import Any

from newsbook.readers.documents.leftout import LeftOut
from newsbook.readers.documents.roles import Properties
from newsbook.readers.documents.rtftext import seen
from newsbook.readers.documents.styles import role_of
from newsbook.readers.fields import squeeze
from newsbook.readers.markup import escaped
from newsbook.xhtml.vocabulary import clean_text

__all__ = ["characters", "descriptions", "marked", "properties", "with_lists", "with_roles"]

_SIGN = re.compile(r"\s*NBSIGN(\d{1,4})X\s*")
_MARK = re.compile(r"NBROLE([a-z]+)X")
_STYLE = re.compile(r"\\s(\d{1,4})(?![\d])")
_ESCAPE = re.compile(
    r"\\uc(?P<count>\d)(?!\d) ?"
    r"|\\u(?P<code>-?\d{1,6}) ?(?P<rest>(?:\\'[0-9a-fA-F]{2}|[^\\{}\r\n]){0,4})"
)
_UNICODE = re.compile(r"\\u(-?\d{1,6}) ?(?:\\'[0-9a-fA-F]{2}|\?)?")
_BYTE = re.compile(r"(?:\\'[0-9a-fA-F]{2})+")
_PICTURE = re.compile(r"\{\\pict\b(?P<head>(?:(?!\\pict\b)[\s\S]){0,20000}?)\\(?:png|jpeg)blip")
_DESCRIBED = re.compile(r"\{\\sn wzDescription\}\s*\{\\sv ((?:[^{}]|\{[^{}]*\})*)\}")
_WORD = re.compile(r"\\[a-zA-Z]+-?\d* ?|\\\*|[{}]")


def _group(text: str, start: str) -> tuple[int, int]:
    """Return where the group that begins with `start` begins and ends; (0, 0) without one."""
    first = text.find(start)
    if first < 0:
        return 0, 0
    depth, index = 0, first
    while index < len(text):
        character = text[index]
        if character == "\\":
            index += 2
            continue
        depth += (character == "{") - (character == "}")
        index += 1
        if depth == 0:
            return first, index
    return 0, 0


def _plain(value: str, encoding: str) -> str:
    """Return the text of a small group."""
    value = _UNICODE.sub(lambda m: chr(int(m[1]) % 65536), value)
    value = _BYTE.sub(
        lambda m: bytes.fromhex(m[0].replace("\\'", "")).decode(encoding, "replace"), value
    )
    return squeeze(_WORD.sub("", value))


def _encoding(text: str) -> str:
    found = re.search(r"\\ansicpg(\d{3,5})", text[:2000])
    name = f"cp{found[1]}" if found else "cp1252"
    try:
        "".encode(name)
    except LookupError:
        return "cp1252"
    return name


def _spelled(text: str) -> str:
    """Return RTF whose Unicode characters stand in groups of their own, without fallbacks.

    pandoc loses what follows `\\uN?`, and characters beyond the basic plane, and takes long over
    many of them: they are spelled out in letters, and put back by `characters`.
    """
    fallback, high = 1, 0

    def spell(match: re.Match[str]) -> str:
        nonlocal fallback, high
        if match["count"]:
            fallback = int(match["count"])
            return match[0]
        code = int(match["code"]) % 65536
        rest = match["rest"]
        taken = re.match(rf"(?:\\'[0-9a-fA-F]{{2}}|[^\\{{}}\r\n]){{0,{min(fallback, 4)}}}", rest)
        after = rest[taken.end() :] if taken else rest
        if 0xD800 <= code < 0xDC00:
            high = code
            return after
        if 0xDC00 <= code < 0xE000 and high:
            code, high = 0x10000 + ((high - 0xD800) << 10) + code - 0xDC00, 0
        return f"{{NBCODE{code:x}X}}{after}"

    return _ESCAPE.sub(spell, text).replace("X}{NBCODE", "Z")


def marked(data: bytes) -> tuple[bytes, LeftOut]:
    """Return `data` with a mark at the start of each paragraph whose style has a role, without
    what nobody sees; and what was left out.
    """
    text = _spelled(data.decode("latin-1"))
    encoding = _encoding(text)
    text, left = seen(text, lambda rtf: entities.unescape(characters(_plain(rtf, encoding))))
    start, end = _group(text, "{\\stylesheet")
    if not end:
        return text.encode("latin-1"), left
    roles: dict[str, str] = {}
    for entry in re.findall(r"\{([^{}]*(?:\{[^{}]*\}[^{}]*)*);\}", text[start:end]):
        number = _STYLE.search(entry)
        role = role_of(_plain(entry, encoding))
        if number is not None and role is not None and role != "body":
            roles[number[1]] = role

    def mark(match: re.Match[str]) -> str:
        role = roles.get(match[1])
        return f"{match[0]}{{NBROLE{role}X}}" if role else match[0]

    return (text[:end] + _STYLE.sub(mark, text[end:])).encode("latin-1"), left


def properties(data: bytes) -> Properties:
    """Return the information group of an RTF document."""
    text = data.decode("latin-1")
    start, end = _group(text, "{\\info")
    info, encoding = text[start:end], _encoding(text)

    def value(name: str) -> str:
        first, last = _group(info, "{\\" + name + " ")
        return _plain(info[first + len(name) + 2 : last], encoding) if last else ""

    keywords = re.split(r"[,;，、]", value("keywords"))
    made = re.search(r"\\creatim\\yr(\d{4})\\mo(\d{1,2})\\dy(\d{1,2})", info)
    created = "{}-{:02}-{:02}".format(*map(int, made.groups())) if made else ""
    return Properties(
        title=value("title"),
        creator=value("author"),
        keywords=tuple(squeeze(k) for k in keywords if k.strip()),
        created=created,
    )


def descriptions(data: bytes) -> list[str]:
    """Return the alternative texts of the pictures in an RTF document that pandoc reads."""
    text = _spelled(data.decode("latin-1"))
    encoding = _encoding(text)
    heads = (match["head"] for match in _PICTURE.finditer(text))
    found = (_DESCRIBED.search(head) for head in heads)
    return [entities.unescape(characters(_plain(m[1], encoding))) if m else "" for m in found]


def characters(html: str) -> str:
    """Return `html` with the characters that `marked` spelled out."""

    def spelled(match: re.Match[str]) -> str:
        codes = (int(code, 16) for code in match[1].split("Z"))
        return escaped("".join(chr(c) for c in codes if c < 0xD800 or 0xDFFF < c <= 0x10FFFF))

    return re.sub(r"NBCODE([0-9a-f]{1,6}(?:Z[0-9a-f]{1,6})*)X", spelled, html)


def with_roles(tree: Any) -> None:
    """Turn the marks of `marked` into classes of the paragraphs they stand in."""
    for paragraph in list(tree.iter("p", "h1", "h2", "h3")):
        found = _MARK.search("".join(paragraph.itertext()))
        if found is None:
            continue
        for element in paragraph.iter():
            element.text = clean_text(_MARK.sub("", element.text or ""))
            if element is not paragraph:
                element.tail = clean_text(_MARK.sub("", element.tail or ""))
        if found[1] in ("quote", "pull"):
            quote = tree.makeelement("blockquote")
            if found[1] == "pull":
                quote.set("class", "pull-quote")
            quote.tail, paragraph.tail = paragraph.tail, None
            paragraph.getparent().replace(paragraph, quote)
            quote.append(paragraph)
        elif found[1] == "subhead":
            paragraph.tag = "h3"
        else:
            paragraph.tag = "p"
            paragraph.set("class", f"nb-{found[1]}")


def with_lists(tree: Any) -> None:
    """Make lists of the paragraphs that `marked` found to begin with a sign or number."""
    opened: Any = None
    for paragraph in list(tree.iter("p")):
        found = _SIGN.match("".join(paragraph.itertext()))
        if found is None:
            continue
        for element in paragraph.iter():
            element.text = _SIGN.sub("", element.text or "")
            element.tail = _SIGN.sub("", element.tail or "")
        number = int(found[1])
        tag = "ol" if number else "ul"
        if opened is None or opened.tag != tag or paragraph.getprevious() is not opened:
            opened = tree.makeelement(tag)
            if number > 1:
                opened.set("start", str(number))
            paragraph.addprevious(opened)
        paragraph.tag = "li"
        opened.append(paragraph)
