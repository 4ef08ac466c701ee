"""Pictures are decoded and made smaller once for all builds."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

import newsbook.epub.resources
import newsbook.pictures
from newsbook.assemble.pictures import Gallery
from newsbook.cache import Cache
from newsbook.diagnostics import Collector
from newsbook.epub.profiles import PROFILES
from newsbook.epub.resources import picture_items
from newsbook.recall import Recall
from newsbook.world import World


def picture(width: int, height: int, *, mode: str = "RGB") -> bytes:
    target = io.BytesIO()
    Image.radial_gradient("L").resize((width, height)).convert(mode).save(target, "PNG")
    return target.getvalue()


def world(tmp_path: Path) -> World:
    return World(tmp_path, Collector(), recall=Recall(Cache(tmp_path / "cache")))


def forbidden(*_given: object, **_named: object) -> None:
    raise AssertionError("done before")


def test_a_picture_is_decoded_once_with_what_there_is_to_say(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.png").write_bytes(picture(60, 40, mode="LA"))
    first_world, second_world = world(tmp_path), world(tmp_path)
    first = Gallery(first_world).find("a.png", "", lambda _: None)
    monkeypatch.setattr(newsbook.pictures, "load_picture", forbidden)
    assert Gallery(second_world).find("a.png", "", lambda _: None) == first is not None
    assert list(second_world.diagnostics) == list(first_world.diagnostics)
    (tmp_path / "a.png").write_bytes(picture(40, 60))
    with pytest.raises(AssertionError, match="done before"):
        Gallery(world(tmp_path)).find("a.png", "", lambda _: None)


def test_an_epub_picture_is_made_smaller_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.png").write_bytes(picture(2600, 1300))
    here = world(tmp_path)
    asset = Gallery(here).find("a.png", "", lambda _: None)
    assert asset is not None
    profile = next(iter(PROFILES.values()))
    made = {asset.key: ("image/a.png", asset)}
    [first] = picture_items(made, None, profile, here.recall)
    small = first.read()
    assert max(Image.open(io.BytesIO(small)).size) <= profile.picture_pixels < 2600
    monkeypatch.setattr(newsbook.epub.resources, "for_epub", forbidden)
    [second] = picture_items(made, None, profile, here.recall)
    assert second.read() == small
