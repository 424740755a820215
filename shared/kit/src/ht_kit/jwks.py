"""The issuer's public keys: fetched when needed, kept when the issuer is away."""

import asyncio
import time
from collections.abc import Callable, Mapping
from typing import Final

import httpx
import structlog
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, JWKRegistry, Key, OKPKey, RSAKey
from pydantic import BaseModel, JsonValue, ValidationError

OLDEST: Final = 600.0
"""Seconds after which the keys are asked for again, so that a withdrawn key goes."""
PAUSE: Final = 60.0
"""Seconds between two fetches for a key that is not known."""
FIRST_PAUSE: Final = 1.0
"""The same while no key is known at all: an issuer that starts after us is soon found."""
_PUBLIC: Final = ("kty", "kid", "use", "alg", "crv", "n", "e", "x", "y")
LARGEST: Final = 256 * 1024
_log = structlog.get_logger("ht.access")


class _Document(BaseModel):
    keys: list[dict[str, JsonValue]]


class IssuerKeys:
    """The signing keys at one address, by key id."""

    def __init__(
        self,
        url: str,
        *,
        client: httpx.AsyncClient | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._url, self._clock = url, clock
        self._client = client or httpx.AsyncClient(timeout=3.0, follow_redirects=False)
        self._keys: Mapping[str, Key] = {}
        self._fetched = self._tried = float("-inf")
        self._fetching = asyncio.Lock()
        self._aside: asyncio.Task[None] | None = None

    @property
    def known(self) -> bool:
        """Say whether any key is known."""
        return bool(self._keys)

    async def find(self, key_id: str) -> Key | None:
        """Give the key with this id, asking the issuer again when it is not known."""
        known = self._keys.get(key_id)
        if known is None:
            await self.refresh()
        elif self._clock() - self._fetched > OLDEST and self._aside is None:
            # Whoever asks does not wait for an issuer that may be away.
            self._aside = asyncio.create_task(self.refresh())
            self._aside.add_done_callback(self._forget)
        return known or self._keys.get(key_id)

    async def refresh(self) -> None:
        """Ask the issuer for its keys, unless it was asked a moment ago."""
        async with self._fetching:
            if self._clock() - self._tried < (PAUSE if self._keys else FIRST_PAUSE):
                return
            self._tried = self._clock()
            try:
                self._keys = await self._fetch()
            except (httpx.HTTPError, ValidationError, ValueError) as fault:
                _log.warning("issuer_keys_not_fetched", error=type(fault).__name__)
            else:
                self._fetched = self._clock()

    async def close(self) -> None:
        """Let go of the connection to the issuer."""
        if self._aside is not None:
            self._aside.cancel()
        await self._client.aclose()

    def _forget(self, _: asyncio.Task[None]) -> None:
        self._aside = None

    async def _fetch(self) -> Mapping[str, Key]:
        answer = await self._client.get(self._url)
        answer.raise_for_status()
        if len(answer.content) > LARGEST:
            raise ValueError("the key document is too large")
        listed = _Document.model_validate_json(answer.content).keys
        keys = {
            key.kid: key for key in map(_signing_key, listed) if key is not None and key.kid
        }
        if not keys:
            raise ValueError("the key document holds no signing key")
        return keys


def _signing_key(described: dict[str, JsonValue]) -> Key | None:
    """Read one public key; None for one that signs nothing we accept."""
    if described.get("use", "sig") != "sig" or described.get("kty") not in {"RSA", "EC", "OKP"}:
        return None
    try:
        key = JWKRegistry.import_key(
            {name: value for name in _PUBLIC if isinstance(value := described.get(name), str)}
        )
    except (JoseError, ValueError, TypeError):
        return None
    return key if isinstance(key, RSAKey | ECKey | OKPKey) else None
