"""From pictures that came inside a source (`data:` URLs, parts of an archive) to assets.

The article's text then names them by their keys, and they travel in `Article.pictures`.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import unquote, unquote_to_bytes

from newsbook.content import Block, Picture
from newsbook.model import Asset
from newsbook.pictures import load_picture
from newsbook.readers.source import Source
from newsbook.tree import map_blocks
from newsbook.world import World

__all__ = ["data_url", "take_pictures"]

_DATA = re.compile(r"data:(?P<type>[\w/+.-]*)(?P<parameters>(?:;[^,;]*)*),", re.IGNORECASE)


def data_url(address: str) -> bytes | None:
    """Return the bytes of a `data:` URL (RFC 2397), or None when it is not one."""
    match = _DATA.match(address)
    if match is None:
        return None
    content = address[match.end() :]
    if not match["parameters"].lower().endswith(";base64"):
        return unquote_to_bytes(content)
    try:
        return base64.b64decode("".join(unquote(content).split()), validate=False)
    except (binascii.Error, ValueError):
        return None


def take_pictures(
    body: tuple[Block, ...],
    source: Source,
    world: World,
    resolve: Callable[[str], bytes | None] = data_url,
) -> tuple[tuple[Block, ...], tuple[Asset, ...]]:
    """Return `body` with the pictures that `resolve` has bytes for named by their keys, and those.

    A picture whose bytes cannot be decoded stays out of the text; an error says so.
    """
    loaded: dict[str, Asset | None] = {}

    def change(node: Any) -> Any:
        if not isinstance(node, Picture):
            return node
        if node.source not in loaded:
            data = resolve(node.source)
            if data is None:
                return node
            name = "picture" if node.source.startswith("data:") else node.source
            asset = load_picture(name, data, where=source.at(), world=world)
            loaded[node.source] = replace(asset, source=asset.key) if asset else None
        asset = loaded[node.source]
        return replace(node, source=asset.key) if asset else ()

    changed = map_blocks(body, change)
    assets = {asset.key: asset for asset in loaded.values() if asset is not None}
    return changed, tuple(assets.values())
