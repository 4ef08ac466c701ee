"""From the address of what a page embeds to that of the page on which a person would see it.

Players and widgets have addresses of their own, which show nothing by themselves or more than was
meant; a book prints the one that a reader can open.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import parse_qs, urlencode, urlsplit

from newsbook.xhtml import vocabulary

__all__ = ["WAITING", "is_counter", "public_address", "shown_address", "shows_one_thing"]

WAITING: Final = (
    "data-src", "data-lazy-src", "data-cookieblock-src", "data-cmp-src", "data-litespeed-src",
    "data-orig-src", "data-uc-src",
)  # fmt: skip
"""Where frames keep their address until a reader scrolls to them, or agrees to be counted."""

# Hosts and paths of players, and the pages that show the same.
_PAGES: Final = tuple(
    (re.compile(pattern), page)
    for pattern, page in (
        (r"(?:www\.|m\.)?youtube(?:-nocookie)?\.com/(?:embed|v|shorts)/(?!videoseries)([\w-]{5,20})",
         "https://www.youtube.com/watch?v={0}"),
        (r"youtu\.be/([\w-]{5,20})$", "https://www.youtube.com/watch?v={0}"),
        (r"player\.vimeo\.com/video/(\d+)", "https://vimeo.com/{0}"),
        (r"(?:www\.|geo\.)?dailymotion\.com/embed/video/(\w+)",
         "https://www.dailymotion.com/video/{0}"),
        (r"open\.spotify\.com/embed(?:-podcast)?/(\w+/\w+)", "https://open.spotify.com/{0}"),
        (r"embed\.podcasts\.apple\.com/(.+)", "https://podcasts.apple.com/{0}"),
        (r"embed\.music\.apple\.com/(.+)", "https://music.apple.com/{0}"),
        (r"widget\.deezer\.com/widget/\w+/(\w+/\w+)", "https://www.deezer.com/{0}"),
        (r"rutube\.ru/(?:play/embed|embed)/(\w+)", "https://rutube.ru/video/{0}/"),
        (r"ok\.ru/videoembed/(\d+)", "https://ok.ru/video/{0}"),
        (r"tv\.naver\.com/embed/(\d+)", "https://tv.naver.com/v/{0}"),
        (r"embed\.nicovideo\.jp/watch/(\w+)", "https://www.nicovideo.jp/watch/{0}"),
        (r"player\.youku\.com/embed/([\w=]+)", "https://v.youku.com/v_show/id_{0}.html"),
        (r"www\.ted\.com/embed|embed\.ted\.com/talks/([\w/]+)", "https://www.ted.com/talks/{0}"),
        (r"streamable\.com/[eo]/(\w+)", "https://streamable.com/{0}"),
        (r"www\.loom\.com/embed/(\w+)", "https://www.loom.com/share/{0}"),
        (r"archive\.org/embed/([\w.-]+)", "https://archive.org/details/{0}"),
        (r"giphy\.com/embed/(\w+)", "https://giphy.com/gifs/{0}"),
        (r"www\.instagram\.com/((?:p|reel|tv)/[\w-]+)/embed", "https://www.instagram.com/{0}/"),
        (r"www\.tiktok\.com/(?:embed(?:/v2)?|player/v1)/(\d+)",
         "https://www.tiktok.com/embed/v2/{0}"),
        (r"www\.linkedin\.com/embed/(feed/update/[\w:]+)", "https://www.linkedin.com/{0}"),
        (r"embed\.bsky\.app/embed/([\w:.]+)/app\.bsky\.feed\.post/(\w+)",
         "https://bsky.app/profile/{0}/post/{1}"),
        (r"([\w.-]+/(?:@[\w.]+(?:@[\w.-]+)?|users/\w+/statuses)/\d+)/embed/?$", "https://{0}"),
        (r"codepen\.io/([\w-]+)/embed/(?:preview/)?([\w-]+)", "https://codepen.io/{0}/pen/{1}"),
        (r"www\.scribd\.com/embeds/(\d+)", "https://www.scribd.com/document/{0}"),
        (r"(?:embed|www)\.documentcloud\.org/(documents/[\w-]+)",
         "https://www.documentcloud.org/{0}/"),
        (r"(?:flo\.uri\.sh|public\.flourish\.studio)/((?:visualisation|story)/\d+)",
         "https://public.flourish.studio/{0}/"),
        (r"e\.infogram\.com/([\w-]+)", "https://infogram.com/{0}"),
    )
)  # fmt: skip
# Players whose query says what they play: where, the names in the query, and the page.
_QUERIES: Final = tuple(
    (re.compile(pattern), names, page)
    for pattern, names, page in (
        (r"platform\.twitter\.com/", ("id",), "https://twitter.com/i/status/{0}"),
        (r"(?:www\.)?youtube(?:-nocookie)?\.com/embed/videoseries", ("list",),
         "https://www.youtube.com/playlist?list={0}"),
        (r"(?:player|www)\.bilibili\.com/", ("bvid",), "https://www.bilibili.com/video/{0}"),
        (r"player\.bilibili\.com/", ("aid",), "https://www.bilibili.com/video/av{0}"),
        (r"v\.qq\.com/", ("vid",), "https://v.qq.com/x/page/{0}.html"),
        (r"(?:www\.)?facebook\.com/plugins/", ("href",), "{0}"),
        (r"w\.soundcloud\.com/", ("url",), "{0}"),
        (r"geo\.dailymotion\.com/player", ("video",), "https://www.dailymotion.com/video/{0}"),
        (r"(?:vk\.com|vkvideo\.ru)/video_ext\.php", ("oid", "id"),
         "https://vk.com/video{0}_{1}"),
        (r"player\.twitch\.tv/", ("video",), "https://www.twitch.tv/videos/{0}"),
        (r"player\.twitch\.tv/", ("channel",), "https://www.twitch.tv/{0}"),
        (r"cdn\.embedly\.com/widgets/", ("url",), "{0}"),
        (r"cdn\.iframe\.ly/api/iframe", ("url",), "{0}"),
        (r"docs\.google\.com/(?:viewer|gview)", ("url",), "{0}"),
        (r"view\.officeapps\.live\.com/op/", ("src",), "{0}"),
        (r"www\.google\.com/maps/embed/v1/", ("q",),
         "https://www.google.com/maps/search/?api=1&query={0}"),
    )
)  # fmt: skip
_TALES: Final = re.compile(
    r"(?:ref_src|ref_url|utm_\w+|igsh|igshid|si|feature|refer|is_from_webapp|fbclid)"
)
_SHORT_TALES: Final = {"twitter": ("s", "t"), "x": ("s", "t"), "t": ("embed", "mode", "comment")}
_SOCIAL: Final = re.compile(
    r"(?:www\.|mobile\.|m\.)?"
    r"(twitter|x|instagram|threads|tiktok|facebook|bsky|reddit|t)\.(?:com|net|app|me)"
)
# Frames that count readers, sell something or ask for a press of a button.
_COUNTERS: Final = re.compile(
    r"(?:[\w-]+\.)*(?:doubleclick\.net|googlesyndication\.com|googletagmanager\.com|"
    r"google-analytics\.com|amazon-adsystem\.com|taboola\.com|outbrain\.com|criteo\.com|adnxs\.com|"
    r"adfox\.ru|mc\.yandex\.ru|disqus\.com)/|(?:www\.)?facebook\.com/(?:tr\b|plugins/(?:like|share_"
    r"button|page|likebox|follow|comments|group|send)\b)|platform\.twitter\.com/widgets/(?:follow|"
    r"tweet)_button|widget\.weibo\.com/(?:relationship|weiboshow)/|(?:www\.)?google\.com/recaptcha/|"
    r"accounts\.google\.com/"
)
# Pages that show one film, recording or post, which systems for writing draw where they are named.
_SHOWN: Final = re.compile(
    r"(?:www\.|m\.|mobile\.)?(?:youtube\.com/(?:watch|shorts/|live/)|youtu\.be/|vimeo\.com/\d|"
    r"(?:twitter|x)\.com/\w+/status/\d|instagram\.com/(?:p|reel|tv)/|tiktok\.com/@[\w.]+/video/|"
    r"facebook\.com/[\w.]+/(?:posts|videos)/|bsky\.app/profile/[\w.:]+/post/|"
    r"threads\.(?:net|com)/@[\w.]+/post/|reddit\.com/r/\w+/comments/|t\.me/\w+/\d|"
    r"dailymotion\.com/video/|bilibili\.com/video/|v\.youku\.com/v_show/|rutube\.ru/video/|"
    r"ok\.ru/video/|nicovideo\.jp/watch/|ted\.com/talks/|(?:open\.)?spotify\.com/(?:track|episode|show)/|"
    r"soundcloud\.com/[\w-]+/[\w-])"
)
_AT: Final = re.compile(r"at://([\w:.-]+)/app\.bsky\.feed\.post/(\w+)")


def is_counter(address: str) -> bool:
    """Whether a frame at `address` counts, sells or has buttons, and shows nothing to read."""
    parts = urlsplit(address)
    return _COUNTERS.match((parts.hostname or "").lower() + parts.path) is not None


def shows_one_thing(address: str) -> bool:
    """Whether `address` is the page of one film, recording or post of a known service."""
    parts = urlsplit(address)
    return _SHOWN.match((parts.hostname or "").lower() + parts.path) is not None


def shown_address(value: str | None) -> str | None:
    """Return the public page of what is embedded at `value`, or None when nobody could open it."""
    post = _AT.fullmatch((value or "").strip())
    if post:
        return f"https://bsky.app/profile/{post[1]}/post/{post[2]}"
    address = vocabulary.clean_href(value)
    if address is None or not address.startswith(("http:", "https:")):
        return None
    return public_address(address)


def public_address(address: str) -> str:
    """Return the page on which a person sees what a player at `address` plays."""
    parts = urlsplit(address)
    host = (parts.hostname or "").lower()
    for pattern, page in _PAGES:
        found = pattern.match(host + parts.path)
        if found and found[1]:
            return page.format(*found.groups())
    query = parse_qs(parts.query)
    for pattern, names, page in _QUERIES:
        if pattern.match(host + parts.path) and all(name in query for name in names):
            made = vocabulary.clean_href(page.format(*(query[name][0] for name in names)))
            if made is not None and made.startswith(("http:", "https:")):
                return made
    if not parts.query:
        return address
    social = _SOCIAL.fullmatch(host)
    if social:
        return _without(address, _SHORT_TALES.get(social[1], ()), tales=True)
    return _without(address, ("embedded",), tales=False) if host == "docs.google.com" else address


def _without(address: str, names: tuple[str, ...], *, tales: bool) -> str:
    """Return `address` without parts of its query that say how a reader came, not where to."""
    parts = urlsplit(address)
    query = parse_qs(parts.query, keep_blank_values=True)
    kept = {
        name: values
        for name, values in query.items()
        if name not in names and not (tales and _TALES.fullmatch(name))
    }
    if len(kept) == len(query):
        return address
    return parts._replace(query=urlencode(kept, doseq=True)).geturl()
