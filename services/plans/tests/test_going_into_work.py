"""The way into work beside a plan: voluntary, dated, added to and never replaced.

"Taking part is voluntary: mandated referrals are returned. Employment status as dated,
append-only history. Report furthest rung reached and rung at close."
"""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ht_plans.domain.case.refusals import CaseHasClosed, SupportHasEnded
from ht_plans.domain.refusals import DatedInTheFuture, Refused
from ht_plans.domain.work.codes import Employment, SustainedWork, WorkProgress
from ht_plans.domain.work.commands import Command, MarkSustainedWorkDue
from ht_plans.domain.work.events import EmploymentPathwayClosed, Event
from ht_plans.domain.work.pathway import NO_EMPLOYMENT_PATHWAY_YET, decide, evolve
from ht_plans.domain.work.refusals import (
    AskedTooEarly,
    BeforeBaseline,
    BeforeEmploymentPathway,
    EmploymentNotOffered,
    EmploymentPathwayBegunOtherwise,
    EmploymentPathwayHasClosed,
    NoEmploymentPathwayYet,
    NoSuchDomain,
    NoSuchStep,
    NoSuchWork,
    NotAgreedToWork,
    NothingRated,
    ProgressKnown,
    ProgressRecordedOtherwise,
    ReadOtherwiseThatDay,
    SustainedCheckedOtherwise,
    TakingPartIsVoluntary,
)

from .way_into_work import (
    AFTER_13_WEEKS,
    AFTER_26_WEEKS,
    BAKERY,
    BASELINE,
    BEGIN,
    BEGUN,
    CASE,
    JANUARY,
    JOE,
    MARCH,
    OUT_OF_WORK,
    WAREHOUSE,
    WAY,
    a_way,
    check,
    checked,
    close,
    fell_due,
    nothing_yet,
    rate,
    rated,
    stand,
    stood,
    take_up,
    took_up,
    working,
)


def closed(furthest: int | None, at_close: int | None) -> EmploymentPathwayClosed:
    return EmploymentPathwayClosed(
        pathway=WAY,
        case=CASE,
        client=JOE,
        reason="completed",
        furthest_rung=furthest,
        rung_at_close=at_close,
        closed_on=AFTER_26_WEEKS,
    )


def test_it_begins_with_how_the_client_stands() -> None:
    nothing_yet().when(BEGIN).then(BEGUN, BASELINE)


def test_who_was_told_to_come_is_returned_even_if_they_agreed() -> None:
    nothing_yet().when(replace(BEGIN, mandated=True)).then_refused(TakingPartIsVoluntary)


def test_nobody_begins_who_has_not_agreed() -> None:
    nothing_yet().when(replace(BEGIN, agreed=False)).then_refused(NotAgreedToWork)


def test_it_begins_where_the_programme_offers_it_and_support_goes_on() -> None:
    nothing_yet().when(replace(BEGIN, offered=False)).then_refused(EmploymentNotOffered)
    nothing_yet().when(replace(BEGIN, support_has_ended=True)).then_refused(SupportHasEnded)


def test_it_does_not_begin_after_the_case_was_closed() -> None:
    day_before = replace(BEGIN, closed_on=BEGIN.begun_on - timedelta(days=1))
    same_day = replace(BEGIN, closed_on=BEGIN.begun_on)

    nothing_yet().when(day_before).then_refused(CaseHasClosed)
    nothing_yet().when(same_day).then(BEGUN, BASELINE)


def test_it_begins_once() -> None:
    a_way().when(BEGIN).then_nothing()
    a_way().when(replace(BEGIN, referred_by="self")).then_refused(
        EmploymentPathwayBegunOtherwise
    )


def test_what_is_still_to_come_is_not_told_of() -> None:
    nothing_yet().when(replace(BEGIN, begun_on=date(2026, 1, 13))).then_refused(
        DatedInTheFuture
    )
    a_way().when(take_up(on=date(2027, 2, 1))).then_refused(DatedInTheFuture)


