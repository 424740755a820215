"""Tokens of the development identity provider are believed by the services' own verifier."""

import stat
from pathlib import Path

import httpx
import pytest
from joserfc.jwk import Key, KeySet

from ht_kit.access import Verifier, act_in
from ht_kit.problems import Problem
from ht_local.identity.application import application
from ht_local.identity.personas import COLLEAGUES, KNOWN_BEFOREHAND, ORGANISATIONS
from ht_local.identity.signing import Signer

ISSUER = "http://127.0.0.1:8005"


class Published:
    """The provider's keys, as a service would have fetched them."""

    def __init__(self, signer: Signer) -> None:
        self._keys = KeySet.import_key_set(signer.public_keys())  # type: ignore[arg-type]

    async def find(self, key_id: str) -> Key | None:
        return next((key for key in self._keys.keys if key.kid == key_id), None)


def verifier(signer: Signer, service: str = "plans") -> Verifier:
    return Verifier(Published(signer), issuer=ISSUER, audience=f"ht-{service}")


@pytest.fixture
def signer(tmp_path: Path) -> Signer:
    return Signer(ISSUER, tmp_path / "identity.jwk")


@pytest.mark.parametrize("service", ["intake", "plans", "referrals", "reporting"])
async def test_every_service_believes_the_operator(signer: Signer, service: str) -> None:
    token = signer.sign(KNOWN_BEFOREHAND["olive-operator"])
    claims = await verifier(signer, service).verify(token)
    actor = act_in(claims, programme=None, organisation=None)
    assert (actor.organisation, actor.roles) == ("operations", frozenset({"operator"}))


async def test_a_stranger_key_is_not_believed(signer: Signer, tmp_path: Path) -> None:
    forged = Signer(ISSUER, tmp_path / "other.jwk").sign(KNOWN_BEFOREHAND["olive-operator"])
    with pytest.raises(Problem):
        await verifier(signer).verify(forged)


def test_the_key_is_kept_and_private(signer: Signer, tmp_path: Path) -> None:
    kept = tmp_path / "identity.jwk"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert Signer(ISSUER, kept).public_keys() == signer.public_keys()
    assert "d" not in str(signer.public_keys()["keys"]).split("'")


async def test_the_provider_says_where_its_keys_are(signer: Signer) -> None:
    app = application(signer, "http://127.0.0.1:1")
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url=ISSUER) as http:
        told = (await http.get("/.well-known/openid-configuration")).json()
        assert told["issuer"] == ISSUER
        assert (await http.get(told["jwks_uri"])).json() == signer.public_keys()
        answer = await http.post("/token", json={"persona": "olive-operator"})
        claims = await verifier(signer).verify(answer.json()["access_token"])
        assert claims.sub == "olive-operator"
        away = await http.post("/token", json={"persona": "somebody-else"})
        assert away.status_code == 503


def test_every_organisation_has_everybody() -> None:
    roles = {
        "champion", "health-trainer", "senior", "manager", "administrator", "commissioner",
        "analyst", "ig-lead", "safety-officer",
    }  # fmt: skip
    for organisation in ORGANISATIONS:
        of_it = [each for each in COLLEAGUES if each.employer == organisation]
        assert {role for each in of_it for role in each.roles} == roles
    assert len({each.sign_in for each in COLLEAGUES}) == len(COLLEAGUES) == 27
