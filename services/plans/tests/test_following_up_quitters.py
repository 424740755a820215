"""Four weeks after the quit date, by the Russell standard.

"Follow-up 25 to 42 days after the quit date inclusive, by the date of the follow-up and not of
its entry. CO-verified = quit and expired CO < 10 ppm (10 is a fail). Lost to follow-up counts
as not quit, and a follow-up within the days that is entered later replaces it."
"""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ht_plans.domain.codes import Channel
from ht_plans.domain.quit.codes import CarbonMonoxide, QuitOutcome
from ht_plans.domain.quit.commands import ListAsLost
from ht_plans.domain.quit.episode import NO_QUIT_EPISODE_YET, decide, evolve
from ht_plans.domain.quit.events import QuitOutcomeRecorded, Treatment
from ht_plans.domain.quit.refusals import (
    FollowedUpTooEarly,
    FollowedUpTooLate,
    NoQuitEpisodeYet,
    OutcomeRecordedOtherwise,
    ReadAtADistance,
)
from ht_plans.domain.refusals import DatedInTheFuture, Refused

from .quit_in_progress import (
    APRIL,
    LOST,
    OPENED,
    QUIT_ON,
    an_episode,
    came_of,
    follow_up,
    nothing_yet,
)

DAY_43 = date(2026, 4, 13)


def day(number: int) -> date:
    return QUIT_ON + timedelta(days=number)


def list_on(today: date) -> ListAsLost:
    return ListAsLost(today=today, now=APRIL)


def test_day_24_is_too_early_whatever_the_reading() -> None:
    assert day(24) == date(2026, 3, 25)
    an_episode().when(follow_up(24, co_ppm=4)).then_refused(FollowedUpTooEarly)


def test_day_25_with_nine_parts_is_a_confirmed_quit() -> None:
    assert day(25) == date(2026, 3, 26)
    an_episode().when(follow_up(25, co_ppm=9)).then(came_of(25, "quit_co", "Y", co_ppm=9))


def test_a_quit_told_by_telephone_counts_unconfirmed_with_nothing_to_confirm_it_by() -> None:
    an_episode().when(follow_up(28, by="telephone")).then(
        came_of(28, "quit_self", "X", by="telephone")
    )


def test_one_cigarette_on_day_20_is_no_quit_whatever_the_reading() -> None:
    an_episode().when(follow_up(28, smoked=True, co_ppm=3)).then(
        came_of(28, "not_quit", "X", co_ppm=3)
    )


def test_who_was_not_followed_up_by_day_43_is_lost() -> None:
    assert day(43) == DAY_43
    an_episode().when(list_on(DAY_43)).then(LOST)


def test_nobody_is_lost_while_they_can_still_be_followed_up() -> None:
    an_episode().when(list_on(day(42))).then_nothing()


def test_ten_parts_per_million_confirm_nothing() -> None:
    an_episode().when(follow_up(28, co_ppm=10)).then(came_of(28, "quit_self", "N", co_ppm=10))


def test_who_was_met_without_a_reading_is_not_confirmed() -> None:
    an_episode().when(follow_up(28)).then(came_of(28, "quit_self", "N"))


def test_a_follow_up_in_time_that_is_entered_later_replaces_lost() -> None:
    in_time = follow_up(42, co_ppm=5)

    an_episode(LOST).when(in_time).then(came_of(42, "quit_co", "Y", co_ppm=5, replaces="lost"))


def test_a_follow_up_after_day_42_replaces_nothing() -> None:
    an_episode(LOST).when(follow_up(43, co_ppm=5)).then_refused(FollowedUpTooLate)


def test_nobody_is_listed_as_lost_twice_or_after_an_outcome() -> None:
    an_episode(LOST).when(list_on(day(60))).then_nothing()
    an_episode(came_of(28, "not_quit", "X")).when(list_on(DAY_43)).then_nothing()


def test_nobody_is_lost_who_has_died() -> None:
    an_episode().when(replace(list_on(DAY_43), has_died=True)).then_nothing()


