"""`python -m ht_<service> rewrap`: wrap every data key by the current key-encryption key.

Every process of the service must know the new key first, and have it as the current one. What
is left of older rows, in files and backups of the key database, opens for nobody any more
once the former key-encryption key is deleted.
"""

import argparse
import asyncio
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import asyncpg

from ht_kit.keys import Keyring, UnknownWrappingKey, WrappingKeys
from ht_kit.settings import KeysSettings, load, prefixed

if TYPE_CHECKING:
    from ht_kit.service import Service

_AT_ONCE: Final = 1000


def main(service: "Service", argv: Sequence[str]) -> int:
    """Wrap anew what another key wraps, and give the exit code."""
    parser = argparse.ArgumentParser(
        prog=f"ht-{service.name} rewrap",
        description="Wrap every data key by the current key-encryption key.",
    )
    parser.parse_args(argv)
    if not service.aggregates:
        parser.error(f"{service.name} seals nothing and has no data keys")
    settings = load(prefixed(KeysSettings, service.settings))
    wrapping = WrappingKeys(settings.kek.current, settings.kek.keys)
    try:
        done = asyncio.run(
            _rewrap(settings.keys_url.get_secret_value(), wrapping, service.name)
        )
    except UnknownWrappingKey as unknown:
        sys.stderr.write(
            f"Keys are wrapped by {unknown}, which is not among the key-encryption keys that "
            "were given. Put it back until they are wrapped anew.\n"
        )
        return 1
    except (OSError, asyncpg.PostgresConnectionError):
        sys.stderr.write("The key database does not answer.\n")
        return 1
    sys.stdout.write(f"{done} keys wrapped anew; all are wrapped by {wrapping.current} now.\n")
    return 0


async def _rewrap(url: str, wrapping: WrappingKeys, service: str) -> int:
    async with asyncpg.create_pool(url, min_size=1, max_size=1, timeout=10) as pool:
        keyring, done = Keyring(pool, wrapping, service), 0
        while wrapped := await keyring.rewrap(_AT_ONCE):
            done += wrapped
    return done
