"""The services' public HTTP, as anybody would call it: tokens, keys, positions, patience.

A request is sent again only when it may not have been heard (no answer) or when the service
says "not now" (503), always with the same key, so that nothing is done twice.
"""

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self, TypeAlias
from urllib.parse import urlencode

import httpx

from ht_local.place import Place
from ht_local.trouble import Trouble

Form: TypeAlias = Mapping[str, object]
_PATIENCE = 120.0
_LONGEST_PAUSE = 2.0
_RENEW_AFTER = 1800.0


class Refused(Trouble):
    """A service said no."""

    def __init__(self, asked: str, answer: httpx.Response) -> None:
        self.status = answer.status_code
        told = _json(answer)
        self.slug = str(told.get("type", "")).removeprefix("urn:ht:problem:")
        super().__init__(
            f"{asked} was refused ({self.status} {self.slug}): {answer.text[:500]}"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """As whom, and in which programme (or whole organisation), somebody asks."""

    persona: str
    programme: str | None = None
    organisation: str | None = None

    def headers(self) -> dict[str, str]:
        """Say it as the services read it."""
        told = {"Ht-Programme": self.programme, "Ht-Organisation": self.organisation}
        return {name: value for name, value in told.items() if value is not None}


@dataclass(slots=True)
class Positions:
    """How far each service was when it last answered: what later readers must have seen."""

    of: dict[str, int] = field(default_factory=dict)

    def learn(self, header: str | None) -> None:
        """Remember what an answer said."""
        if header:
            service, _, position = header.partition("=")
            self.of[service] = max(int(position), self.of.get(service, 0))

    def reach(self, other: "Positions") -> None:
        """Remember what somebody else has learnt."""
        for service, position in other.of.items():
            self.of[service] = max(position, self.of.get(service, 0))

    def told_to(self, service: str) -> dict[str, str]:
        """Give the header for a service; what it did itself it knows."""
        others = [f"{name}={at}" for name, at in self.of.items() if name != service]
        return {"Ht-After": ",".join(others)} if others else {}


class Api:
    """All services of one place."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._tokens: dict[str, tuple[float, str]] = {}
        self._signing_in: dict[str, asyncio.Lock] = {}
        limits = httpx.Limits(max_connections=64, max_keepalive_connections=64)
        # Everything is on this machine: no proxy stands between.
        self._http = httpx.AsyncClient(timeout=30, limits=limits, trust_env=False)
        self.requests = 0

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._http.aclose()

    async def token(self, persona: str) -> str:
        """Sign in as a persona, anew every half hour."""
        async with self._signing_in.setdefault(persona, asyncio.Lock()):
            known = self._tokens.get(persona)
            if known is None or time.monotonic() - known[0] > _RENEW_AFTER:
                known = time.monotonic(), await self._sign_in(persona)
                self._tokens[persona] = known
            return known[1]

    def forget_tokens(self) -> None:
        """Sign in anew: what somebody may do has changed."""
        self._tokens.clear()

    async def see(
        self,
        who: Standing,
        service: str,
        path: str,
        *,
        query: Mapping[str, str] | None = None,
        after: Positions | None = None,
    ) -> dict[str, object]:
        """Read something."""
        address = f"{path}?{urlencode(query)}" if query else path
        answer = await self._send(who, service, "GET", address, after=after)
        return _json(answer)

    async def see_all(
        self, who: Standing, service: str, path: str, *, query: Mapping[str, str] | None = None
    ) -> list[dict[str, object]]:
        """Read every page of a list."""
        found: list[dict[str, object]] = []
        following: object = None
        while True:
            more = {} if following is None else {"after": str(following)}
            page = await self.see(who, service, path, query={**(query or {}), **more})
            found += rows(page, "items")
            following = page.get("next")
            if following is None:
                return found

    async def ask(
        self, who: Standing, service: str, path: str, form: Form
    ) -> dict[str, object]:
        """Ask a question whose words do not belong in an address."""
        return _json(await self._send(who, service, "POST", path, form=form))

    async def do(
        self,
        who: Standing,
        service: str,
        path: str,
        form: Form,
        *,
        key: str,
        after: Positions | None = None,
    ) -> dict[str, object]:
        """Ask for something to be done."""
        answer = await self._send(who, service, "POST", path, form=form, key=key, after=after)
        if after is not None:
            after.learn(answer.headers.get("Ht-Position"))
        return _json(answer)

    async def _send(
        self,
        who: Standing,
        service: str,
        method: str,
        address: str,
        *,
        form: Form | None = None,
        key: str | None = None,
        after: Positions | None = None,
    ) -> httpx.Response:
        end = time.monotonic() + _PATIENCE
        pause = 0.05
        while True:
            headers = {
                "Authorization": f"Bearer {await self.token(who.persona)}",
                **who.headers(),
                **({} if key is None else {"Idempotency-Key": key}),
                **({} if after is None else after.told_to(service)),
            }
            self.requests += 1
            try:
                answer = await self._http.request(
                    method, f"{self._place.url(service)}{address}", json=form, headers=headers
                )
            except httpx.TransportError:
                answer = None
            if answer is not None and answer.is_success:
                return answer
            asked = f"{method} {service} {address}"
            if answer is not None and answer.status_code != httpx.codes.SERVICE_UNAVAILABLE:
                raise Refused(asked, answer)
            if time.monotonic() > end:
                raise Trouble(f"{asked} got no answer for {_PATIENCE:.0f} seconds.")
            await asyncio.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)

    async def _sign_in(self, persona: str) -> str:
        provider = self._place.identity_url
        try:
            answer = await self._http.post(f"{provider}/token", json={"persona": persona})
        except httpx.TransportError:
            raise Trouble(f"The identity provider does not answer at {provider}.") from None
        return _token(persona, answer)


async def sign_in(place: Place, persona: str) -> str:
    """Get a persona's access token from the development identity provider."""
    async with Api(place) as api:
        return await api.token(persona)


def _token(persona: str, answer: httpx.Response) -> str:
    if answer.status_code == httpx.codes.NOT_FOUND:
        raise Trouble(f"Nobody signs in here as {persona}. `ht personas` lists who does.")
    if not answer.is_success:
        raise Trouble(f"No token for {persona}: {answer.text[:300]}")
    return text(_json(answer), "access_token")


def text(told: Mapping[str, object], name: str) -> str:
    """Give a text of an answer."""
    value = told[name]
    if not isinstance(value, str):
        raise TypeError(f"{name} is no text")
    return value


def rows(told: Mapping[str, object], name: str) -> list[dict[str, object]]:
    """Give a list of an answer."""
    value = told[name]
    if not isinstance(value, list):
        raise TypeError(f"{name} is no list")
    return value


def _json(answer: httpx.Response) -> dict[str, object]:
    try:
        told = answer.json()
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {"items": told}
