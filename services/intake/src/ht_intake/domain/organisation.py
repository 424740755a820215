"""A legal body that takes part: council, NHS trust, charity or company.

    RegisterOrganisation ─► OrganisationRegistered

The names and fields of events are kept for ever: add an optional field freely, never rename,
remove or re-mean one.
"""

from dataclasses import dataclass
from typing import TypeAlias

from ht_intake.domain.codes import OrganisationKind


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationRegistered:
    """A legal body takes part in this installation: records can belong to it."""

    organisation: str
    name: str
    kind: OrganisationKind


Event: TypeAlias = OrganisationRegistered


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterOrganisation:
    """Let a legal body take part."""

    organisation: str
    name: str
    kind: OrganisationKind


Command: TypeAlias = RegisterOrganisation


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """As much of an organisation as anybody needs to remember."""

    registered: OrganisationRegistered | None = None


NO_ORGANISATION_YET = Organisation()


def decide(command: Command, organisation: Organisation) -> list[Event]:
    """Say what happens when this is asked of this organisation."""
    if organisation.registered is not None:
        return []
    return [
        OrganisationRegistered(
            organisation=command.organisation, name=command.name, kind=command.kind
        )
    ]


def evolve(_: Organisation, event: Event) -> Organisation:
    """Remember what happened."""
    return Organisation(registered=event)
