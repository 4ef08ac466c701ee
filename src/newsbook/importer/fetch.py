"""From a public address to bytes: the only way of newsbook to the network, and only when asked.

An address is resolved once, and the connection goes to what was resolved, so that no second answer
can lead elsewhere. Only public addresses, only the usual ports, few redirects (each looked at
anew), bounded size and time.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

__all__ = ["Fetched", "Fetcher", "RefusedAddressError", "is_public"]

PORTS = {"http": 80, "https": 443}
MAX_REDIRECTS = 3
MAX_BYTES = 64 * 1024 * 1024
STEP_S = 15.0  # for one answer of the other side
TOTAL_S = 60.0  # for all of one file
_CHUNK = 64 * 1024
_NAT64 = ipaddress.ip_network("64:ff9b::/96")

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class RefusedAddressError(Exception):
    """An address that must not, or could not, be fetched."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What was fetched: the address it came from in the end, its media type and its bytes."""

    url: str
    media_type: str
    data: bytes


def is_public(address: Address) -> bool:
    """Whether `address` is a public unicast address, and so are those wrapped in it."""
    if isinstance(address, ipaddress.IPv6Address):
        wrapped = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
        if address in _NAT64:
            wrapped.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
        if any(inner is not None and not is_public(inner) for inner in wrapped):
            return False
        if address.is_site_local:
            return False
    return address.is_global and not (
        address.is_multicast or address.is_reserved or address.is_unspecified
    )


def _resolve(host: str, port: int) -> list[Address]:
    try:
        answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise RefusedAddressError(f"the host {host!r} is not known") from error
    return [ipaddress.ip_address(str(answer[4][0]).partition("%")[0]) for answer in answers]


class _Pinned(http.client.HTTPConnection):
    """A connection to an address that was resolved before."""

    def __init__(self, host: str, port: int, address: Address, *, secure: bool) -> None:
        super().__init__(host, port, timeout=STEP_S)
        self._address = str(address)
        self._secure = secure

    def connect(self) -> None:
        """Connect to the address, and ask for a certificate of the host."""
        self.sock = socket.create_connection((self._address, self.port), STEP_S)
        if self._secure:
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(self.sock, server_hostname=self.host)


@dataclass(slots=True)
class Fetcher:
    """Fetches files. `allowed` judges resolved addresses; `ports` are those of the two schemes;
    `clock` counts seconds.
    """

    allowed: Callable[[Address], bool] = is_public
    ports: tuple[int, ...] = (80, 443)
    clock: Callable[[], float] = time.monotonic
    most: int = MAX_BYTES
    agent: str = "newsbook-import"

    def get(self, url: str) -> Fetched:
        """Return what stands at `url`. Raises `RefusedAddressError`."""
        until = self.clock() + TOTAL_S
        for _ in range(MAX_REDIRECTS + 1):
            answer = self._one(url, until)
            if isinstance(answer, Fetched):
                return answer
            if url.startswith("https:") and not answer.startswith("https:"):
                raise RefusedAddressError(f"{url} leads to an address without encryption")
            url = answer
        raise RefusedAddressError(f"more than {MAX_REDIRECTS} redirects, the last to {url}")

    def _one(self, url: str, until: float) -> Fetched | str:
        """Return the file at `url`, or the address it redirects to."""
        try:
            parts = urlsplit(url)
            host, port = parts.hostname or "", parts.port
        except ValueError as error:
            raise RefusedAddressError(f"{url!r} is no address") from error
        if parts.scheme not in PORTS or not host or parts.username is not None:
            raise RefusedAddressError(f"{url!r} is not a plain http or https address")
        port = port or PORTS[parts.scheme]
        if port not in self.ports:
            raise RefusedAddressError(f"the port {port} of {url} is not one of web sites")
        addresses = _resolve(host, port)
        if not addresses or not all(self.allowed(address) for address in addresses):
            raise RefusedAddressError(f"{host} is not on the public network")
        secure = parts.scheme == "https"
        connection = _Pinned(host, port, addresses[0], secure=secure)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        try:
            return self._ask(connection, url, path, until)
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise RefusedAddressError(f"{url} cannot be fetched: {error}") from error
        finally:
            connection.close()

    def _ask(self, connection: _Pinned, url: str, path: str, until: float) -> Fetched | str:
        headers = {"User-Agent": self.agent, "Accept-Encoding": "gzip, identity"}
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        if answer.status in (301, 302, 303, 307, 308):
            target = answer.getheader("Location")
            if not target:
                raise RefusedAddressError(f"{url} redirects to nowhere")
            return urljoin(url, target)
        if answer.status != 200:
            raise RefusedAddressError(f"{url} answers {answer.status} {answer.reason}")
        data = self._body(answer, url, until)
        kind = (answer.getheader("Content-Type") or "").split(";")[0].strip().lower()
        return Fetched(url, kind, data)

    def _body(self, answer: http.client.HTTPResponse, url: str, until: float) -> bytes:
        """Return the body of an answer, unpacked, within the limits."""
        packed = (answer.getheader("Content-Encoding") or "").strip().lower() in ("gzip", "x-gzip")
        unpack = zlib.decompressobj(zlib.MAX_WBITS | 16) if packed else None
        made: list[bytes] = []
        size = 0
        while chunk := answer.read(_CHUNK):
            if self.clock() > until:
                raise RefusedAddressError(f"{url} takes longer than {TOTAL_S:.0f} s")
            if unpack is not None:
                try:
                    chunk = unpack.decompress(chunk, self.most - size + 1)
                except zlib.error as error:
                    raise RefusedAddressError(f"{url} is packed wrongly: {error}") from error
            size += len(chunk)
            if size > self.most:
                raise RefusedAddressError(f"{url} is larger than {self.most // 2**20} MB")
            made.append(chunk)
        return b"".join(made)
