"""A token is believed for its issuer's signature, its address and its time; else 401, always
in the same words. (OWASP ASVS 9.1 and 9.2; the negative vectors are those of our standards.)
"""

import asyncio
import base64
import hmac
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest
from joserfc import jws
from joserfc.jwk import ECKey, OKPKey, RSAKey

from ht_kit.access import LEEWAY, Claims, Verifier
from ht_kit.clock import now
from ht_kit.jwks import FIRST_PAUSE, OLDEST, PAUSE, IssuerKeys
from ht_kit.problems import Problem

ISSUER = "https://sign-in.example.org"
AUDIENCE = "ht-plans"
RSA = RSAKey.generate_key(2048, {"kid": "rsa", "use": "sig"})
EC = ECKey.generate_key("P-256", {"kid": "ec", "use": "sig"})
ED = OKPKey.generate_key("Ed25519", {"kid": "ed", "use": "sig"})
STRANGER = RSAKey.generate_key(2048, {"kid": "rsa"})
NEW = ECKey.generate_key("P-256", {"kid": "new", "use": "sig"})


class Issuer:
    """Publishes keys, counts how often it is asked, and can be away."""

    def __init__(self, *keys: RSAKey | ECKey | OKPKey) -> None:
        self.keys: list[Any] = [key.as_dict(private=False) for key in keys]
        self.asked, self.away, self.time = 0, False, 1_000.0

    def answer(self, _: httpx.Request) -> httpx.Response:
        self.asked += 1
        if self.away:
            return httpx.Response(503)
        return httpx.Response(200, json={"keys": self.keys})

    def keyring(self) -> IssuerKeys:
        client = httpx.AsyncClient(transport=httpx.MockTransport(self.answer))
        return IssuerKeys(f"{ISSUER}/jwks", client=client, clock=lambda: self.time)

    def verifier(self) -> Verifier:
        return Verifier(self.keyring(), issuer=ISSUER, audience=AUDIENCE)


@pytest.fixture
def issuer() -> Issuer:
    return Issuer(RSA, EC, ED)


def claims(**changes: object) -> dict[str, Any]:
    present = int(now().timestamp())
    said = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": "0192d1f4-0000-7000-8000-000000000001",
        "iat": present,
        "exp": present + 300,
        "employer": "northfield-trust",
        "memberships": [
            {
                "organisation": "wellbeing-northfield",
                "programme": "northfield",
                "roles": ["health-trainer"],
            }
        ],
        **changes,
    }
    return {name: value for name, value in said.items() if value is not None}


def token(
    said: dict[str, Any] | None = None, *, key: Any = RSA, alg: str = "RS256", **header: object
) -> str:
    full = {"alg": alg, "typ": "at+jwt", "kid": key.kid, **header}
    protected = {name: value for name, value in full.items() if value is not None}
    payload = json.dumps(said or claims())
    return jws.serialize_compact(protected, payload, key, algorithms=[alg])


def by_hand(header: dict[str, str], secret: bytes = b"") -> str:
    """Make what a library rightly refuses to make."""
    parts = [_encoded(json.dumps(part).encode()) for part in (header, claims())]
    signature = hmac.digest(secret, ".".join(parts).encode(), "sha256") if secret else b""
    return ".".join([*parts, _encoded(signature)])


def _encoded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def unsigned() -> str:
    return by_hand({"alg": "none", "typ": "at+jwt", "kid": "rsa"})


def signed_with_the_public_key() -> str:
    return by_hand({"alg": "HS256", "typ": "at+jwt", "kid": "rsa"}, RSA.as_pem(private=False))


def altered() -> str:
    head, _, signature = token().split(".")
    other = _encoded(json.dumps(claims(sub="somebody-else")).encode())
    return f"{head}.{other}.{signature}"


def at(seconds: int) -> int:
    return int(now().timestamp()) + seconds


