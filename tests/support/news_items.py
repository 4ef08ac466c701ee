"""Items of news agencies as small as they can be, and what reading them gives."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

from newsbook.model import Article
from newsbook.readers import Source, read_many
from newsbook.world import World

__all__ = ["codes", "g2", "newsml", "ninjs", "nitf", "read", "read_one"]

NOW = datetime.datetime(2022, 1, 1, tzinfo=datetime.UTC)


def read(name: str, text: str | bytes, **choices: bool) -> tuple[list[Article], World]:
    """Return the articles of a file and the world they were read in."""
    data = text if isinstance(text, bytes) else text.encode()
    world = World(root=Path("/nowhere"), timestamp=NOW, **choices)
    return list(read_many(Source(name, data), world)), world


def read_one(name: str, text: str | bytes, **choices: bool) -> Article:
    """Return the one article of a file."""
    (article,), _ = read(name, text, **choices)
    return article


def codes(world: World) -> list[str]:
    """Return the codes of what was said, in order."""
    return [d.code for d in world.diagnostics]


def nitf(body: str = "<p>It rained in Baku.</p>", *, docdata: str = "", head: str = "") -> str:
    """Return a NITF item."""
    return (
        f"<nitf><head><docdata>{docdata}</docdata></head><body><body.head><hedline><hl1>Rain</hl1>"
        f"</hedline>{head}</body.head><body.content>{body}</body.content></body></nitf>"
    )


def g2(meta: str = "", item: str = "", content: str = "", rights: str = "") -> str:
    """Return a NewsML-G2 item."""
    content = (
        content or "<inlineXML><html><body><p>It rained in Baku.</p></body></html></inlineXML>"
    )
    return (
        '<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:x" xml:lang="en">'
        f'<rightsInfo>{rights}</rightsInfo><itemMeta><itemClass qcode="ninat:text"/>'
        f'<provider qcode="nprov:REUTERS"/>{item}</itemMeta><contentMeta><headline>Rain</headline>{meta}'
        f"</contentMeta><contentSet>{content}</contentSet></newsItem>"
    )


def newsml(lines: str, data: str, management: str = "") -> str:
    """Return a NewsML 1.2 item."""
    return (
        f"<NewsML><NewsItem><NewsManagement>{management}</NewsManagement><NewsComponent><NewsLines>"
        f"{lines}</NewsLines><ContentItem><DataContent>{data}</DataContent></ContentItem>"
        "</NewsComponent></NewsItem></NewsML>"
    )


def ninjs(**fields: object) -> str:
    """Return a ninjs item."""
    return json.dumps({"uri": "x", "type": "text", "headline": "Rain", **fields})