def test_an_episode_that_was_never_opened_loses_nobody() -> None:
    nothing_yet().when(list_on(DAY_43)).then_refused(NoQuitEpisodeYet)
    nothing_yet().when(follow_up(28)).then_refused(NoQuitEpisodeYet)


def test_a_follow_up_still_to_come_cannot_be_told_of() -> None:
    early_in_march = datetime.fromisoformat("2026-03-20T09:00:00Z")

    an_episode().when(follow_up(28, now=early_in_march)).then_refused(DatedInTheFuture)


@pytest.mark.parametrize("by", ["telephone", "video", "letter", "email", "text"])
def test_carbon_monoxide_is_not_read_at_a_distance(by: Channel) -> None:
    an_episode().when(follow_up(28, co_ppm=4, by=by)).then_refused(ReadAtADistance)


def test_an_outcome_told_again_changes_nothing_and_another_needs_a_reason() -> None:
    told = came_of(28, "quit_co", "Y", co_ppm=4)
    mistaken = follow_up(28, smoked=True)

    an_episode(told).when(follow_up(28, co_ppm=4)).then_nothing()
    an_episode(told).when(mistaken).then_refused(OutcomeRecordedOtherwise)
    an_episode(told).when(follow_up(28, smoked=True, reason="Wrong client")).then(
        came_of(28, "not_quit", "X", replaces="quit_co", reason="Wrong client")
    )


def test_the_aid_of_the_follow_up_is_the_one_that_counts() -> None:
    none_used = Treatment(setting="10", session_type="04", aid="17")

    an_episode().when(follow_up(28, co_ppm=4, aid="17")).then(
        came_of(28, "quit_co", "Y", co_ppm=4, treatment=none_used)
    )


@pytest.mark.parametrize(
    ("cigarettes", "cut_down"), [(10, True), (11, False), (0, True), (None, None)]
)
def test_half_as_many_cigarettes_is_cutting_down_and_no_quit(
    cigarettes: int | None, cut_down: bool | None
) -> None:
    an_episode().when(follow_up(28, smoked=True, cigarettes_a_day=cigarettes)).then(
        came_of(28, "not_quit", "X", cut_down=cut_down)
    )


def test_who_has_quit_has_not_cut_down() -> None:
    an_episode().when(follow_up(28, co_ppm=4, cigarettes_a_day=0)).then(
        came_of(28, "quit_co", "Y", co_ppm=4, cut_down=None)
    )


@given(
    days=st.integers(0, 80),
    smoked=st.booleans(),
    co_ppm=st.none() | st.integers(0, 60),
    by=st.sampled_from(["in_person", "telephone"]),
)
def test_a_quit_is_confirmed_only_in_time_by_a_reading_below_ten(
    days: int, smoked: bool, co_ppm: int | None, by: Channel
) -> None:
    episode = evolve(NO_QUIT_EPISODE_YET, OPENED)
    asked = follow_up(days, smoked=smoked, co_ppm=co_ppm, by=by, now=APRIL + timedelta(days=90))

    try:
        (told,) = decide(asked, episode)
    except Refused:
        assert days not in range(25, 43) or (by == "telephone" and co_ppm is not None)
        return

    assert isinstance(told, QuitOutcomeRecorded)
    assert days in range(25, 43)
    confirmed = not smoked and co_ppm is not None and co_ppm < 10
    assert (told.outcome == "quit_co") is (told.co == "Y") is confirmed
    assert (told.outcome == "not_quit") is smoked


OUTCOMES: tuple[tuple[QuitOutcome, CarbonMonoxide], ...] = (
    ("quit_co", "Y"),
    ("quit_self", "N"),
    ("quit_self", "X"),
    ("not_quit", "X"),
    ("lost", "X"),
)


@given(st.lists(st.sampled_from(OUTCOMES), max_size=6))
def test_the_latest_outcome_stands_however_often_it_was_put_right(
    told: list[tuple[QuitOutcome, CarbonMonoxide]],
) -> None:
    episode = evolve(NO_QUIT_EPISODE_YET, OPENED)
    for outcome, co in told:
        episode = evolve(episode, came_of(28, outcome, co))

    standing = episode.outcome
    assert (standing and (standing.outcome, standing.co)) == (told[-1] if told else None)
