"""How many of a kind in an hour, counted in the memory of one process and nowhere else.

Where several copies of a service run, each counts for itself; a restart begins anew. What is
counted by is never written down. It keeps one sender from filling a list, no more.
"""

import ipaddress
from collections import OrderedDict, deque
from typing import Final

HOUR: Final = 3600.0
_MOST_KEYS: Final = 20_000
_ONE_HOUSEHOLD: Final = 64


class Limit:
    """Lets through so many with the same key in any hour.

    Each that is let through keeps its place until a moment that is computed once: who has to
    wait and for how long are then one comparison, which no rounding can tell apart.
    No more keys are kept than fit: of many at once, the one that was quiet longest is let go.
    """

    def __init__(self, most: int, seconds: float = HOUR, keys: int = _MOST_KEYS) -> None:
        self._most, self._seconds, self._keys = most, seconds, keys
        self._taken_until: OrderedDict[str, deque[float]] = OrderedDict()

    def wait(self, key: str, at: float) -> float:
        """Count one more at this moment, or give the seconds to wait: then nothing counts."""
        until = self._taken_until.setdefault(key, deque())
        self._taken_until.move_to_end(key)
        while len(self._taken_until) > self._keys:
            self._taken_until.popitem(last=False)
        while until and until[0] <= at:
            until.popleft()
        if len(until) >= self._most:
            return until[0] - at
        until.append(at + self._seconds)
        return 0.0


def household(address: str) -> str:
    """Give what an address is counted by: a whole network of 64 bits is one household."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if found.version == 4:  # noqa: PLR2004 - the version of the protocol
        return str(found)
    return str(ipaddress.ip_network(f"{found}/{_ONE_HOUSEHOLD}", strict=False))