@pytest.mark.parametrize(
    "asked",
    [stand("01", working(20)), rate({"confidence": 3}, MARCH), take_up(), check(13, MARCH)],
)
def test_nothing_is_told_of_a_way_that_has_not_begun(asked: Command) -> None:
    nothing_yet().when(asked).then_refused(NoEmploymentPathwayYet)


@pytest.mark.parametrize(
    ("status", "hours", "rung"),
    [
        ("01", 15, 4),
        ("01", 16, 5),
        ("01", None, 4),
        ("02", None, 1),
        ("03", None, 2),
        ("04", None, 0),
        ("05", None, 0),
        ("06", None, 0),
        ("07", None, 3),
        ("08", None, 0),
        ("ZZ", None, None),
        ("not_known", None, None),
    ],
)
def test_a_status_stands_on_a_rung_and_what_is_not_known_on_none(
    status: Employment, hours: int | None, rung: int | None
) -> None:
    told = working(hours)

    a_way().when(stand(status, told)).then(stood("review", status, rung, told, MARCH))


def test_hours_that_count_as_full_are_the_programmes_own() -> None:
    told = working(20)
    thirty = replace(BEGUN, full_hours=30)

    nothing_yet().given(thirty, BASELINE).when(stand("01", told)).then(
        stood("review", "01", 4, told, MARCH)
    )


def test_a_status_is_added_beside_the_others_and_not_twice() -> None:
    in_work = stood("review", "01", 5, working(20), MARCH)

    a_way(in_work).when(stand("01", working(20))).then_nothing()
    a_way(in_work).when(stand("02", OUT_OF_WORK)).then(
        stood("review", "02", 1, OUT_OF_WORK, MARCH)
    )


def test_nothing_is_dated_before_it_began() -> None:
    before = date(2026, 1, 11)

    for asked in (stand("01", working(20), before), take_up(on=before), rate({}, before)):
        a_way().when(asked).then_refused(BeforeEmploymentPathway)


def test_the_first_reading_is_the_baseline_of_the_others() -> None:
    first = rated({"confidence": 2, "social_networks": 4}, JANUARY)
    later = {"confidence": 4, "social_networks": 3}

    a_way().when(rate({"confidence": 2, "social_networks": 4}, JANUARY)).then(first)
    a_way(first).when(rate(later, MARCH)).then(rated(later, MARCH, (1, 1, Decimal(25))))


def test_the_latest_reading_counts_and_not_the_best() -> None:
    first = rated({"confidence": 2}, JANUARY)
    best = rated({"confidence": 5}, MARCH, (1, 0, Decimal(100)))

    a_way(first, best).when(rate({"confidence": 2}, AFTER_13_WEEKS)).then(
        rated({"confidence": 2}, AFTER_13_WEEKS, (0, 0, Decimal(0)))
    )


def test_only_steps_of_the_domains_that_were_chosen_can_be_rated() -> None:
    a_way().when(rate({}, MARCH)).then_refused(NothingRated)
    a_way().when(rate({"happiness": 3}, MARCH)).then_refused(NoSuchDomain)
    for beyond in (0, 6):
        a_way().when(rate({"confidence": beyond}, MARCH)).then_refused(NoSuchStep)


def test_a_day_has_one_reading_and_none_lies_before_the_baseline() -> None:
    first = rated({"confidence": 2}, MARCH)

    a_way(first).when(rate({"confidence": 2}, MARCH)).then_nothing()
    a_way(first).when(rate({"confidence": 3}, MARCH)).then_refused(ReadOtherwiseThatDay)
    a_way(first).when(rate({"confidence": 3}, JANUARY)).then_refused(BeforeBaseline)


@pytest.mark.parametrize(
    ("kind", "hours", "rung"),
    [
        ("job_search", None, 1),
        ("training", 30, 2),
        ("volunteering", 8, 3),
        ("paid_work", 15, 4),
        ("paid_work", None, 4),
        ("paid_work", 16, 5),
    ],
)
def test_what_was_taken_up_is_a_rung(kind: WorkProgress, hours: int | None, rung: int) -> None:
    a_way().when(take_up(kind, hours)).then(took_up(kind, hours, rung))


