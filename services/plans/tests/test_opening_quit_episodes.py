"""A quit date is set at a treatment session, with an adviser who is trained for it.

"Open is rejected when only an assessment happened, when the adviser lacks NCSCT training, or
another episode is open."
"""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from ht_plans.domain.case.commands import Worker
from ht_plans.domain.case.refusals import CaseHasClosed, SupportHasEnded
from ht_plans.domain.quit.commands import HeldSession, RecordQuitSession
from ht_plans.domain.quit.events import QuitSessionHeld, Treatment
from ht_plans.domain.quit.refusals import (
    AdviserNotTrained,
    NoQuitEpisodeYet,
    OnlyAssessed,
    QuitEpisodeOpenedOtherwise,
    QuitEpisodesNotOffered,
    QuitLongBeforeTreatment,
    QuitSessionRecordedOtherwise,
    SessionNotHeld,
)

from .quit_in_progress import (
    AMINA,
    CASE,
    EPISODE,
    HELD,
    LATER_SESSION,
    OPEN,
    OPENED,
    TOM,
    an_episode,
    came_of,
    follow_up,
    nothing_yet,
)

LATER = HeldSession(session=LATER_SESSION, kind="review", held_on=date(2026, 3, 8))
READ = QuitSessionHeld(
    episode=EPISODE,
    case=CASE,
    client=AMINA,
    session=LATER_SESSION,
    held_on=date(2026, 3, 8),
    co_ppm=6,
    aid="12",
)


def test_a_quit_date_is_set_at_a_treatment_session() -> None:
    nothing_yet().when(OPEN).then(OPENED)


def test_asking_again_opens_no_second_episode() -> None:
    an_episode().when(OPEN).then_nothing()


def test_an_open_episode_is_not_silently_given_another_quit_date() -> None:
    another = replace(OPEN, quit_on=date(2026, 3, 2))

    an_episode().when(another).then_refused(QuitEpisodeOpenedOtherwise)


def test_an_assessment_is_no_treatment_yet() -> None:
    assessed = replace(OPEN, held=replace(HELD, kind="assessment"))

    nothing_yet().when(assessed).then_refused(OnlyAssessed)


def test_a_session_that_never_took_place_treats_nobody() -> None:
    nothing_yet().when(replace(OPEN, held=None)).then_refused(SessionNotHeld)


@pytest.mark.parametrize(
    ("roles", "accreditations"),
    [
        ({"health-trainer"}, {"city_and_guilds_level_3"}),
        ({"health-trainer"}, set[str]()),
        ({"champion"}, {"ncsct_level_2"}),
        (set[str](), {"ncsct_level_2"}),
    ],
    ids=["no NCSCT training", "no training", "a champion", "nobody of the programme"],
)
def test_an_adviser_needs_ncsct_training_and_a_trainers_role(
    roles: set[str], accreditations: set[str]
) -> None:
    somebody = Worker(
        worker=TOM, roles=frozenset(roles), accreditations=frozenset(accreditations)
    )

    nothing_yet().when(replace(OPEN, adviser=somebody)).then_refused(AdviserNotTrained)


def test_a_programme_that_does_not_run_them_opens_none() -> None:
    nothing_yet().when(replace(OPEN, offered=False)).then_refused(QuitEpisodesNotOffered)


def test_nobody_who_stopped_taking_part_is_begun_with() -> None:
    nothing_yet().when(replace(OPEN, support_has_ended=True)).then_refused(SupportHasEnded)


def test_nobody_sets_a_quit_date_after_their_case_was_closed() -> None:
    day_before = replace(OPEN, closed_on=OPEN.quit_on - timedelta(days=1))

    nothing_yet().when(day_before).then_refused(CaseHasClosed)
    nothing_yet().when(replace(OPEN, closed_on=OPEN.quit_on)).then(OPENED)


def test_who_stopped_up_to_14_days_before_the_first_session_still_counts_as_treated() -> None:
    two_weeks_before = HELD.held_on - timedelta(days=14)
    early = replace(OPEN, quit_on=two_weeks_before)
    too_early = replace(OPEN, quit_on=two_weeks_before - timedelta(days=1))

    nothing_yet().when(early).then(replace(OPENED, quit_on=two_weeks_before))
    nothing_yet().when(too_early).then_refused(QuitLongBeforeTreatment)


def test_a_later_session_keeps_the_reading_and_goes_on_with_the_aid() -> None:
    an_episode().when(RecordQuitSession(held=LATER, co_ppm=6, aid=None)).then(READ)


def test_a_session_is_noted_once_and_not_changed_by_the_way() -> None:
    again = RecordQuitSession(held=LATER, co_ppm=6, aid=None)

    an_episode(READ).when(again).then_nothing()
    an_episode(READ).when(replace(again, co_ppm=12)).then_refused(QuitSessionRecordedOtherwise)
    an_episode(READ).when(replace(again, aid="11")).then_refused(QuitSessionRecordedOtherwise)


def test_a_session_needs_an_episode_and_to_have_been_held() -> None:
    asked = RecordQuitSession(held=LATER, co_ppm=None, aid=None)

    nothing_yet().when(asked).then_refused(NoQuitEpisodeYet)
    an_episode().when(replace(asked, held=None)).then_refused(SessionNotHeld)


def test_the_return_counts_the_aid_that_was_used_last_by_date_not_by_entry() -> None:
    changed = replace(READ, aid="11")
    entered_late = replace(READ, session=HELD.session, held_on=date(2026, 3, 4), aid="17")
    with_bupropion = Treatment(setting="10", session_type="04", aid="11")

    an_episode(changed, entered_late).when(follow_up(28, co_ppm=4)).then(
        came_of(28, "quit_co", "Y", co_ppm=4, treatment=with_bupropion)
    )
