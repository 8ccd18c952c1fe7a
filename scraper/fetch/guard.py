"""The address guard: names are resolved, checked and dialled in one place.

Checking a name first and connecting later leaves a gap in which its answer can change (DNS
rebinding). Here the very address that passed the check is the one that is dialled.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import time
from collections.abc import Awaitable, Callable, Collection, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import cache, partial
from typing import Final

import httpcore

Resolve = Callable[[str, int], Awaitable[list[str]]]
IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

_NAT64: Final = ipaddress.IPv6Network("64:ff9b::/96")
_NOT_OPEN: Final = tuple(
    ipaddress.ip_network(net)
    # Special-purpose ranges that Python's tables of the older versions still call global.
    for net in ("192.0.0.0/24", "64:ff9b:1::/48", "3fff::/20", "5f00::/16", "fec0::/10")
)
_V4_COMPATIBLE: Final = ipaddress.IPv6Network("::/96")
_RESOLVED_FOR: Final = 60.0
_MOST_NAMES: Final = 4096
_ASKED_AT_ONCE: Final = 16


class GuardError(httpcore.ConnectError):
    """A connection that was not made; `code` is one of errors.FETCH_CODES."""

    def __init__(self, message: str, code: str) -> None:
        super().__init__(message)
        self.code = code


def unmapped(address: IPAddress) -> IPAddress:
    """The IPv4 address inside an IPv6 one (mapped, compatible, 6to4, NAT64), else the address itself.

    >>> str(unmapped(ipaddress.ip_address("::ffff:10.0.0.1"))), str(unmapped(ipaddress.ip_address("2002:7f00:1::")))
    ('10.0.0.1', '127.0.0.1')
    """
    if isinstance(address, ipaddress.IPv4Address):
        return address
    inner = address.ipv4_mapped or address.sixtofour
    if inner is None and (address in _NAT64 or (address in _V4_COMPATIBLE and int(address) > 1)):
        inner = ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
    return inner or address


def is_public(text: str) -> bool:
    """Whether an address in figures lies on the open Internet.

    >>> is_public("93.184.215.14"), is_public("169.254.169.254"), is_public("64:ff9b::a00:1")
    (True, False, False)
    """
    try:
        address = unmapped(ipaddress.ip_address(text.partition("%")[0]))
    except ValueError:
        return False
    closed = any(address.version == net.version and address in net for net in _NOT_OPEN)
    return address.is_global and not address.is_multicast and not closed


@cache
def _name_servers() -> ThreadPoolExecutor:
    """Threads of their own: names that nobody answers for would fill those that everything else uses."""
    return ThreadPoolExecutor(_ASKED_AT_ONCE, thread_name_prefix="names")


async def system_resolve(host: str, port: int) -> list[str]:
    """The addresses of a name, in the order of the system's resolver; odd spellings included.

    `0x7f000001`, `2130706433` and `127.1` are addresses to the system, and so to the guard.
    """
    loop = asyncio.get_running_loop()
    ask = partial(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM)
    found = await loop.run_in_executor(_name_servers(), ask)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class Resolver:
    """Resolves names and lets only public addresses through; remembers answers for a minute.

    Hosts in `own` may have any address. Raises GuardError `dns` or `private_address`.
    """

    def __init__(self, own: Collection[str], resolve: Resolve = system_resolve) -> None:
        self._own = frozenset(own)
        self._resolve = resolve
        self._known: dict[tuple[str, int], tuple[float, list[str]]] = {}

    async def addresses(self, host: str, port: int, seconds: float | None = None) -> list[str]:
        """The addresses of `host` that may be dialled, never empty; found within `seconds`."""
        known = self._known.get((host, port))
        if known is not None and known[0] > time.monotonic():
            return known[1]
        found = await self._ask(host, port, seconds)
        if not self._is_own(host, port):
            public = [address for address in found if is_public(address)]
            if not public:
                what = host if host == found[0] else f"{host} is {found[0]}, which"
                raise GuardError(
                    f"{what} is not on the open Internet; mark the host as own if it is yours", "private_address"
                )
            found = public
        if len(self._known) >= _MOST_NAMES:
            self._known.clear()
        self._known[host, port] = (time.monotonic() + _RESOLVED_FOR, found)
        return found

    def _is_own(self, host: str, port: int) -> bool:
        shown = f"[{host}]" if ":" in host else host
        return not self._own.isdisjoint((host, shown, f"{shown}:{port}"))

    async def _ask(self, host: str, port: int, seconds: float | None) -> list[str]:
        try:
            return [str(ipaddress.ip_address(host))]
        except ValueError:
            pass
        try:
            async with asyncio.timeout(seconds):
                found = await self._resolve(host, port)
        except TimeoutError as error:
            raise GuardError(f"the name {host} could not be resolved in time", "dns") from error
        except (OSError, UnicodeError) as error:
            raise GuardError(f"the name {host} could not be resolved", "dns") from error
        if not found:
            raise GuardError(f"the name {host} has no address", "dns")
        return found


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """A network backend for httpcore that dials only what its resolver let through."""

    def __init__(self, resolver: Resolver, dialler: httpcore.AsyncNetworkBackend | None = None) -> None:
        self._resolver = resolver
        self._dialler = httpcore.AnyIOBackend() if dialler is None else dialler

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - the signature is httpcore's
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Resolve, check, dial: the next address where one does not answer."""
        addresses = await self._resolver.addresses(host, port, timeout)
        for address in addresses[:-1]:
            try:
                return await self._dialler.connect_tcp(
                    address, port, timeout and timeout / 2, local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return await self._dialler.connect_tcp(addresses[-1], port, timeout, local_address, socket_options)

    async def sleep(self, seconds: float) -> None:
        """Part of httpcore's interface; used only when httpcore itself retries, which it is told not to."""
        await self._dialler.sleep(seconds)