def test_progress_may_happen_again_on_another_day() -> None:
    a_way(took_up()).when(take_up(progress=WAREHOUSE, on=AFTER_13_WEEKS)).then(
        took_up(progress=WAREHOUSE, on=AFTER_13_WEEKS)
    )


def test_the_same_progress_is_not_counted_twice() -> None:
    a_way(took_up()).when(take_up()).then_nothing()
    a_way(took_up()).when(take_up(progress=WAREHOUSE)).then_refused(ProgressKnown)
    a_way(took_up()).when(take_up(hours=30)).then_refused(ProgressRecordedOtherwise)


def test_paid_work_is_asked_about_after_13_and_26_weeks() -> None:
    a_way(took_up()).when(MarkSustainedWorkDue(today=date(2026, 5, 31))).then_nothing()
    a_way(took_up()).when(MarkSustainedWorkDue(today=AFTER_13_WEEKS)).then(
        fell_due(13, AFTER_13_WEEKS)
    )
    a_way(took_up(), fell_due(13, AFTER_13_WEEKS)).when(
        MarkSustainedWorkDue(today=AFTER_26_WEEKS)
    ).then(fell_due(26, AFTER_26_WEEKS))


def test_two_jobs_of_one_day_fall_due_together() -> None:
    both = (took_up(), took_up(hours=4, rung=4, progress=WAREHOUSE))

    a_way(*both).when(MarkSustainedWorkDue(today=AFTER_13_WEEKS)).then(
        fell_due(13, AFTER_13_WEEKS), fell_due(13, AFTER_13_WEEKS, WAREHOUSE)
    )


def test_nothing_falls_due_once_it_is_closed_or_answered() -> None:
    today = MarkSustainedWorkDue(today=AFTER_13_WEEKS)

    a_way(took_up(), checked(13, AFTER_13_WEEKS)).when(today).then_nothing()
    a_way(took_up(), closed(5, 5)).when(today).then_nothing()


def test_work_that_lasted_is_told_once_and_never_too_early() -> None:
    on_the_day = check(13, AFTER_13_WEEKS)

    a_way(took_up()).when(check(13, date(2026, 5, 31))).then_refused(AskedTooEarly)
    a_way(took_up()).when(on_the_day).then(checked(13, AFTER_13_WEEKS))
    a_way(took_up(), checked(13, AFTER_13_WEEKS)).when(on_the_day).then_nothing()
    a_way(took_up(), checked(13, AFTER_13_WEEKS, "not_known")).when(on_the_day).then_refused(
        SustainedCheckedOtherwise
    )


def test_only_paid_work_is_asked_about_later() -> None:
    volunteering = took_up("volunteering", 8, 3)

    a_way(volunteering).when(check(13, AFTER_13_WEEKS)).then_refused(NoSuchWork)
    a_way(took_up()).when(check(14, AFTER_26_WEEKS)).then_refused(NoSuchWork)


LASTED = (took_up(), checked(13, AFTER_13_WEEKS), checked(26, AFTER_26_WEEKS))


@pytest.mark.parametrize(
    ("history", "status", "hours", "furthest", "at_close"),
    [
        ((), "02", None, 1, 1),
        ((), "ZZ", None, 1, None),
        ((took_up("volunteering", 8, 3),), "02", None, 3, 1),
        ((took_up(),), "01", 20, 5, 5),
        (LASTED[:2], "01", 20, 6, 6),
        (LASTED, "01", 20, 7, 7),
        (LASTED, "02", None, 7, 1),
        (
            (*LASTED, took_up(hours=8, rung=4, progress=WAREHOUSE, on=AFTER_26_WEEKS)),
            "01",
            8,
            7,
            4,
        ),
        ((took_up(), checked(13, AFTER_13_WEEKS, "not_sustained")), "02", None, 5, 1),
    ],
    ids=[
        "still looking",
        "not said",
        "volunteered once",
        "in work",
        "in work for 13 weeks",
        "in work for 26 weeks",
        "work that lasted and was lost",
        "another job after one that lasted",
        "work that did not last",
    ],
)
def test_the_end_tells_the_furthest_rung_and_the_one_at_close(
    history: tuple[Event, ...],
    status: Employment,
    hours: int | None,
    furthest: int,
    at_close: int | None,
) -> None:
    told = working(hours)

    a_way(*history).when(close(status, told)).then(
        stood("close", status, _of_status(status, hours), told, AFTER_26_WEEKS),
        closed(furthest, at_close),
    )


