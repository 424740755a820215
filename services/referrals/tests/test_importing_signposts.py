"""What another system knew of signposts counts from its own day, and can be taken back."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from ht_kit.testing import Specification
from ht_referrals.domain.commands import ImportSignpost, UndoSignpostImport
from ht_referrals.domain.events import Signposted, SignpostImported, SignpostImportUndone
from ht_referrals.domain.refusals import DatedInTheFuture, NotImported
from ht_referrals.domain.signpost import NO_SIGNPOST_YET, decide, evolve
from ht_referrals.domain.words import CaseId, ClientId, SignpostId

SIGNPOST, CASE, AMINA = SignpostId(UUID(int=5)), CaseId(UUID(int=1)), ClientId(UUID(int=7))
EXTRACT = UUID(int=90)
AUGUST, NOW = datetime(2010, 8, 25, 11, tzinfo=UTC), datetime(2026, 3, 2, 10, tzinfo=UTC)

IMPORT = ImportSignpost(
    signpost=SIGNPOST,
    case=CASE,
    client=AMINA,
    programme="northfield",
    of_import=EXTRACT,
    destination="stop_smoking",
    signposted_at=AUGUST,
    asked_at=NOW,
)
GIVEN = Signposted(
    signpost=SIGNPOST,
    case=CASE,
    client=AMINA,
    programme="northfield",
    entry=None,
    destination="stop_smoking",
    signposted_at=AUGUST,
)
MARKED = SignpostImported(signpost=SIGNPOST, case=CASE, client=AMINA, of_import=EXTRACT)
UNDO = UndoSignpostImport(of_import=EXTRACT, asked_at=NOW)
UNDONE = SignpostImportUndone(
    signpost=SIGNPOST, case=CASE, client=AMINA, of_import=EXTRACT, undone_at=NOW
)


def no_signpost_yet() -> Specification:  # type: ignore[type-arg]  # as of a signpost
    return Specification(decide, evolve, NO_SIGNPOST_YET)


def test_an_imported_signpost_is_one_of_its_own_day_with_a_mark() -> None:
    no_signpost_yet().when(IMPORT).then(GIVEN, MARKED)


def test_an_imported_signpost_is_taken_back_once() -> None:
    no_signpost_yet().given(GIVEN, MARKED).when(UNDO).then(UNDONE)
    no_signpost_yet().given(GIVEN, MARKED, UNDONE).when(UNDO).then_nothing()


def test_a_signpost_of_ours_is_not_taken_back() -> None:
    no_signpost_yet().given(GIVEN).when(UNDO).then_refused(NotImported)
    other = replace(UNDO, of_import=UUID(int=91))
    no_signpost_yet().given(GIVEN, MARKED).when(other).then_refused(NotImported)


def test_nobody_is_told_where_to_go_tomorrow() -> None:
    tomorrow = replace(IMPORT, signposted_at=NOW + timedelta(days=1))

    no_signpost_yet().when(tomorrow).then_refused(DatedInTheFuture)
