"""A token that cannot be believed is refused by every route of every running service, in the
same words whatever is wrong with it; one that is good for somebody else's organisation is
refused like any that may not. Keys change while the services run, and an issuer that is away
costs nobody their access whose key is known.
"""

import base64
import hmac
import json
import time
from collections.abc import Callable
from functools import cache
from typing import Final

import pytest
from joserfc.jwk import ECKey, RSAKey

from ht_local.place import SERVICES, Place

from .asking import Said, ask_every_route
from .issuer import Issuer, signed
from .town import ATTACKERS, VICTIM, Town, attacker

pytestmark = [pytest.mark.engines, pytest.mark.slow, pytest.mark.timeout(600)]

WHO: Final = attacker("senior")
STRANGER: Final = ECKey.generate_key("P-256", private=True)
_STRANGERS_RSA: Final = RSAKey.generate_key(2048, private=True)
_PAUSE: Final = 75  # services ask for an unknown key at most once in 60 seconds
UNBELIEVED: Final = (
    401,
    {
        "type": "urn:ht:problem:not-signed-in",
        "title": "Not signed in",
        "status": 401,
        "detail": "A valid access token for this service is needed.",
    },
)
NOT_PERMITTED: Final = (
    403,
    {
        "type": "urn:ht:problem:not-permitted",
        "title": "Not permitted",
        "status": 403,
        "detail": "You may not do this here.",
    },
)


def _saying(**changes: object) -> Callable[[Issuer], str]:
    return lambda issuer: signed(issuer.claims(WHO, **changes), issuer.header(), issuer.key)


def _at(claim: str, seconds: int) -> Callable[[Issuer], str]:
    """Say a time that is so far away from when it is sent."""

    def token(issuer: Issuer) -> str:
        return _saying(**{claim: int(time.time()) + seconds})(issuer)

    return token


def _headed(**changes: object) -> Callable[[Issuer], str]:
    return lambda issuer: signed(issuer.claims(WHO), issuer.header(**changes), issuer.key)


def _by_a_stranger(**changes: object) -> Callable[[Issuer], str]:
    return lambda issuer: signed(issuer.claims(WHO), issuer.header(**changes), STRANGER)


def _by_hand(issuer: Issuer, algorithm: str, secret: bytes = b"") -> str:
    """Make what a library rightly refuses to make."""
    said = (issuer.header(alg=algorithm), issuer.claims(WHO))
    parts = ".".join(_encoded(json.dumps(part).encode()) for part in said)
    signature = hmac.digest(secret, parts.encode(), "sha256") if secret else b""
    return f"{parts}.{_encoded(signature)}"


def _encoded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def _altered(issuer: Issuer) -> str:
    head, _, signature = issuer.sign(WHO).split(".")
    said = issuer.claims(attacker("operator"))
    return f"{head}.{_encoded(json.dumps(said).encode())}.{signature}"


def _with_its_own_key(issuer: Issuer) -> str:
    brought = {**STRANGER.as_dict(private=False), "kid": "brought"}
    return signed(issuer.claims(WHO), issuer.header(kid="brought", jwk=brought), STRANGER)


