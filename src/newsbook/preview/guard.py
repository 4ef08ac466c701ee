"""From a request to the preview to the same request, if it comes from this machine's own browser.

The preview shows unpublished text on a port of this machine. Another web page must not read it:
not through a name of its own that leads here (DNS rebinding: the Host tells), not by a request from
its own pages (Origin and Sec-Fetch-Site tell), and not by framing it. Specs: Fetch Metadata
(https://www.w3.org/TR/fetch-metadata/), CSP Level 3.
"""

from __future__ import annotations

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["BOOK_POLICY", "Guard"]

_POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "font-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "frame-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    ]
)
# Documents of an EPUB: their own styles, fonts and pictures; no script, and no network.
BOOK_POLICY = "; ".join(
    [
        "default-src 'none'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data:",
        "font-src 'self'",
        "media-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'self'",
        "sandbox allow-same-origin",
    ]
)


class Guard:
    """Lets in what asks for this very server by its address, and adds the headers of safety."""

    def __init__(self, app: ASGIApp, port: int) -> None:
        self._app = app
        self._hosts = {f"127.0.0.1:{port}".encode(), f"localhost:{port}".encode()}
        self._origins = {b"http://" + host for host in self._hosts}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or let the application answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        reason = self._refusal(scope)
        if reason:
            await PlainTextResponse(reason + "\n", 403)(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                path = scope["path"]
                policy = BOOK_POLICY if path.startswith("/book/") else _POLICY
                message["headers"] = [
                    *message["headers"],
                    (b"content-security-policy", policy.encode()),
                    (b"cross-origin-resource-policy", b"same-origin"),
                    (b"cross-origin-opener-policy", b"same-origin"),
                    (b"referrer-policy", b"no-referrer"),
                    (b"x-content-type-options", b"nosniff"),
                ]
            await send(message)

        await self._app(scope, receive, guarded)

    def _refusal(self, scope: Scope) -> str:
        """Return why a request is refused, or ""."""
        headers = dict(scope["headers"])
        if scope["method"] not in ("GET", "HEAD"):
            return "the preview only shows; it takes no orders"
        if headers.get(b"host", b"").lower() not in self._hosts:
            return "this is not the address of the preview; use the one newsbook printed"
        origin = headers.get(b"origin")
        if origin is not None and origin.lower() not in self._origins:
            return "another page asks for the preview; that is not allowed"
        site = headers.get(b"sec-fetch-site", b"none")
        arriving = headers.get(b"sec-fetch-mode") == b"navigate" and (
            headers.get(b"sec-fetch-dest") == b"document"
        )
        if site not in (b"none", b"same-origin") and not arriving:
            return "another page asks for the preview; that is not allowed"
        return ""