def _of_status(status: Employment, hours: int | None) -> int | None:
    if status == "01":
        return 5 if hours is not None and hours >= 16 else 4
    return 1 if status == "02" else None


def test_what_is_closed_stays_closed() -> None:
    over = closed(5, 5)

    a_way(over).when(close("01", working(20))).then_nothing()
    a_way(over).when(close("01", working(20), AFTER_13_WEEKS)).then_refused(
        EmploymentPathwayHasClosed
    )
    for asked in (take_up(), stand("01", working(20)), rate({"confidence": 3}, MARCH)):
        a_way(over).when(asked).then_refused(EmploymentPathwayHasClosed)


@pytest.mark.parametrize("result", ["not_sustained", "not_known"])
def test_work_that_did_not_last_raises_nobody(result: SustainedWork) -> None:
    told = working(20)

    a_way(took_up(), checked(13, AFTER_13_WEEKS, result)).when(close("01", told)).then(
        stood("close", "01", 5, told, AFTER_26_WEEKS), closed(5, 5)
    )


def test_a_job_that_was_never_taken_up_has_not_lasted() -> None:
    a_way(took_up(), checked(13, AFTER_13_WEEKS)).when(
        check(13, AFTER_13_WEEKS, progress=WAREHOUSE)
    ).then_refused(NoSuchWork)


DAYS = st.dates(JANUARY, AFTER_26_WEEKS)
ASKED: st.SearchStrategy[Command] = st.one_of(
    st.builds(
        take_up,
        st.sampled_from(["training", "volunteering", "paid_work", "job_search"]),
        st.none() | st.integers(1, 40),
        progress=st.sampled_from([BAKERY, WAREHOUSE]),
        on=DAYS,
    ),
    st.builds(
        check,
        st.sampled_from([13, 26]),
        DAYS,
        st.sampled_from(["sustained", "not_sustained", "not_known"]),
        st.sampled_from([BAKERY, WAREHOUSE]),
    ),
    st.builds(stand, st.sampled_from(["01", "02", "07", "ZZ"]), st.just(OUT_OF_WORK), DAYS),
    st.builds(MarkSustainedWorkDue, today=DAYS),
    st.builds(close, st.sampled_from(["01", "02", "ZZ"]), st.just(OUT_OF_WORK), DAYS),
)


@given(st.lists(ASKED, max_size=12))
def test_whatever_is_asked_nobody_falls_from_the_furthest_rung_they_reached(
    asked: list[Command],
) -> None:
    before: tuple[Event, ...] = (BEGUN, BASELINE)
    way = reduce(evolve, before, NO_EMPLOYMENT_PATHWAY_YET)
    for command in asked:
        furthest = way.furthest_rung
        try:
            happened = decide(command, way)
        except Refused:
            continue
        way = reduce(evolve, happened, way)
        assert way.furthest_rung is not None
        assert furthest is not None
        assert furthest <= way.furthest_rung <= 7

    if way.closed is not None:
        assert way.closed.furthest_rung == way.furthest_rung
        assert (way.closed.rung_at_close or 0) <= (way.closed.furthest_rung or 0)


def test_nothing_falls_due_while_the_case_has_ended() -> None:
    today = MarkSustainedWorkDue(today=AFTER_26_WEEKS, case_has_ended=True)

    a_way(took_up()).when(today).then_nothing()
