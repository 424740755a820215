"""What a programme records: chosen by its managers, and the usual measures until then.

    ChooseRecording ─► RecordingChosen

What is switched off is not asked any more. What was recorded before stays.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeAlias

from ht_plans.domain.codes import Instrument
from ht_plans.domain.refusals import Refused
from ht_plans.domain.scoring.instruments import USUAL, in_order


class NothingRecorded(Refused):
    """A programme records at least one measure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChooseRecording:
    """Switch on what a programme records, and off what it does not."""

    programme: str
    instruments: frozenset[Instrument]
    techniques: bool
    now: datetime
    com_b: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingChosen:
    """A programme records these measures from now on; techniques of sessions or not.

    `com_b`: and by which of COM-B's categories something helps or hinders, or not.
    """

    programme: str
    instruments: tuple[Instrument, ...]
    techniques: bool
    chosen_at: datetime
    com_b: bool = False


Command: TypeAlias = ChooseRecording
Event: TypeAlias = RecordingChosen


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """What is recorded. `programme` is None where nobody has chosen yet."""

    programme: str | None = None
    instruments: tuple[Instrument, ...] = in_order(USUAL)
    techniques: bool = False
    com_b: bool = False


AS_USUAL = Recording()


def decide(asked: Command, recording: Recording) -> list[Event]:
    """Say what happens when this is asked."""
    if not asked.instruments:
        raise NothingRecorded
    wanted = Recording(
        programme=asked.programme,
        instruments=in_order(asked.instruments),
        techniques=asked.techniques,
        com_b=asked.com_b,
    )
    if wanted == recording:
        return []
    return [
        RecordingChosen(
            programme=asked.programme,
            instruments=wanted.instruments,
            techniques=wanted.techniques,
            chosen_at=asked.now,
            com_b=wanted.com_b,
        )
    ]


def evolve(recording: Recording, event: Event) -> Recording:
    """Remember what was chosen."""
    return replace(
        recording,
        programme=event.programme,
        instruments=event.instruments,
        techniques=event.techniques,
        com_b=event.com_b,
    )