WRONG: dict[str, Callable[[], str]] = {
    "not a token": lambda: "abc",
    "three dots of nothing": lambda: "..",
    "not in ASCII": lambda: "é.é.é",
    "too long": lambda: token(claims(padding="x" * 20_000)),
    "algorithm none": unsigned,
    "HS256 signed with the public key": signed_with_the_public_key,
    "a weaker algorithm": lambda: token(alg="RS384"),
    "another's key under a known id": lambda: token(key=STRANGER),
    "altered after signing": altered,
    "unknown key id": lambda: token(kid="nobody"),
    "no key id": lambda: token(kid=None),
    "an id token": lambda: token(typ="JWT"),
    "no type": lambda: token(typ=None),
    "wrong audience": lambda: token(claims(aud="ht-intake")),
    "wrong audiences": lambda: token(claims(aud=["ht-intake", "account"])),
    "no audience": lambda: token(claims(aud=None)),
    "wrong issuer": lambda: token(claims(iss="https://elsewhere.example.org")),
    "expired": lambda: token(claims(exp=at(-61))),
    "no expiry": lambda: token(claims(exp=None)),
    "not valid yet": lambda: token(claims(nbf=at(90))),
    "issued in the future": lambda: token(claims(iat=at(90))),
    "no subject": lambda: token(claims(sub=None)),
    "empty subject": lambda: token(claims(sub="")),
    "no employer": lambda: token(claims(employer=None)),
    "an organisation that is no slug": lambda: token(
        claims(memberships=[{"organisation": "a,b", "programme": None, "roles": []}])
    ),
    "critical extension": lambda: token(b64=True, crit=["b64"]),
}


@pytest.mark.parametrize("wrong", WRONG)
async def test_whatever_is_wrong_with_a_token_the_answer_is_the_same(
    wrong: str, issuer: Issuer
) -> None:
    with pytest.raises(Problem) as refused:
        await issuer.verifier().verify(WRONG[wrong]())

    answer = refused.value.response()
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"
    assert json.loads(bytes(answer.body)) == {
        "type": "urn:ht:problem:not-signed-in",
        "title": "Not signed in",
        "status": 401,
        "detail": "A valid access token for this service is needed.",
    }


@pytest.mark.parametrize(
    ("key", "alg"), [(RSA, "RS256"), (RSA, "PS256"), (EC, "ES256"), (ED, "EdDSA")]
)
@pytest.mark.filterwarnings("ignore::joserfc.errors.SecurityWarning")
async def test_a_good_token_tells_who_asks(key: Any, alg: str, issuer: Issuer) -> None:
    said = await issuer.verifier().verify(token(key=key, alg=alg))

    assert isinstance(said, Claims)
    assert said.sub == "0192d1f4-0000-7000-8000-000000000001"
    assert said.memberships[0].programme == "northfield"


async def test_clocks_may_differ_by_a_minute(issuer: Issuer) -> None:
    verifier = issuer.verifier()

    await verifier.verify(token(claims(exp=at(-50))))
    await verifier.verify(token(claims(nbf=at(50), iat=at(50))))


async def test_keys_that_a_token_brings_are_not_looked_at(issuer: Issuer) -> None:
    forged = token(
        key=STRANGER, jku="https://evil.example.org/jwks", x5u="https://evil.example"
    )

    with pytest.raises(Problem):
        await issuer.verifier().verify(forged)
    with pytest.raises(Problem):
        await issuer.verifier().verify(
            token(key=STRANGER, alg="RS256", jwk=EC.as_dict(private=False), kid="ec")
        )
    await issuer.verifier().verify(token(jku="https://evil.example.org/jwks"))


async def test_a_new_key_is_fetched_when_a_token_names_it(issuer: Issuer) -> None:
    verifier = issuer.verifier()
    await verifier.verify(token())
    issuer.keys.append(NEW.as_dict(private=False))
    issuer.time += PAUSE

    await verifier.verify(token(key=NEW, alg="ES256"))

    assert issuer.asked == 2


