"""Who asks, for whom, and when: what comes with every command besides its content."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """What somebody may be in one programme, or (programme None) in a whole organisation."""

    organisation: str
    programme: str | None
    roles: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A person or system, acting in one programme of one organisation.

    `subject` is opaque: the token's `sub`. For workers of the register it is the worker's id.
    `memberships` are all that the token grants; `organisation`, `programme` and `roles` are
    those of the one that this request acts in.
    """

    subject: str
    employer: str
    organisation: str
    programme: str | None
    roles: frozenset[str]
    memberships: tuple[Membership, ...] = ()

    @property
    def worker(self) -> UUID | None:
        """The worker of the register that acts, where it is one."""
        try:
            return UUID(self.subject)
        except ValueError:
            return None

    def has(self, *roles: str) -> bool:
        """Say whether the actor holds any of these roles here."""
        return not self.roles.isdisjoint(roles)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The circumstances of one command.

    `key` is the idempotency key; `fingerprint` an HMAC of method, path and body, so that the
    same key with another body is noticed. `at` is when it was asked (UTC), read at the edge.
    `new_id` names what the command creates. `expected_version` is the version that the caller
    has read (If-Match), if any.
    """

    actor: Actor
    key: str
    fingerprint: str
    at: datetime
    new_id: UUID
    correlation_id: UUID
    causation_id: UUID | None = None
    traceparent: str | None = None
    expected_version: int | None = None
    organisations: tuple[str, ...] = field(default=())

    @property
    def readable(self) -> tuple[str, ...]:
        """The organisations whose rows this request may see: its own, and live agreements'."""
        return (self.actor.organisation, *self.organisations)
