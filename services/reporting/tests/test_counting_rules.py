"""The counting rules of the figures, one small story each.

A plan counts when it is agreed, a check as a check and not as a client, a person once in each
programme; what ended by death, move or transfer has its own row; and nought is a number.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from ht_contracts import intake, plans, referrals
from ht_local.pytest_engines import Database
from ht_reporting.reports import Report

from .asking import ask, split, told
from .databases import take_in
from .golden_people import london
from .lives import Life
from .streams import Streams, identity

pytestmark = pytest.mark.engines

MAY, JUNE, JULY = (london(date(2010, month, 10), 10) for month in (5, 6, 7))
LAST_YEAR = london(date(2010, 3, 10), 10)


def a_client(streams: Streams, ref: str, **told_at_registration: Any) -> Life:
    life = Life(streams, ref)
    usual = {
        "source": "self", "age_band": "40-44", "gender": "2", "ethnicity": "A",
        "gp_status": "registered", "employment": "02", "quintile": 1, "decile": 1,
        "unresolved": None,
    }  # fmt: skip
    life.register(MAY, **(usual | told_at_registration))
    return life


def with_a_plan(streams: Streams, ref: str, issue: str = "diet") -> Life:
    life = a_client(streams, ref)
    life.draft(MAY, issue)
    life.agree(MAY, issue, None, (), 1)
    return life


async def counted(database: Database, streams: Streams) -> Report:
    await take_in(database, streams.batches(seed=4, largest=9))
    return await ask(database)


async def test_a_plan_ended_by_death_move_or_transfer_stays_in_as_its_own_row(
    empty_database: Database,
) -> None:
    streams = Streams()
    for reason in ("died", "moved", "transferred", "lost_contact", "clients_wish"):
        life = with_a_plan(streams, reason)
        ended: Any = reason
        abandoned = plans.PlanAbandoned(
            plan=life.plan, case=life.case, client=life.client, reason=ended, ended_at=JUNE
        )
        life.of_plan(abandoned, JUNE)

    figure = (await counted(empty_database, streams)).figures["I01"]

    assert told(figure)[0] == 5
    assert figure.parts["ended_by_death_move_or_transfer"] == 3
    assert figure.parts["abandoned"] == 2
    assert figure.parts["open"] == 0


async def test_a_client_with_two_plans_is_two_plans_and_one_client(
    empty_database: Database,
) -> None:
    streams = Streams()
    life = with_a_plan(streams, "first", "smoking")
    life.attend("planning", MAY)
    second = identity("first", "another plan")
    again = plans.PlanAgreed(
        plan=second, case=life.case, client=life.client, primary_issue="smoking",
        diet_subtype=None, secondary_issues=(), how="telephone", agreed_at=JULY,
    )  # fmt: skip
    life.of_plan(again, JULY)

    figures = (await counted(empty_database, streams)).figures

    assert told(figures["I01"])[0] == 2
    assert told(figures["I09"])[:2] == (1, 1)


async def test_smoking_support_needs_an_attended_session(empty_database: Database) -> None:
    streams = Streams()
    with_a_plan(streams, "never seen", "smoking")
    with_a_plan(streams, "seen", "smoking").attend("planning", JUNE)

    figures = (await counted(empty_database, streams)).figures

    assert told(figures["I09"])[:2] == (1, 2)


async def test_a_session_that_was_put_right_counts_as_it_was_after_all(
    empty_database: Database,
) -> None:
    streams = Streams()
    put_right(with_a_plan(streams, "was seen", "smoking"), "6", JUNE)
    was_not = with_a_plan(streams, "was not", "smoking")
    was_not.attend("planning", JUNE)
    put_right(was_not, "3", JUNE)
    twice = with_a_plan(streams, "was seen after all", "smoking")
    put_right(twice, "3", JUNE)
    put_right(twice, "6", JUNE)

    figures = (await counted(empty_database, streams)).figures

    assert told(figures["I09"])[:2] == (2, 3)


def put_right(life: Life, attendance: Any, at: datetime) -> None:
    held = attendance == "6"
    corrected = plans.AttendanceCorrected(
        case=life.case, client=life.client, session=life.id("session", "planning", at),
        correction=identity("correction"), kind="planning", attendance=attendance, medium="01",
        place="A01" if held else None, started_at=at if held else None,
        duration_minutes=30 if held else None, planned_start=None if held else at,
        corrected_at=at,
    )  # fmt: skip
    life.of_case(corrected, at)


async def test_the_issue_counts_as_agreed_first(empty_database: Database) -> None:
    streams = Streams()
    life = with_a_plan(streams, "changed", "diet")
    life.agree(JUNE, "alcohol", None, (), 0)

    figures = (await counted(empty_database, streams)).figures

    assert told(figures["I06"])[:2] == (1, 1)
    assert told(figures["I01"])[0] == 1


async def test_a_client_who_comes_back_is_counted_once_by_the_first_case(
    empty_database: Database,
) -> None:
    streams = Streams()
    came_back = a_client(streams, "came back")
    earlier = plans.CaseOpened(
        case=identity("earlier"), client=came_back.client, referral=identity("r"),
        opened_at=LAST_YEAR,
    )  # fmt: skip
    came_back.of_case(earlier, LAST_YEAR)
    twice = a_client(streams, "twice this year")
    again = plans.CaseOpened(
        case=identity("again"), client=twice.client, referral=identity("r2"), opened_at=JULY
    )
    twice.of_case(again, JULY)

    figures = (await counted(empty_database, streams)).figures

    assert told(figures["I04"])[:2] == (1, 1)
    assert figures["I17"].value == 2


async def test_who_was_only_triaged_is_no_client_yet(empty_database: Database) -> None:
    streams = Streams()
    life = a_client(streams, "with a case")
    only_registered = Life(streams, "without")
    registered = intake.ClientRegistered(
        client=only_registered.client, registered_at=MAY, age_band="40-44", gender="1",
        ethnicity="A", gp_status="V81997", employment="02", quintile=1, decile=1,
        deprivation_edition=None, ward=None, local_authority=None, unresolved=None,
    )  # fmt: skip
    streams.intake.tell(registered, at=MAY, subject=only_registered.client)

    figures = (await counted(empty_database, streams)).figures

    assert life.client != only_registered.client
    assert told(figures["I04"])[:2] == (1, 1)
    assert told(figures["I05"])[:2] == (0, 1)


async def test_registering_with_a_practice_later_does_not_undo_how_the_client_joined(
    empty_database: Database,
) -> None:
    streams = Streams()
    life = a_client(streams, "helped", gp_status="V81997")
    registered = intake.GpStatusRecorded(
        client=life.client, gp_status="registered", recorded_at=JUNE
    )
    streams.intake.tell(registered, at=JUNE, subject=life.client, client=life.client)

    figures = (await counted(empty_database, streams)).figures

    assert told(figures["I05"])[:2] == (1, 1)


async def test_a_client_whose_registration_has_not_come_yet_has_a_row_of_their_own(
    empty_database: Database,
) -> None:
    streams = Streams()
    a_client(streams, "still under way")

    await take_in(empty_database, [("plans", streams.plans.events)])

    figures = (await ask(empty_database)).figures
    assert told(figures["I04"]) == (0, 0, None, 0, {"not_yet_received": 1})
    assert figures["I17"].value == 1


async def test_every_ending_of_a_check_has_its_own_row(empty_database: Database) -> None:
    streams = Streams()
    endings = (
        "maintained", "partly", "not_maintained", "not_contactable", "declined", "superseded",
        "cancelled", None,
    )  # fmt: skip
    for ending in endings:
        life = with_a_plan(streams, str(ending))
        life.sign_off(JUNE, "achieved", "achieved", ["achieved"])
        if ending:
            life.check(3, london(date(2010, 9, 10), 10), ending)

    figures = (await counted(empty_database, streams)).figures

    # Signed off on 10 June 2010: due in September, in December, and after the year.
    without_answer = {"declined": 1, "superseded": 1, "cancelled": 1}
    assert told(figures["I10"]) == (1, 3, "33.3", 3, without_answer | {"not_contactable": 1})
    assert told(figures["I10C"]) == (3, 4, "75.0", 4, without_answer)
    assert figures["I10"].parts == {"still_due": 9}


async def test_a_pair_needs_the_same_instrument_and_algorithm(empty_database: Database) -> None:
    streams = Streams()
    life = a_client(streams, "two scales")
    for phase, algorithm, value, at in (
        ("pre", "ngse-1", "3", MAY),
        ("post", "ngse-2", "40", JUNE),
    ):
        moment: Any = phase
        reading = plans.AssessmentTaken(
            case=life.case, client=life.client, assessment=life.id(algorithm),
            instrument="ngse", algorithm=algorithm, phase=moment, value=Decimal(value),
            taken_at=at,
        )  # fmt: skip
        life.of_case(reading, at)

    figures = (await counted(empty_database, streams)).figures

    assert told(figures["I15"]) == (0, 0, None, 0, {"pre_only": 1, "post_only": 1})


async def test_a_corrected_reading_counts_as_it_was_corrected_last(
    empty_database: Database,
) -> None:
    streams = Streams()
    life = a_client(streams, "typed wrongly")
    life.answer("pre", MAY, {("pre", "general_health"): Decimal(4)})
    life.answer("post", JUNE, {("post", "general_health"): Decimal(60)})
    for number, value in ((1, Decimal(44)), (2, Decimal(40))):
        life.correct("pre", MAY, "general_health", value, number)

    figures = (await counted(empty_database, streams)).figures

    assert told(figures["I14"]) == (60, 40, "50.0", 1, {})


async def test_a_reading_that_was_struck_out_makes_no_pair(empty_database: Database) -> None:
    streams = Streams()
    life = a_client(streams, "somebody else's answers")
    life.answer("pre", MAY, {("pre", "general_health"): Decimal(40)})
    life.answer("post", JUNE, {("post", "general_health"): Decimal(60)})
    life.correct("pre", MAY, "general_health", None, 1)

    figures = (await counted(empty_database, streams)).figures

    assert told(figures["I14"]) == (0, 0, None, 0, {"post_only": 1})


async def test_what_was_not_asked_and_is_answered_after_all_makes_a_pair(
    empty_database: Database,
) -> None:
    streams = Streams()
    life = a_client(streams, "forgotten")
    life.answer("pre", MAY, {})
    life.answer("post", JUNE, {("post", "general_health"): Decimal(60)})
    life.correct("pre", MAY, "general_health", Decimal(40), 1)

    figures = (await counted(empty_database, streams)).figures

    assert told(figures["I14"]) == (60, 40, "50.0", 1, {})


async def test_a_reading_corrected_to_another_rule_leaves_its_pair(
    empty_database: Database,
) -> None:
    streams = Streams()
    life = a_client(streams, "other scale")
    life.answer("pre", MAY, {("pre", "ngse"): Decimal(3)})
    life.answer("post", JUNE, {("post", "ngse"): Decimal(4)})
    life.correct("post", JUNE, "ngse", Decimal(40), 1, algorithm="ngse-2")

    figures = (await counted(empty_database, streams)).figures

    assert told(figures["I15"]) == (0, 0, None, 0, {"pre_only": 1, "post_only": 1})


async def test_the_earliest_before_and_the_latest_after_make_the_pair(
    empty_database: Database,
) -> None:
    streams = Streams()
    life = a_client(streams, "asked often")
    for phase, value, at in (
        ("post", "60", JULY),
        ("pre", "50", JUNE),
        ("pre", "40", MAY),
        ("post", "90", JUNE),
        ("maintenance", "5", JULY),
    ):
        life.answer(phase, at, {(phase, "general_health"): Decimal(value)})

    figures = (await counted(empty_database, streams)).figures

    assert told(figures["I14"]) == (60, 40, "50.0", 1, {})


async def test_nothing_before_and_something_after_is_a_pair_without_a_rate(
    empty_database: Database,
) -> None:
    streams = Streams()
    life = a_client(streams, "from nought")
    life.answer("pre", MAY, {("pre", "fruit_and_vegetables"): Decimal(0)})
    life.answer("post", JUNE, {("post", "fruit_and_vegetables"): Decimal(2)})

    figures = (await counted(empty_database, streams)).figures

    assert told(figures["I12"]) == (2, 0, None, 1, {})


async def test_a_referral_counts_from_when_it_is_sent_whatever_comes_of_it(
    empty_database: Database,
) -> None:
    streams = Streams()
    life = a_client(streams, "sent on")
    tell = streams.referrals.tell
    for name, sent in (("sent", True), ("never sent", False)):
        referral = identity(name)
        about: Any = {
            "referral": referral, "case": life.case, "client": life.client,
            "entry": identity("entry"), "destination": "stop_smoking",
        }  # fmt: skip
        tell(referrals.ReferralDrafted(drafted_at=MAY, **about), at=MAY, subject=referral)
        if sent:
            left = referrals.ReferralSent(
                recipient="partner", reason="04", consent=identity("c"), sent_at=MAY, **about
            )
            tell(left, at=MAY, subject=referral)
        withdrawn = referrals.ReferralWithdrawn(
            referral=referral, client=life.client, withdrawn_at=JUNE
        )
        tell(withdrawn, at=JUNE, subject=referral)

    figure = (await counted(empty_database, streams)).figures["I08"]

    assert told(figure) == (1, 1, "100.0", 1, {"draft": 1})
    assert split(figure, "referrals") == (1, 1, "100.0")
    assert split(figure, "signposts") == (0, 0, "None")


def imported(life: Life, **told: Any) -> None:
    """Have another system's plan told: achieved, and asked after once."""
    check = plans.CheckDone(
        check=life.id("check", 3), months=3, result="maintained", checked_at=JULY
    )
    usual: dict[str, Any] = {
        "primary_issue": "diet", "agreed_at": MAY, "result": "achieved", "ended_early": None,
        "ended_at": JUNE, "checks": (check,),
    }  # fmt: skip
    plan = plans.PlanImported(
        plan=life.plan, case=life.case, client=life.client, of_import=identity("import"),
        **(usual | told),
    )  # fmt: skip
    life.of_plan(plan, JULY)


