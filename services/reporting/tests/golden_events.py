"""The golden data set `dcrs-headline` as the events that the services would publish."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from ht_contracts import intake, plans, referrals

from .golden_people import (
    EMPLOYMENTS,
    ETHNICITIES,
    EVERYONE,
    GENDERS,
    GP,
    ISSUES,
    PAIRS,
    QUINTILES,
    RESULTS,
    SOURCES,
    Readings,
    check_done,
    checks,
    later,
    london,
    readings,
    registered,
    walked,
)
from .lives import Life
from .streams import ORGANISATION, PROGRAMME, Streams, identity

FOUNDED = london(date(2010, 1, 4), 9)


def found(streams: Streams) -> None:
    """Set up the organisation, the programme and its thirty trainers."""
    organisation = intake.OrganisationRegistered(organisation=ORGANISATION, kind="charity")
    streams.turn_to(ORGANISATION, None)
    streams.intake.tell(organisation, at=FOUNDED, subject=identity(ORGANISATION))
    programme = intake.ProgrammeRegistered(
        programme=PROGRAMME, area="Demonstration", region="North West",
        maintenance_months=(3, 6, 12),
    )  # fmt: skip
    streams.intake.tell(programme, at=FOUNDED, subject=identity(PROGRAMME))
    for number in range(1, 31):
        worker = identity("trainer", number)
        hired = intake.WorkerRegistered(worker=worker, employer=ORGANISATION)
        streams.intake.tell(hired, at=FOUNDED, subject=worker)
    streams.turn_to(ORGANISATION, PROGRAMME)


def joins(life: Life, i: int) -> None:
    """Refer, register and convert a client; give them a trainer."""
    at = registered(i)
    quintile = walked(7 * i % 1040, QUINTILES)
    resolved = isinstance(quintile, int)
    life.register(
        at,
        source=walked((29 * i + 400) % 1040, SOURCES),
        age_band="declined",
        gender=walked((17 * i + 250) % 1040, GENDERS),
        ethnicity=walked((19 * i + 700) % 1040, ETHNICITIES),
        gp_status=walked((11 * i + 500) % 1040, GP),
        employment=walked((23 * i + 100) % 1040, EMPLOYMENTS),
        quintile=quintile if resolved else None,
        decile=2 * quintile - (i + 1) % 2 if isinstance(quintile, int) else None,
        unresolved=None if resolved else quintile,
    )
    assigned = plans.TrainerAssigned(
        case=life.case, client=life.client, worker=identity("trainer", i % 30 + 1),
        assigned_at=at,
    )  # fmt: skip
    life.of_case(assigned, at)


def is_supported(life: Life, i: int) -> None:
    """Assess a client, make a plan with them, and see it to its end."""
    if i >= 1030:
        missed = plans.SessionMissed(
            case=life.case, client=life.client, session=life.id("missed"), kind="assessment",
            attendance="3", planned_start=later(i, 7),
        )  # fmt: skip
        life.of_case(missed, later(i, 7))
        return
    answers = readings(i)
    life.attend("assessment", later(i, 7))
    life.answer("pre", later(i, 7), answers)
    if i >= 1015:
        return
    issue, subtype = walked(7 * i % 1000, ISSUES) if i < 1000 else ("diet", "weight")
    result = walked(i, RESULTS) if i < 1000 else None
    goals = result[2] if result else ("open",)
    if i != 950:
        life.attend("planning", later(i, 14))
    life.draft(later(i, 14), issue)
    if i >= 1000:
        return
    secondary = ("smoking",) if 7 * i % 1000 < 40 else ()
    life.agree(later(i, 14), issue, subtype, secondary, len(goals))
    if any(phase == "review" for phase, _ in answers):
        life.answer("review", later(i, 42), answers)
    if i == 0:
        life.answer("post", later(i, 63), {("post", "bmi"): Decimal(25)})
    if result:
        life.attend("sign_off", later(i, 70))
        life.answer("post", later(i, 70), answers)
        life.sign_off(later(i, 70), *result)
        for months, came_of_it in checks(i).items():
            life.check(months, check_done(i, months), came_of_it)
    elif i < 950:
        abandoned = plans.PlanAbandoned(
            plan=life.plan, case=life.case, client=life.client, reason="lost_contact",
            ended_at=later(i, 42),
        )  # fmt: skip
        life.of_plan(abandoned, later(i, 42))


SENT = (
    (45, "stop_smoking"), (25, "weight_management"), (20, "exercise"), (15, "jobcentre_plus"),
    (10, "gp_registration"), (15, "community_group"),
)  # fmt: skip
SIGNPOSTED = (
    (15, "stop_smoking"), (40, "exercise"), (30, "weight_management"), (20, "community_group"),
    (15, "advice"),
)  # fmt: skip


def goes_onward(life: Life, i: int) -> None:
    """Send a client on, draft it only, or tell them where to go."""
    at = later(i, 21)
    if i <= 258 and i % 2 == 0:
        _is_sent(life, i // 2, at)
    elif 261 <= i <= 273 and i % 2 == 1:
        _is_drafted(life, "stop_smoking", at)
    elif 500 <= i < 860 and (i - 500) % 3 == 0:
        life.signpost(at, walked((i - 500) // 3, SIGNPOSTED))


def _is_drafted(life: Life, destination: Any, at: datetime) -> UUID:
    referral = life.id("onward")
    drafted = referrals.ReferralDrafted(
        referral=referral, case=life.case, client=life.client,
        entry=identity("entry", destination), destination=destination, drafted_at=at,
    )  # fmt: skip
    life.streams.referrals.tell(drafted, at=at, subject=referral, client=life.client)
    return referral


def _is_sent(life: Life, r: int, at: datetime) -> None:
    destination: Any = walked(r, SENT)
    consent = life.id("consent")
    given = intake.ConsentGiven(
        client=life.client, consent=consent, recipient="partner", purpose="onward-referral",
        data_class="contact", given_at=at,
    )  # fmt: skip
    life.streams.intake.tell(given, at=at, subject=life.client, client=life.client)
    referral = _is_drafted(life, destination, at)
    tell = life.streams.referrals.tell
    sent = referrals.ReferralSent(
        referral=referral, case=life.case, client=life.client,
        entry=identity("entry", destination), destination=destination, recipient="partner",
        reason="04", consent=consent, sent_at=at,
    )  # fmt: skip
    tell(sent, at=at, subject=referral, client=life.client)
    outcome: Any = {0: "rejected", 1: "did_not_attend"}.get(r % 13, "completed")
    answered = at + timedelta(days=21 if outcome == "completed" else 3)
    match r % 13:
        case 2:
            fact: Any = referrals.ReferralUnanswered(
                referral=referral, client=life.client, marked_at=at + timedelta(days=14)
            )
        case 3:
            fact = referrals.ReferralWithdrawn(
                referral=referral, client=life.client, withdrawn_at=answered
            )
        case _:
            fact = referrals.ReferralOutcomeRecorded(
                referral=referral, client=life.client, outcome=outcome, late=False,
                how="telephone", answered_at=answered,
            )  # fmt: skip
    tell(fact, at=answered, subject=referral, client=life.client)


def dcrs_headline() -> Streams:
    """Give the whole data set."""
    streams = Streams()
    found(streams)
    for i in EVERYONE:
        life = Life(streams, f"G{i:04}")
        joins(life, i)
        is_supported(life, i)
        goes_onward(life, i)
    return streams


def add_edges(streams: Streams) -> None:
    """Add the people on both edges of the year, who move nothing in it."""
    for n in range(20):
        life = Life(streams, f"X{n:02}")
        before = n < 10
        joined = london(date(2010, 3, 1), 9) if before else london(date(2011, 4, 1), 0, 5)
        agreed = (
            london(date(2010, 3, 31), 23, 50) if before else london(date(2011, 4, 1), 0, 10)
        )
        life.register(
            joined, source="self", age_band="declined", gender="2", ethnicity="A",
            gp_status="V81997", employment="02", quintile=5, decile=9, unresolved=None,
        )  # fmt: skip
        answers: Readings = {}
        for instrument, pairs in PAIRS.items():
            pre, post = pairs.values[-1][1]
            answers["pre", instrument], answers["post", instrument] = (
                Decimal(pre),
                Decimal(post),
            )
        life.attend("assessment", agreed)
        life.answer("pre", agreed, answers)
        life.draft(agreed, "smoking")
        life.agree(agreed, "smoking", None, (), 1)
        life.signpost(agreed, "stop_smoking")
        if before:
            life.answer("post", london(date(2010, 3, 31), 23, 55), answers)
            continue
        ended = london(date(2011, 6, 10), 10)
        life.answer("post", ended, answers)
        life.sign_off(ended, "achieved", "achieved", ("achieved",))
        life.check(3, london(date(2011, 9, 10), 10), "not_maintained")


def add_late_step(streams: Streams) -> None:
    """Sign off G0951 as achieved, dated after the year."""
    life = Life(streams, "G0951")
    life.sign_off(london(date(2011, 4, 20), 10), "achieved", "achieved", ("achieved",))
