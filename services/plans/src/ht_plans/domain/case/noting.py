"""What is written about a session afterwards: a better note, and the techniques it used."""

from ht_plans.domain.case.commands import AmendNote, RecordTechniques
from ht_plans.domain.case.events import NoteAmended, SessionAttended, TechniquesUsed
from ht_plans.domain.case.refusals import (
    NoReason,
    NoSuchSession,
    NoSuchTechnique,
    NotHeld,
    TechniquesNotRecorded,
)
from ht_plans.domain.case.state import Case, Session

_IN_GROUP = (9, 7, 3, 4, 6, 3, 8, 7, 3, 11, 4, 6, 5, 10, 4, 3)

TECHNIQUES: tuple[str, ...] = tuple(
    f"{group}.{number}"
    for group, techniques in enumerate(_IN_GROUP, start=1)
    for number in range(1, techniques + 1)
)
"""The numbers of the 93 techniques of the taxonomy BCTTv1, in its 16 groups."""


def amend_note(asked: AmendNote, case: Case) -> list[NoteAmended]:
    """Put another note in the place of the one that stood. The earlier stays in the history."""
    opened = case.open()
    went = case.sessions.get(asked.session, Session()).went
    if went is None:
        raise NoSuchSession
    if not asked.reason.strip():
        raise NoReason
    if went.note == asked.note:
        return []
    return [
        NoteAmended(
            case=opened.case,
            client=opened.client,
            session=asked.session,
            note=asked.note,
            reason=asked.reason,
            amended_at=asked.now,
        )
    ]


def record_techniques(asked: RecordTechniques, case: Case) -> list[TechniquesUsed]:
    """Say which techniques a session used, in the place of what was said before."""
    opened = case.open()
    session = case.sessions.get(asked.session, Session())
    if not asked.recorded_here:
        raise TechniquesNotRecorded
    if not isinstance(session.went, SessionAttended):
        raise NotHeld
    if not asked.techniques <= frozenset(TECHNIQUES):
        raise NoSuchTechnique
    used = tuple(each for each in TECHNIQUES if each in asked.techniques)
    if used == session.techniques:
        return []
    return [
        TechniquesUsed(
            case=opened.case,
            client=opened.client,
            session=asked.session,
            techniques=used,
            recorded_at=asked.now,
        )
    ]
