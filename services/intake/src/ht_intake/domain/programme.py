"""A commissioned service that clients join, led by one organisation.

    RegisterProgramme ─► ProgrammeRegistered

The names and fields of events are kept for ever: add an optional field freely, never rename,
remove or re-mean one.
"""

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeRegistered:
    """A commissioned service can now take clients; its records are its leader's."""

    programme: str
    name: str
    area: str
    region: str
    maintenance_months: tuple[int, ...]
    caseload_cap: int | None = None


Event: TypeAlias = ProgrammeRegistered


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterProgramme:
    """Let a programme of this organisation take clients."""

    programme: str
    name: str
    area: str
    region: str
    maintenance_months: tuple[int, ...]
    caseload_cap: int | None = None


Command: TypeAlias = RegisterProgramme


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """As much of a programme as anybody needs to remember."""

    registered: ProgrammeRegistered | None = None


NO_PROGRAMME_YET = Programme()


def decide(command: Command, programme: Programme) -> list[Event]:
    """Say what happens when this is asked of this programme."""
    if programme.registered is not None:
        return []
    return [
        ProgrammeRegistered(
            programme=command.programme,
            name=command.name,
            area=command.area,
            region=command.region,
            maintenance_months=tuple(sorted(set(command.maintenance_months))),
            caseload_cap=command.caseload_cap,
        )
    ]


def evolve(_: Programme, event: Event) -> Programme:
    """Remember what happened."""
    return Programme(registered=event)
