"""What the tests of the preview share: a browser, and a page that shows the session of a module."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.support.browsing import Session, chromium


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture
def page(session: Session, browser: Browser) -> Iterator[Page]:
    """The preview of the module's `session`, with its first page drawn."""
    shown = session.open(browser)
    shown.wait_for_selector("figure[data-drawn]")
    yield shown
    shown.close()
