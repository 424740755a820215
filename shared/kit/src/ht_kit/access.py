"""Who asks: access tokens verified, and the one membership that a request acts in.

A token is believed for its signature by a key that the issuer publishes and for nothing that
it says about keys itself (`jku`, `x5u`, `jwk` are not looked at). Whatever is wrong with one,
the answer is the same; the log has a word for which.
"""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Final, NamedTuple, Protocol, TypeAlias

import structlog
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import Key
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ht_contracts.envelope import Slug
from ht_kit.asked import Actor, Membership
from ht_kit.clock import now
from ht_kit.problems import Problem, not_permitted, not_signed_in

Permissions: TypeAlias = Mapping[str, frozenset[str]]
ALGORITHMS: Final = {"RS256": "RSA", "PS256": "RSA", "ES256": "EC", "EdDSA": "OKP"}
"""The signatures that are accepted, and the type of key that each needs."""
TYPES: Final = frozenset({"at+jwt", "application/at+jwt"})
LEEWAY: Final = 60
LONGEST_TOKEN: Final = 16 * 1024
REMEMBERED: Final = 2000
"""Tokens whose signature is not computed anew for each request."""
_log = structlog.get_logger("ht.access")


class MembershipClaim(BaseModel):
    """What the issuer says that somebody may be, in one programme or one organisation."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    organisation: Slug
    programme: Slug | None = None
    roles: frozenset[str]


class Claims(BaseModel):
    """What a verified access token says about who asks."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    sub: str = Field(min_length=1, max_length=255)
    employer: Slug
    memberships: tuple[MembershipClaim, ...] = ()


def act_in(claims: Claims, *, programme: str | None, organisation: str | None) -> Actor:
    """Choose the membership that a request acts in.

    `programme` (Ht-Programme) names one programme; `organisation` (Ht-Organisation) alone names
    a membership of the whole organisation. Neither is needed where the token holds only one.
    """
    held = [
        Membership(organisation=each.organisation, programme=each.programme, roles=each.roles)
        for each in claims.memberships
    ]
    chosen = _chosen(held, programme, organisation)
    first = chosen[0]
    return Actor(
        subject=claims.sub,
        employer=claims.employer,
        organisation=first.organisation,
        programme=first.programme,
        roles=frozenset().union(*(each.roles for each in chosen)),
        memberships=tuple(held),
    )


def _chosen(
    held: Sequence[Membership], programme: str | None, organisation: str | None
) -> Sequence[Membership]:
    named = programme is not None or organisation is not None
    matching = [
        each
        for each in held
        if not named
        or (each.programme == programme and organisation in {None, each.organisation})
    ]
    if not matching:
        raise not_permitted()
    if len({(each.organisation, each.programme) for each in matching}) > 1:
        raise Problem(
            400,
            "programme-not-chosen",
            "You belong to several programmes. Say which in Ht-Programme or Ht-Organisation.",
        )
    return matching


def permitted(permissions: Permissions, permission: str, actor: Actor) -> bool:
    """Say whether the actor's roles here give a permission. What is not in the table is not."""
    return actor.has(*permissions.get(permission, frozenset()))


class Keys(Protocol):
    """Where the issuer's keys are found."""

    async def find(self, key_id: str) -> Key | None:
        """Give the key with this id, if the issuer has it."""
        ...


class _Header(BaseModel):
    model_config = ConfigDict(extra="ignore", strict=True)

    alg: str
    typ: str
    kid: str = Field(min_length=1, max_length=255)
    crit: None = None


class _Standard(BaseModel):
    """The claims of every access token (RFC 9068), before anybody's own."""

    model_config = ConfigDict(extra="ignore")

    iss: str
    aud: str | list[str]
    exp: float
    nbf: float = 0
    iat: float = 0


class _Doubt(Exception):  # noqa: N818 - never leaves this module
    """Why a token is not believed, in one word for the log."""


class _Signed(NamedTuple):
    """What a token says that was signed by this key."""

    key_id: str
    key: Key
    standard: _Standard
    claims: Claims


class Verifier:
    """Tells whose an access token is.

    A signature that was found good is remembered, by a digest of the token, for as long as the
    issuer has that very key; whom the token is for and until when is looked at each time.
    """

    def __init__(self, keys: Keys, *, issuer: str, audience: str) -> None:
        self._keys, self._issuer, self._audience = keys, issuer, audience
        self._remembered: OrderedDict[bytes, _Signed] = OrderedDict()

    async def verify(self, token: str) -> Claims:
        """Give the claims of a valid token; raise the 401 problem for any other."""
        try:
            return await self._believed(token)
        except _Doubt as doubt:
            _log.info("token_refused", why=str(doubt))
            raise not_signed_in() from None

    async def _believed(self, token: str) -> Claims:
        if len(token) > LONGEST_TOKEN:
            raise _Doubt("length")
        try:
            digest = sha256(token.encode()).digest()
        except UnicodeEncodeError:
            raise _Doubt("form") from None
        signed = await self._recall(digest) or await self._signed(token)
        self._remember(digest, signed)
        standard, present = signed.standard, now().timestamp()
        audiences = [standard.aud] if isinstance(standard.aud, str) else standard.aud
        if standard.iss != self._issuer:
            raise _Doubt("issuer")
        if self._audience not in audiences:
            raise _Doubt("audience")
        if standard.exp + LEEWAY <= present:
            raise _Doubt("expired")
        if max(standard.nbf, standard.iat) - LEEWAY > present:
            raise _Doubt("early")
        return signed.claims

    async def _signed(self, token: str) -> _Signed:
        try:
            header = _Header.model_validate(jws.extract_compact(token.encode()).headers())
        except (JoseError, ValidationError, ValueError):
            raise _Doubt("form") from None
        if header.alg not in ALGORITHMS:
            raise _Doubt("algorithm")
        if header.typ.lower() not in TYPES:
            raise _Doubt("type")
        key = await self._keys.find(header.kid)
        if key is None:
            raise _Doubt("key")
        if key.key_type != ALGORITHMS[header.alg] or key.get("alg", header.alg) != header.alg:
            raise _Doubt("algorithm")
        try:
            payload = bytes(
                jws.deserialize_compact(token, key, algorithms=[header.alg]).payload
            )
        except (JoseError, ValueError):
            raise _Doubt("signature") from None
        try:
            standard = _Standard.model_validate_json(payload)
            claims = Claims.model_validate_json(payload)
        except ValidationError:
            raise _Doubt("claims") from None
        return _Signed(header.kid, key, standard, claims)

    async def _recall(self, digest: bytes) -> _Signed | None:
        signed = self._remembered.get(digest)
        if signed is None or await self._keys.find(signed.key_id) is not signed.key:
            return None
        return signed

    def _remember(self, digest: bytes, signed: _Signed) -> None:
        self._remembered[digest] = signed
        self._remembered.move_to_end(digest)
        if len(self._remembered) > REMEMBERED:
            self._remembered.popitem(last=False)
