"""An extract's people keep their own dates, come once, and start nothing.

Undoing an import takes back whom nobody has worked with since; events stay.
"""

from dataclasses import replace
from datetime import UTC, date, datetime
from functools import reduce
from uuid import UUID

from ht_intake.domain import importing
from ht_intake.domain.client.client import decide
from ht_intake.domain.client.commands import (
    EraseClient,
    ImportClient,
    RecordEmployment,
    RegisterClient,
    UndoClientImport,
)
from ht_intake.domain.client.events import (
    ClientErased,
    ClientImported,
    ClientImportUndone,
    EmploymentRecorded,
    Event,
)
from ht_intake.domain.client.saying import AmendDetails, Names
from ht_intake.domain.client.state import NO_CLIENT_YET, evolve
from ht_intake.domain.importing import (
    BeginImport,
    FinishImport,
    ImportBegun,
    ImportFinished,
    ImportUndone,
    UndoImport,
)
from ht_intake.domain.refusals import (
    DatedInTheFuture,
    ImportNotBegun,
    ImportOver,
    ImportTakenBack,
    KnownHereAlready,
    NotImported,
    ReferredAfterRegistering,
    WorkedWithSince,
)
from ht_intake.readmodels import COMPARE_CLIENT, client_rows
from ht_kit.testing import Specification

from .people import ROSE, TODAY, TOMORROW, nobody_yet, registered, registering, rose

EXTRACT, ANOTHER = UUID(int=90), UUID(int=91)
SUMMER, AUTUMN = (
    datetime(2010, 8, 11, 11, tzinfo=UTC),
    datetime(2010, 9, 2, 11, tzinfo=UTC),
)


def importing_rose(
    person: RegisterClient | None = None, referred_at: datetime = SUMMER
) -> ImportClient:
    return ImportClient(
        person=person or registering(at=AUTUMN),
        of_import=EXTRACT,
        token="5f" * 32,
        referral=UUID(int=92),
        source="community_health",
        referred_at=referred_at,
        last_on=date(2011, 3, 18),
    )


IMPORTED = ClientImported(
    client=ROSE,
    of_import=EXTRACT,
    token="5f" * 32,
    referral=UUID(int=92),
    source="community_health",
    referred_at=SUMMER,
    last_on=date(2011, 3, 18),
)
UNDO = UndoClientImport(of_import=EXTRACT, asked_at=TODAY)
UNDONE = ClientImportUndone(client=ROSE, of_import=EXTRACT, undone_at=TODAY)
HISTORY = decide(importing_rose(), NO_CLIENT_YET)


def imported_rose(*more: Event) -> Specification:  # type: ignore[type-arg]  # as of a client
    return nobody_yet().given(*HISTORY, *more)


def test_an_imported_client_is_registered_on_their_own_day_and_marked() -> None:
    then = registered(registering(at=AUTUMN))

    nobody_yet().when(importing_rose()).then(then, IMPORTED)


def test_somebody_who_is_known_by_number_is_not_taken_over_once_more() -> None:
    twin = importing_rose(registering(at=AUTUMN, known_here=True))

    nobody_yet().when(twin).then_refused(KnownHereAlready)


def test_a_client_of_ours_is_never_overwritten() -> None:
    rose().when(importing_rose()).then_refused(KnownHereAlready)


def test_history_lies_in_the_past() -> None:
    later = replace(
        registering(), registered_at=TOMORROW, asked_at=TODAY, possible_same_person=False
    )

    nobody_yet().when(importing_rose(later)).then_refused(DatedInTheFuture)


def test_nobody_is_referred_after_they_were_registered() -> None:
    late = importing_rose(referred_at=TODAY)

    nobody_yet().when(late).then_refused(ReferredAfterRegistering)


def test_an_untouched_client_is_taken_back() -> None:
    imported_rose().when(UNDO).then(UNDONE)


