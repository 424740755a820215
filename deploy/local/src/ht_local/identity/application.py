"""The provider's pages: its keys, and a token for whoever is named."""

import httpx
from fastapi import FastAPI, HTTPException
from pydantic import BaseModel

from ht_local.identity.personas import KNOWN_BEFOREHAND, SYSTEM, MembershipClaim, Persona
from ht_local.identity.signing import LIFETIME, Signer


class Asked(BaseModel):
    """Who wants to sign in."""

    persona: str


class Token(BaseModel):
    """An access token, as RFC 6749 answers it."""

    access_token: str
    token_type: str = "Bearer"  # noqa: S105 - a kind of token
    expires_in: int = LIFETIME


class SignIn(BaseModel):
    """What intake's register knows about a sign-in."""

    worker: str
    employer: str
    memberships: list[MembershipClaim]


def application(signer: Signer, intake_url: str) -> FastAPI:
    """Build the provider; it asks intake about everybody whom it does not know itself."""
    app = FastAPI(title="Development identity provider", docs_url="/docs", redoc_url=None)

    @app.get("/.well-known/openid-configuration")
    def configuration() -> dict[str, object]:
        return {
            "issuer": signer.issuer,
            "jwks_uri": f"{signer.issuer}/jwks",
            "token_endpoint": f"{signer.issuer}/token",
            "response_types_supported": ["token"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["ES256"],
        }

    @app.get("/jwks")
    def keys() -> dict[str, object]:
        return signer.public_keys()

    @app.post("/token")
    async def token(asked: Asked) -> Token:
        known = KNOWN_BEFOREHAND.get(asked.persona)
        if known is None:
            known = await _from_the_register(asked.persona)
        return Token(access_token=signer.sign(known))

    async def _from_the_register(sign_in: str) -> Persona:
        system = signer.sign(KNOWN_BEFOREHAND[SYSTEM])
        async with httpx.AsyncClient(
            base_url=intake_url, timeout=10, trust_env=False
        ) as intake:
            try:
                answer = await intake.get(
                    f"/sign-ins/{sign_in}", headers={"Authorization": f"Bearer {system}"}
                )
            except httpx.TransportError:
                raise HTTPException(503, "intake does not answer") from None
        if answer.status_code == httpx.codes.NOT_FOUND:
            raise HTTPException(404, f"nobody signs in as {sign_in}")
        if answer.status_code != httpx.codes.OK:
            raise HTTPException(503, f"intake answered {answer.status_code}")
        found = SignIn.model_validate(answer.json())
        return Persona(
            subject=found.worker, employer=found.employer, memberships=found.memberships
        )

    return app
