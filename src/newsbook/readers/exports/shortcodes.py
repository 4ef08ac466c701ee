"""From the text of a WordPress post to markup: paragraphs, captions, galleries, embeds."""

from __future__ import annotations

import html as entities
import re
from collections.abc import Callable, Mapping

from newsbook.readers.exports.builders import FRAMES, markup_of_settings
from newsbook.readers.markup import Shot
from newsbook.readers.source import Source
from newsbook.world import World

__all__ = ["markup_of_post"]

_BLOCKS = (
    "table|thead|tfoot|caption|col|colgroup|tbody|tr|td|th|div|dl|dd|dt|ul|ol|li|pre|form|map|area|"
    "blockquote|address|style|p|h[1-6]|hr|fieldset|legend|section|article|aside|hgroup|header|"
    "footer|nav|figure|figcaption|details|menu|summary|iframe|video|audio"
)
_OPENS = re.compile(rf"\s*</?(?:{_BLOCKS})\b", re.IGNORECASE)
_BLOCK_TAG = re.compile(rf"(<(?:{_BLOCKS})(?:\s[^>]*)?>)|(</(?:{_BLOCKS})>)", re.IGNORECASE)
_PRE = re.compile(r"(<pre\b(?:(?!<pre\b).)*?</pre>)", re.DOTALL | re.IGNORECASE)
_CAPTION = re.compile(
    r"\[(?:wp_)?caption(?P<set>[^\[\]]*)\](?P<in>(?:(?!\[(?:wp_)?caption).)*?)"
    r"\[/(?:wp_)?caption\]",
    re.DOTALL,
)
_GALLERY = re.compile(r"\[gallery(?P<set>[^\[\]]*)\]")
_EMBED = re.compile(
    r"\[(?:embed|youtube|vimeo|audio|video|soundcloud)(?P<set>[^\[\]]*)\]"
    r"(?:(?P<in>[^\[]*)\[/(?:embed|youtube|vimeo|audio|video|soundcloud)\])?"
)
_CODE = re.compile(
    r"\[(code|sourcecode)(?P<set>[^\[\]]*)\](?P<in>(?:(?!\[\1[\s\]]).)*?)\[/\1\]", re.DOTALL
)
_OTHER = re.compile(
    r"\[[a-z][a-z0-9_-]{2,40}+"
    r"(?:\s{1,20}+[\w-]{1,60}+=(?:\"[^\"\[\]]{0,400}+\"|'[^'\[\]]{0,400}+'|[^\s\[\]\"']{1,400}+))++"
    r"\s{0,20}+/?\]|\[/[a-z][a-z0-9_-]{2,40}+\]"
)
_NOTE = re.compile(
    r"[ \t]{0,4}\[(footnotes?|ref|fn|mfn|efn|efn_note)(?:\s[^\[\]]*)?\]"
    r"(?P<in>(?:(?!\[/?\1[\s\]]).){1,4000}?)\[/\1\]",
    re.DOTALL,
)
_DOWNLOAD = re.compile(r"<a\b[^<>]*\bwp-block-file__button\b[^<>]*>[^<>]*</a>", re.IGNORECASE)
_BARE = re.compile(r"\[([a-z][a-z0-9_-]{2,40}+)\]")
_ADDRESS = re.compile(r"https?://[^\s\"'\]<]+")
_ALONE = re.compile(r"(?m)^[ \t]*(https?://[^\s<>\"]+)[ \t]*$")
_SETTING = re.compile(r"([\w-]+)=(?:\"([^\"]*)\"|'([^']*)'|(\S+))")


def _settings(text: str) -> dict[str, str]:
    return {m[1]: m[2] or m[3] or m[4] or "" for m in _SETTING.finditer(text)}


def _with_notes(text: str) -> str:
    """Return `text` with the shortcodes of footnotes as calls, and the notes after it."""
    notes: list[str] = []

    def call(match: re.Match[str]) -> str:
        notes.append(match["in"].strip())
        name = f"post-fn-{len(notes)}"
        return f'<sup><a role="doc-noteref" href="#{name}">{len(notes)}</a></sup>'

    text = _NOTE.sub(call, text)
    items = (f'<li id="post-fn-{n}">{note}</li>' for n, note in enumerate(notes, 1))
    return f"{text}\n\n<ol>{''.join(items)}</ol>" if notes else text