def test_whom_somebody_has_worked_with_stays() -> None:
    worked_with = EmploymentRecorded(client=ROSE, employment="01", recorded_at=TODAY)

    imported_rose(worked_with).when(UNDO).then_refused(WorkedWithSince)


def test_a_client_is_taken_back_with_their_own_import_only() -> None:
    other = UndoClientImport(of_import=ANOTHER, asked_at=TODAY)

    imported_rose().when(other).then_refused(NotImported)
    rose().when(UNDO).then_refused(NotImported)


def test_nothing_more_is_recorded_of_somebody_taken_back() -> None:
    gone = imported_rose(UNDONE)

    gone.when(UNDO).then_nothing()
    gone.when(
        RecordEmployment(employment="01", recorded_at=TODAY, asked_at=TODAY)
    ).then_refused(ImportTakenBack)
    gone.when(importing_rose()).then_refused(ImportTakenBack)


def test_even_somebody_taken_back_can_be_erased() -> None:
    erase = EraseClient(reason="asked_by_the_person", reference=None, asked_at=TODAY)

    imported_rose(UNDONE).when(erase).then(
        ClientErased(client=ROSE, reason="asked_by_the_person", reference=None, erased_at=TODAY)
    )


BEGIN = BeginImport(
    of_import=EXTRACT, system="dcrs", fingerprint="ab" * 32, rows=9, asked_at=TODAY
)
BEGUN = ImportBegun(
    of_import=EXTRACT, system="dcrs", fingerprint="ab" * 32, rows=9, begun_at=TODAY
)
FINISH = FinishImport(
    classes={"taken": 7, "held": 2}, held={"missing_source": 2}, asked_at=TODAY
)
FINISHED = ImportFinished(
    of_import=EXTRACT,
    classes={"taken": 7, "held": 2},
    held={"missing_source": 2},
    finished_at=TODAY,
)
OVER = ImportUndone(of_import=EXTRACT, undone_at=TODAY)


def no_import_yet() -> Specification:  # type: ignore[type-arg]  # as of an import
    return Specification(importing.decide, importing.evolve, importing.NO_IMPORT_YET)


def test_an_import_begins_finishes_and_may_be_undone() -> None:
    no_import_yet().when(BEGIN).then(BEGUN)
    no_import_yet().given(BEGUN).when(FINISH).then(FINISHED)
    no_import_yet().given(BEGUN, FINISHED).when(UndoImport(asked_at=TODAY)).then(OVER)


def test_an_import_finishes_once_more_when_held_rows_were_taken_in() -> None:
    better = replace(FINISH, classes={"taken": 9}, held={})

    no_import_yet().given(BEGUN, FINISHED).when(better).then(
        replace(FINISHED, classes={"taken": 9}, held={})
    )


def test_nothing_more_is_taken_in_once_an_import_is_undone() -> None:
    no_import_yet().given(BEGUN, OVER).when(FINISH).then_refused(ImportOver)


def test_what_has_not_begun_neither_finishes_nor_is_undone() -> None:
    no_import_yet().when(FINISH).then_refused(ImportNotBegun)
    no_import_yet().when(UndoImport(asked_at=TODAY)).then_refused(ImportNotBegun)


def test_who_came_from_an_extract_is_compared_with_nobody_until_they_are_amended() -> None:
    came = evolve(NO_CLIENT_YET, registered(registering(at=AUTUMN)))
    imported = evolve(came, IMPORTED)
    amending = AmendDetails(
        amended_at=TODAY, asked_at=TODAY, names=Names(name=None, called="Rosie")
    )
    amended = reduce(evolve, decide(replace(amending, because="changed"), imported), imported)

    asked_by = {
        name: [row for row in client_rows(ROSE, client) if row.table == "due"]
        for name, client in (("imported", imported), ("amended", amended))
    }

    assert asked_by["imported"] == []
    assert [row.values["kind"] for row in asked_by["amended"]] == [COMPARE_CLIENT]
