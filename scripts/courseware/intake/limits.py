"""Count requests per address, so that one sender cannot keep the inbox from the others."""

from __future__ import annotations

import ipaddress
from collections import OrderedDict, deque

__all__ = ["RequestLimit"]


class RequestLimit:
    """At most so many requests in any sixty seconds from one address, in a bounded memory.

    When more addresses are remembered than fit, the one that was quiet longest is forgotten: under a flood
    from everywhere the limit loosens, and the server lives.
    """

    def __init__(self, requests: int = 60, seconds: float = 60.0, addresses: int = 4096) -> None:
        self._requests = requests
        self._seconds = seconds
        self._addresses = addresses
        self._times: OrderedDict[str, deque[float]] = OrderedDict()

    def wait_for(self, address: str, now: float) -> float:
        """Return 0 and count the request, or the seconds after which the address may try again."""
        key = _network(address)
        times = self._times.setdefault(key, deque(maxlen=self._requests))
        self._times.move_to_end(key)
        if len(self._times) > self._addresses:
            self._times.popitem(last=False)
        if times and now < times[-1]:
            times.clear()  # The clock was set back: what it said before tells nothing.
        if len(times) == self._requests and now - times[0] < self._seconds:
            return self._seconds - (now - times[0])
        times.append(now)
        return 0.0

    def __len__(self) -> int:
        return len(self._times)


def _network(address: str) -> str:
    """Return what counts as one sender: an IPv4 address, or the /64 that one IPv6 household gets."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address[:64]
    if isinstance(parsed, ipaddress.IPv6Address):
        return str(parsed.ipv4_mapped or ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)