def _without_others(text: str, shots: Mapping[str, Shot], tell: Callable[[list[str]], None]) -> str:
    """Return `text` without the shortcodes of plugins, whose names go to `tell`; what settings of
    page builders show stays.
    """
    names: list[str] = []

    def taken(match: re.Match[str]) -> str:
        inner = match[0].strip("[/]")
        name = re.sub(r"[^\w-].*", "", inner, flags=re.DOTALL)
        made = "" if match[0].startswith("[/") else markup_of_settings(
            name, _settings(inner), shots)  # fmt: skip
        kept.update({name} if made else ())
        names.append(name)
        return made

    kept: set[str] = set()
    closed = {match[0].strip("[]/") for match in _OTHER.finditer(text) if match[0][1] == "/"}
    text = _OTHER.sub(taken, text)
    text = _BARE.sub(lambda m: "" if m[1] in closed else m[0], text)
    tell([name for name in names if name not in kept and not FRAMES.fullmatch(name)])
    return text


def _caption(match: re.Match[str]) -> str:
    """Return `[caption]<img/> words[/caption]` as a figure."""
    image = re.search(r"(?:<a\b[^>]*>\s*)?<img\b[^>]*>(?:\s*</a>)?", match["in"])
    words = match["in"].replace(image[0], "") if image else match["in"]
    words = words.strip() or entities.escape(_settings(match["set"]).get("caption", ""))
    return f"\n\n<figure>{image[0] if image else ''}<figcaption>{words}</figcaption></figure>\n\n"


_PLAYED = ("src", "mp4", "m4v", "webm", "ogv", "mp3", "m4a", "ogg", "wav")


def _link(match: re.Match[str]) -> str:
    """Return `[embed]`, `[youtube]`, `[video]`, `[audio]` as a player."""
    stated = _settings(match["set"])
    own = next((stated[name] for name in _PLAYED if stated.get(name)), "")
    found = _ADDRESS.search(f"{own} {match['set']} {match['in'] or ''}")
    if found is None:
        return match[0]
    poster = f' poster="{entities.escape(stated["poster"])}"' if stated.get("poster") else ""
    tag = "video" if poster else "iframe"
    return f'\n\n<{tag} src="{entities.escape(found[0])}"{poster}></{tag}>\n\n'


def _paragraphs(text: str) -> str:
    """Return `text` with paragraphs between blank lines and breaks for single line ends."""
    text = _BLOCK_TAG.sub(lambda m: f"\n\n{m[1]}" if m[1] else f"{m[2]}\n\n", text)
    made = []
    for part in re.split(r"\n[ \t]*\n+", text):
        part = part.strip()
        if not part:
            continue
        if _OPENS.match(part):
            made.append(part)
        else:
            made.append("<p>" + re.sub(r"(?<![ \t])[ \t]*\n", "<br/>\n", part) + "</p>")
    return "\n".join(made)


def markup_of_post(
    text: str,
    attachments: Mapping[str, Shot],
    source: Source,
    world: World,
    *,
    line: int | None = None,
) -> str:
    """Return the text of a post as HTML; shortcodes of plugins are left out with a warning.

    `attachments` are the pictures of the site by their ids, for galleries.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")

    def tell(names: list[str]) -> None:
        if names:
            world.diagnostics.warning(
                "content-dropped",
                f"{len(names)} shortcode(s) of plugins were left out: "
                + ", ".join(sorted(set(names))[:8]),
                where=source.at(line),
                hint="compare the article with the site: text inside them is kept, what the plugin "
                "made of them is not",
            )

    def gallery(match: re.Match[str]) -> str:
        names = re.split(r"\D+", _settings(match["set"]).get("ids", ""))
        shots = [attachments[name].markup() for name in names if name in attachments]
        return "\n\n" + "\n".join(shots) + "\n\n"

    text = _CODE.sub(lambda m: f"\n\n<pre><code>{m['in'].strip()}</code></pre>\n\n", text)
    text = _CAPTION.sub(_caption, text)
    text = _GALLERY.sub(gallery, text)
    text = _EMBED.sub(_link, text)
    text = _DOWNLOAD.sub("", text)
    text = _without_others(_with_notes(text), attachments, tell)
    if "<!-- wp:" in text:
        return text
    text = _ALONE.sub(r'<iframe src="\1"></iframe>', text)
    parts = _PRE.split(text)
    return "".join(p if _PRE.match(p) else _paragraphs(p) for p in parts)