async def test_unknown_keys_make_one_fetch_a_minute_however_many_tokens_come(
    issuer: Issuer,
) -> None:
    verifier = issuer.verifier()
    await verifier.verify(token())
    for _ in range(20):
        issuer.time += 1
        with pytest.raises(Problem):
            await verifier.verify(token(kid="nobody"))

    assert issuer.asked == 1


async def test_an_issuer_that_is_away_keeps_its_known_keys(issuer: Issuer) -> None:
    verifier = issuer.verifier()
    await verifier.verify(token())
    issuer.away = True
    issuer.time += OLDEST + 1

    for _ in range(5):
        await verifier.verify(token())
        await asyncio.sleep(0.01)

    assert issuer.asked == 2


async def test_a_key_that_the_issuer_withdraws_is_soon_not_believed(issuer: Issuer) -> None:
    verifier = issuer.verifier()
    await verifier.verify(token())
    issuer.keys = issuer.keys[1:]
    issuer.time += OLDEST + 1
    await verifier.verify(token(key=EC, alg="ES256"))
    await asyncio.sleep(0.05)

    with pytest.raises(Problem):
        await verifier.verify(token())


async def test_a_signature_is_computed_once_and_all_else_looked_at_each_time(
    issuer: Issuer, monkeypatch: pytest.MonkeyPatch
) -> None:
    verifier, shown, computed = issuer.verifier(), token(claims(exp=at(5))), 0
    compute = jws.deserialize_compact

    def counted(*args: Any, **named: Any) -> Any:
        nonlocal computed
        computed += 1
        return compute(*args, **named)

    monkeypatch.setattr("ht_kit.access.jws.deserialize_compact", counted)
    first, again = await verifier.verify(shown), await verifier.verify(shown)
    later = now() + timedelta(seconds=5 + LEEWAY)
    monkeypatch.setattr("ht_kit.access.now", lambda: later)

    assert (first, computed) == (again, 1)
    with pytest.raises(Problem):
        await verifier.verify(shown)


async def test_a_remembered_token_is_not_believed_when_its_key_is_gone_or_another(
    issuer: Issuer,
) -> None:
    verifier, shown = issuer.verifier(), token()
    await verifier.verify(shown)
    another = RSAKey.generate_key(2048, {"kid": "rsa", "use": "sig"})
    for rsa in ([], [another.as_dict(private=False)]):
        issuer.keys = [EC.as_dict(private=False), *rsa]
        issuer.time += OLDEST + 1
        await verifier.verify(token(key=EC, alg="ES256"))
        await asyncio.sleep(0.05)  # the keys are fetched aside: nobody waits for the issuer

        with pytest.raises(Problem):
            await verifier.verify(shown)


async def test_what_no_encoding_has_is_refused_like_any_other(issuer: Issuer) -> None:
    with pytest.raises(Problem) as refused:
        await issuer.verifier().verify("a\ud800.b.c")

    assert refused.value.status == 401


async def test_no_more_tokens_are_remembered_than_there_is_room_for(
    issuer: Issuer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ht_kit.access.REMEMBERED", 2)
    verifier = issuer.verifier()
    for who in range(4):
        await verifier.verify(token(claims(sub=f"worker {who}"), key=EC, alg="ES256"))

    assert len(verifier._remembered) == 2


async def test_an_issuer_that_starts_after_us_is_soon_found(issuer: Issuer) -> None:
    verifier = issuer.verifier()
    issuer.away = True
    with pytest.raises(Problem):
        await verifier.verify(token())
    issuer.away = False
    issuer.time += FIRST_PAUSE

    await verifier.verify(token())


async def test_keys_for_encryption_or_of_secrets_sign_nothing() -> None:
    issuer = Issuer()
    issuer.keys = [
        {**RSA.as_dict(private=False), "use": "enc"},
        {"kty": "oct", "kid": "shared", "k": base64.urlsafe_b64encode(b"x" * 32).decode()},
    ]

    assert await issuer.keyring().find("rsa") is None
    assert await issuer.keyring().find("shared") is None
