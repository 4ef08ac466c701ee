"""From places that a script would fill with a player or a post to plain frames.

Pages, blogs and their exports often hold no more of what they embed than a script, an empty box or
an element of the network's own, with the number of what is to be shown. All readers know frames.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape, unescape
from typing import Final

from newsbook.xhtml.addresses import shown_address, shows_one_thing
from newsbook.xhtml.tokens import Tag, scan

__all__ = ["framed"]

_ATTRIBUTE: Final = re.compile(
    r"""([^\s/=>"']++)(?:\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s>"']++)))?"""
)
_NUMBER: Final = re.compile(r"[\w:.@-][\w:./@-]{0,120}")
_YOUTUBE: Final = "https://www.youtube.com/watch?v={0}"
_TWEET: Final = "https://twitter.com/i/status/{0}"

_VK: Final = re.compile(r"vk_post_(-?\d+)_(\d+)")
_BOXES: Final = frozenset({"div", "span", "figure", "section"})
_POSTS: Final = re.compile(r"(?:^|\s)(?:fb-|share|social)")

Attributes = dict[str, str]

# Elements of networks and of AMP: the attributes that name what is shown, and its page.
_ELEMENTS: Final[dict[str, tuple[tuple[tuple[str, ...], str], ...]]] = {
    "twitter-widget": ((("data-tweet-id",), _TWEET),),
    "amp-twitter": ((("data-tweetid",), _TWEET),),
    "amp-instagram": ((("data-shortcode",), "https://www.instagram.com/p/{0}/"),),
    "amp-dailymotion": ((("data-videoid",), "https://www.dailymotion.com/video/{0}"),),
    "amp-gist": ((("data-gistid",), "https://gist.github.com/{0}"),),
    "amp-brightcove": (
        (("data-account", "data-video-id"),
         "https://players.brightcove.net/{0}/default_default/index.html?videoId={1}"),
    ),
    "amp-jwplayer": ((("data-media-id",), "https://cdn.jwplayer.com/previews/{0}"),),
    "amp-facebook": ((("data-href",), "{0}"),),
    "amp-tiktok": ((("data-src",), "{0}"),),
    "amp-reddit": ((("data-src",), "{0}"),),
    "amp-pinterest": ((("data-url",), "{0}"),),
    "amp-iframe": ((("src",), "{0}"),),
    "youtube-embed": ((("videoid",), _YOUTUBE), (("video-id",), _YOUTUBE)),
    "youtube-video": ((("src",), "{0}"),),
    "fb:post": ((("href",), "{0}"),),
    "fb:video": ((("href",), "{0}"),),
}  # fmt: skip
# The same in elements of any name.
_ANYWHERE: Final[tuple[tuple[tuple[str, ...], str], ...]] = (
    (("data-ytid",), _YOUTUBE),
    (("data-youtube-id",), _YOUTUBE),
    (("data-youtubeid",), _YOUTUBE),
    (("data-telegram-post",), "https://t.me/{0}"),
    (("data-tweet-id",), _TWEET),
    (("data-tf-widget",), "https://form.typeform.com/to/{0}"),
    (("data-tf-live",), "https://form.typeform.com/to/{0}"),
    (("data-pym-src",), "{0}"),
    (("data-embed-src",), "{0}"),
    (("data-iframe-src",), "{0}"),
    (("data-oembed-url",), "{0}"),
)
# Attributes of boxes that often name something else, and count where they name a known service.
_PERHAPS: Final = ("data-src", "data-url", "data-embed-url", "data-video-url")
# The same in a class of element.
_CLASSES: Final[dict[str, tuple[tuple[str, ...], str]]] = {
    "rll-youtube-player": (("data-id",), _YOUTUBE),
    "youtube-player": (("data-id",), _YOUTUBE),
    "youtube": (("data-embed",), _YOUTUBE),
    "infogram-embed": (("data-id",), "https://infogram.com/{0}"),
    "flourish-embed": (("data-src",), "https://public.flourish.studio/{0}/"),
    "video-js": (
        ("data-account", "data-video-id"),
        "https://players.brightcove.net/{0}/default_default/index.html?videoId={1}",
    ),
}
# Scripts that draw something where they stand.
_SCRIPTS: Final = tuple(
    (re.compile(r"(?:https?:)?//" + pattern), page)
    for pattern, page in (
        (r"gist\.github\.com/([\w./-]+?)\.js", "https://gist.github.com/{0}"),
        (r"embed\.nicovideo\.jp/watch/(\w+)/script", "https://www.nicovideo.jp/watch/{0}"),
        (r"(?:cdn|content)\.jwp(?:latform|layer)\.com/players/(\w+)(?:-\w+)?\.js",
         "https://cdn.jwplayer.com/previews/{0}"),
        (r"fast\.wistia\.(?:com|net)/embed/medias/(\w+)\.jsonp?",
         "https://fast.wistia.net/embed/iframe/{0}"),
        (r"www\.aparat\.com/embed/(\w+)", "https://www.aparat.com/v/{0}"),
        (r"asciinema\.org/a/(\w+)\.js", "https://asciinema.org/a/{0}"),
        (r"datawrapper\.dwcdn\.net/(\w+)/(?:\d+/)?embed\.js", "https://datawrapper.dwcdn.net/{0}/"),
    )
)  # fmt: skip
_LINKS: Final = ("data-pin-do", "data-iframely-url")
_TITLES: Final = ("title", "data-title", "data-alt", "aria-label")
_PLYR: Final = {"youtube": _YOUTUBE, "vimeo": "https://vimeo.com/{0}"}
_WORTH: Final = re.compile(
    r"<(?:amp-|twitter-widget|youtube-(?:embed|video)|fb:)|data-(?:yt|youtube|telegram|tweet|pin-do|"
    r"iframely-url|plyr|account|tf-|pym-src|embed-|iframe-src|oembed-url|video-url)|vk_post_|"
    r"<(?:div|span|figure|section)\b[^<>]*data-(?:src|url)|rll-youtube|youtube-player|youtube[\"'\s][^<>]*data-embed|"
    r"infogram-embed|flourish-embed|embedded-service|<script[^<>]*(?:gist\.github|nicovideo|jwp|wistia|"
    r"asciinema|datawrapper|aparat)",
    re.IGNORECASE,
)


def _attributes(tag: Tag) -> Attributes:
    return {
        m[1].lower(): unescape(next((x for x in m.groups()[1:] if x is not None), ""))
        for m in _ATTRIBUTE.finditer(tag.attributes)
    }


def _made(said: Attributes, names: tuple[str, ...], page: str) -> str | None:
    """Return the address of `page` with the values of attributes that are numbers, or None."""
    values = [said.get(name, "").strip() for name in names]
    whole = page == "{0}"
    if not all(re.match(r"(?:https?:)?//", x) if whole else _NUMBER.fullmatch(x) for x in values):
        return None
    return page.format(*values)


def _of_script(said: Attributes) -> str | None:
    for pattern, page in _SCRIPTS:
        if found := pattern.match(said.get("src", "")):
            return page.format(found[1])
    return None


def _of_link(said: Attributes) -> str | None:
    shows = said.get("data-pin-do") == "embedPin" or "data-iframely-url" in said
    return _made(said, ("href",), "{0}") if shows else None


def _of_box(name: str, said: Attributes) -> str | None:
    kinds = [_CLASSES[x] for x in said.get("class", "").split() if x in _CLASSES]
    if name == "video-js":
        kinds.append(_CLASSES[name])
    for names, page in (*_ELEMENTS.get(name, ()), *kinds, *_ANYWHERE):
        if address := _made(said, names, page):
            return address
    if (page := _PLYR.get(said.get("data-plyr-provider", ""), "")) != "":
        return _made(said, ("data-plyr-embed-id",), page)
    if "embedded-service" in said:
        return _made(said, ("data-src",), "{0}")
    if (wall := _VK.fullmatch(said.get("id", ""))) is not None:
        return f"https://vk.com/wall{wall[1]}_{wall[2]}"
    if name not in _BOXES or _POSTS.search(said.get("class", "")):
        return None
    stated = (shown_address(said.get(x)) for x in _PERHAPS)
    return next((x for x in stated if x is not None and shows_one_thing(x)), None)


def _address(tag: Tag) -> tuple[str, str] | None:
    """Return the address and the title of what a script would put in the place of `tag`."""
    if tag.closing or tag.name in ("iframe", "img", "lite-youtube", "body", "html"):
        return None
    said = _attributes(tag)
    finders: dict[str, Callable[[Attributes], str | None]] = {"script": _of_script, "a": _of_link}
    address = finders[tag.name](said) if tag.name in finders else None
    address = address or _of_box(tag.name, said)
    title = next((said[x] for x in _TITLES if said.get(x)), "")
    return (address, title) if address else None


def framed(html: str) -> str:
    """Return `html` with a frame in each place that a script would fill.

    The lines stay where they are.
    """
    if not _WORTH.search(html):
        return html
    pieces: list[str] = []
    position = 0
    for tag in scan(html):
        found = _address(tag)
        if found is None:
            continue
        address, title = found
        named = f' title="{escape(title)}"' if title else ""
        name = "div" if tag.name in _ELEMENTS or tag.name == "video-js" else tag.name
        breaks = "\n" * tag.attributes.count("\n")
        void = "/" if tag.attributes.rstrip().endswith("/") else ""
        rest = breaks if name == "a" else f"<{name}{breaks}{void}>"
        frame = f'<iframe src="{escape(address)}"{named}></iframe>'
        pieces += [html[position : tag.start], frame, rest]
        position = tag.end
    pieces.append(html[position:])
    return "".join(pieces)
