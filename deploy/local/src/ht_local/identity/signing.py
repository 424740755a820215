"""Access tokens (RFC 9068), signed with a key that is kept in the data folder."""

import json
import time
import uuid
from pathlib import Path

from joserfc import jwt
from joserfc.jwk import ECKey

from ht_local.identity.personas import Persona
from ht_local.made_once import write_private
from ht_local.place import SERVICES

LIFETIME = 3600
AUDIENCE = [f"ht-{service}" for service in SERVICES]


class Signer:
    """Signs what a persona may do, as this issuer."""

    def __init__(self, issuer: str, key_file: Path) -> None:
        self.issuer = issuer
        self._key = _kept_key(key_file)
        self._kid = self._key.thumbprint()

    def sign(self, persona: Persona) -> str:
        """Give a token for an hour."""
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "sub": persona.subject,
            "aud": AUDIENCE,
            "client_id": "ht-local",
            "iat": now,
            "nbf": now,
            "exp": now + LIFETIME,
            "jti": str(uuid.uuid4()),
            "employer": persona.employer,
            "memberships": [each.model_dump() for each in persona.memberships],
        }
        header = {"alg": "ES256", "typ": "at+jwt", "kid": self._kid}
        return jwt.encode(header, claims, self._key)

    def public_keys(self) -> dict[str, object]:
        """Give what verifies the tokens (JWKS)."""
        public = self._key.as_dict(private=False)
        return {"keys": [{**public, "kid": self._kid, "use": "sig", "alg": "ES256"}]}


def _kept_key(key_file: Path) -> ECKey:
    if not key_file.exists():
        made = ECKey.generate_key("P-256", private=True)
        write_private(key_file, json.dumps(made.as_dict(private=True)))
    return ECKey.import_key(json.loads(key_file.read_text()))