WRONG: Final[dict[str, Callable[[Issuer], str]]] = {
    "not a token": lambda _: "abc",
    "dots": lambda _: "..",
    "no algorithm": lambda issuer: _by_hand(issuer, "none"),
    "no algorithm, in capitals": lambda issuer: _by_hand(issuer, "NONE"),
    "a secret made of the public key": lambda issuer: _by_hand(
        issuer, "HS256", issuer.key.as_pem(private=False)
    ),
    "a secret made of the published key": lambda issuer: _by_hand(
        issuer, "HS256", json.dumps(issuer.published()).encode()
    ),
    "an algorithm of another kind of key": lambda issuer: signed(
        issuer.claims(WHO), issuer.header(alg="RS256"), _STRANGERS_RSA
    ),
    "another's key under a known id": _by_a_stranger(),
    "an unknown key": _by_a_stranger(kid="nobody"),
    "no key id": _headed(kid=None),
    "a key that it brings": _with_its_own_key,
    "a key at an address that it names": _by_a_stranger(jku="https://keys.example.org/jwks"),
    "altered after signing": _altered,
    "wrong audience": _saying(aud="ht-portal"),
    "no audience": _saying(aud=None),
    "wrong issuer": _saying(iss="https://sign-in.example.org"),
    "expired": _at("exp", -61),
    "never expires": _saying(exp=None),
    "not yet valid": _at("nbf", 90),
    "issued in the future": _at("iat", 90),
    "an id token": _headed(typ="JWT"),
    "no type": _headed(typ=None),
    "no subject": _saying(sub=None),
    "an empty subject": _saying(sub=""),
    "no employer": _saying(employer=None),
    "a critical extension": _headed(crit=["b64"], b64=True),
}
SOMEBODY_ELSES: Final[dict[str, dict[str, str]]] = {
    "programme": {"Ht-Programme": VICTIM.programme},
    "organisation": {"Ht-Organisation": VICTIM.organisation},
    "organisation and programme": {
        "Ht-Organisation": VICTIM.organisation,
        "Ht-Programme": VICTIM.programme,
    },
    "programme in our organisation": {
        "Ht-Organisation": ATTACKERS.organisation,
        "Ht-Programme": VICTIM.programme,
    },
    "organisation over our programme": {
        "Ht-Organisation": VICTIM.organisation,
        "Ht-Programme": ATTACKERS.programme,
    },
    "programme that there is not": {"Ht-Programme": "nowhere"},
    "organisation that there is not": {"Ht-Organisation": "nobody"},
    "whole organisation, where we hold one programme": {
        "Ht-Organisation": ATTACKERS.organisation
    },
}


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize("wrong", WRONG)
def test_whatever_is_wrong_with_a_token_every_route_says_the_same(
    wrong: str, service: str, town: Town
) -> None:
    headers = {"Authorization": f"Bearer {WRONG[wrong](town.issuer)}"}

    said = ask_every_route(town.system.place, service, headers)

    assert set(said.values()) == {_without_any(town.system.place, service)}


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize("scheme", ["Basic YTpi", "Bearer", "Token abc"])
def test_nothing_but_a_bearer_token_signs_anybody_in(
    scheme: str, service: str, town: Town
) -> None:
    said = ask_every_route(town.system.place, service, {"Authorization": scheme})

    assert set(said.values()) == {_without_any(town.system.place, service)}


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize("named", SOMEBODY_ELSES)
def test_naming_somebody_elses_place_is_refused_like_naming_none(
    named: str, service: str, town: Town
) -> None:
    """The token is good, so this is no 401: asking for a better one would not help."""
    headers = {"Authorization": f"Bearer {town.token('senior')}", **SOMEBODY_ELSES[named]}

    said = ask_every_route(town.system.place, service, headers)

    assert len(set(said.values())) == 1
    assert _told(next(iter(said.values()))) == NOT_PERMITTED


@pytest.mark.parametrize("service", SERVICES)
def test_which_places_there_are_is_not_to_be_learnt(service: str, town: Town) -> None:
    """One answer, to the byte, for a place that there is, for none, and to who holds none."""
    good, issuer = {"Authorization": f"Bearer {town.token('senior')}"}, town.issuer
    nowhere = signed(issuer.claims(WHO, memberships=[]), issuer.header(), issuer.key)
    asked = [{**good, **named} for named in SOMEBODY_ELSES.values()]
    asked.append({"Authorization": f"Bearer {nowhere}"})

    said = {
        answer
        for headers in asked
        for answer in ask_every_route(town.system.place, service, headers).values()
    }

    assert len(said) == 1
    assert _told(said.pop()) == NOT_PERMITTED


@pytest.mark.parametrize("service", SERVICES)
def test_a_good_token_is_believed_by_every_route(service: str, town: Town) -> None:
    said = ask_every_route(town.system.place, service, _signed_in(town))

    assert [route for route, each in said.items() if each.status == 401] == []


def test_an_issuer_that_is_away_costs_only_who_comes_with_an_unknown_key(town: Town) -> None:
    place, issuer = town.system.place, town.issuer
    before, issuer.away = issuer.asked, True
    unknown = {"Authorization": f"Bearer {WRONG['an unknown key'](issuer)}"}
    try:
        end = time.monotonic() + _PAUSE
        while issuer.asked < before + len(SERVICES):
            assert time.monotonic() < end, "the services do not ask for a key they do not know"
            for service in SERVICES:
                refused = ask_every_route(place, service, unknown)
                assert {_told(each) == UNBELIEVED for each in refused.values()} == {True}
                believed = ask_every_route(place, service, _signed_in(town))
                assert {each.status == 401 for each in believed.values()} == {False}
    finally:
        issuer.away = False


def test_keys_change_while_the_services_run(town: Town) -> None:
    place, issuer = town.system.place, town.issuer
    old = _signed_in(town)
    issuer.take_another_key()
    new = _signed_in(town)
    waiting = list(SERVICES)
    end = time.monotonic() + _PAUSE
    while waiting:
        assert time.monotonic() < end, f"{waiting} do not fetch a key that a token names"
        for service in list(waiting):
            said = ask_every_route(place, service, new)
            if not any(each.status == 401 for each in said.values()):
                waiting.remove(service)
        time.sleep(0.5)

    for service in SERVICES:
        refused = ask_every_route(place, service, old)
        assert {_told(each) == UNBELIEVED for each in refused.values()} == {True}


@cache
def _without_any(place: Place, service: str) -> Said:
    """Give what every route says to somebody without a token: the words for all of these."""
    said = set(ask_every_route(place, service, {}).values())
    assert len(said) == 1
    answer = said.pop()
    assert _told(answer) == UNBELIEVED
    return answer


def _signed_in(town: Town) -> dict[str, str]:
    return {"Authorization": f"Bearer {town.token('senior')}"}


def _told(said: Said) -> tuple[int, object]:
    return said.status, json.loads(said.body)