async def test_an_imported_plan_counts_like_any_other_from_its_own_days(
    empty_database: Database,
) -> None:
    streams = Streams()
    imported(a_client(streams, "one"))
    imported(a_client(streams, "two"), result=None, ended_early="clients_wish", checks=())
    imported(a_client(streams, "three"), result=None, ended_at=None, checks=())

    figures = (await counted(empty_database, streams)).figures

    parts = figures["I01"].parts
    assert [parts[each] for each in ("achieved", "abandoned", "open")] == [1, 1, 1]
    assert told(figures["I02"])[:3] == (1, 3, "33.3")
    assert told(figures["I10"])[:2] == (1, 1)


async def test_an_imported_plan_without_an_issue_is_a_row_beside_the_figures(
    empty_database: Database,
) -> None:
    streams = Streams()
    imported(a_client(streams, "one"))
    imported(a_client(streams, "two"), primary_issue=None)

    figures = (await counted(empty_database, streams)).figures

    assert told(figures["I01"]) == (1, None, "1", 1, {"no_primary_issue": 1})
    assert told(figures["I02"])[:2] == (1, 1)


async def test_nothing_of_a_case_counts_whose_import_was_undone(
    empty_database: Database,
) -> None:
    streams = Streams()
    imported(a_client(streams, "stays"))
    gone = a_client(streams, "goes")
    imported(gone)
    gone.signpost(JUNE, "stop_smoking")
    gone.answer("pre", MAY, {("pre", "bmi"): Decimal(30)})
    gone.answer("post", JUNE, {("post", "bmi"): Decimal(29)})
    before = await counted(empty_database, streams)
    so_far = streams.lengths()
    undone = plans.CaseImportUndone(
        case=gone.case, client=gone.client, of_import=identity("import"), undone_at=JULY
    )
    gone.of_case(undone, JULY)
    await take_in(empty_database, streams.batches(after=so_far))

    after = (await ask(empty_database)).figures
    as_before = await ask(empty_database, position=before.position)

    def numbers(name: str) -> tuple[int, int]:
        return int(before.figures[name].n), int(after[name].n)

    assert {name: numbers(name) for name in ("I01", "I04", "I08", "I10", "I11", "I17")} == {
        "I01": (2, 1), "I04": (2, 1), "I08": (1, 0), "I10": (2, 1), "I11": (1, 0),
        "I17": (2, 1),
    }  # fmt: skip
    assert as_before.figures == before.figures
