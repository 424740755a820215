"""Facts keep what was known when; every event either makes one, or is left out on purpose."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
import pytest

from ht_contracts import intake, plans, plans_beside, referrals
from ht_contracts.registry import event_types
from ht_local.pytest_engines import Database
from ht_reporting.facts.kinds import FACTS, SESSION
from ht_reporting.facts.making import TELLS, Placed, make

from .databases import acting_as, take_in
from .lives import Life
from .streams import Streams

PLANS_BESIDE = {
    plans_beside.OfferChosen, plans_beside.QuitEpisodeOpened, plans_beside.QuitSessionHeld,
    plans_beside.QuitOutcomeRecorded, plans_beside.EmploymentPathwayBegun,
    plans_beside.EmploymentStatusRecorded, plans_beside.DistanceRead,
    plans_beside.EmploymentProgressed, plans_beside.SustainedWorkFellDue,
    plans_beside.SustainedWorkChecked, plans_beside.EmploymentPathwayClosed,
    plans_beside.PathwayTaken, plans_beside.HardDateMoved, plans_beside.PathwayLeft,
    plans_beside.ChildConsentRecorded, plans_beside.ScreeningReceived,
    plans_beside.SelfAssessmentCompleted, plans_beside.Escalated,
    plans_beside.HouseholdJoined, plans_beside.CampaignTagged,
}  # fmt: skip
# Pauses, transfers (the cases tell how they end and begin), covers,
# registers, enquiries, permissions, goals, household and group sessions, concerns, erasures and
# marks of imports: no headline figure is made of them. What was imported tells itself; what was
# taken back hangs on its case.
# So are quit episodes, the way into work and pathways, which returns of their own count.
# They are in the ledger, so a figure to come can be made from the beginning.
NO_FACT = {
    intake.OrganisationRegistered, intake.WorkerRegistered, intake.WorkerAccredited,
    intake.ProgrammeJoined, intake.ProgrammeLeft, intake.ClientReferred,
    intake.ReferralReturned, intake.ReferralAccepted, intake.ReferralRejected,
    intake.ReferralConverted, intake.TakingPartAgreed, intake.TakingPartWithdrawn,
    intake.ConflictDeclared, intake.DeathRecorded, intake.DeathReversed,
    intake.AnswersRecorded, intake.AccessNeedsRecorded,
    intake.ConsentGiven, intake.ConsentRefused, intake.ConsentWithdrawn, plans.GoalSet,
    intake.ClientErased, intake.ClientDataErased, plans.ClientDataErased,
    referrals.ClientDataErased, intake.ImportBegun, intake.ImportFinished,
    plans.RecordingChosen, plans.TechniquesUsed, plans.SharedSessionBooked,
    plans.SharedSessionRescheduled, plans.SharedSessionHeld, plans.SharedSessionSizeCorrected,
    plans.SharedSessionCancelled, plans.SafeguardingConcernRaised,
    plans.SafeguardingConcernEnded,
    intake.TakingInChosen,
    intake.ReferralRedirected, intake.ContactAttempted, intake.FirstMeetingBooked,
    intake.ReferralUnreachable, intake.ReferralReopened, intake.ReferralDeclined,
    intake.ReferralWithdrawn, intake.ReferralAmended, intake.ReferralLinked,
    plans.GoalRevised, plans.PlanReviewed,
    *PLANS_BESIDE,
    intake.ImportUndone, intake.ClientImported, intake.ClientImportUndone,
    plans.CaseImported, plans.PlanImportUndone, referrals.SignpostImported,
    referrals.SignpostImportUndone, referrals.SignpostFollowedUp,
    referrals.ReferralStopped, referrals.ReferralTakenUpAgain,
    plans.CasePaused, plans.CaseResumed, plans.CaseDisengaged, plans.CaseTransferOffered,
    plans.CaseTransferDeclined, plans.CaseTransferred, plans.TransferReceived,
    plans.TransferAccepted, plans.TransferDeclined, plans.CasesReassigned,
    plans.ReassignmentCarriedOut, plans.ClientWasTold, plans.ReassignmentUndone,
    plans.ReassignmentGivenBack, plans.CoverArranged, plans.CoverEnded,
    plans.CasesHandedOver, plans.HandoverCarriedOut, plans.ClientToldOfHandover,
    plans.HandoverTakenBack, plans.HandoverEnded,
    plans.GoalAchieved, plans.GoalPartlyAchieved, plans.GoalNotAchieved,
    intake.OutreachRecorded, intake.OutreachTakenBack, intake.BriefAdviceGiven,
    intake.BriefAdviceTakenBack, intake.ContractAgreed, intake.ContractAmended,
    intake.ContractEnded, intake.WorkerBackgroundRecorded, intake.WorkerEngaged,
    intake.WorkerInducted, intake.WorkerLent, intake.LendingEnded, intake.WorkerProgressed,
    intake.WorkerLeft, intake.WorkerReturned, intake.LawfulBasisRegistered,
    referrals.DirectoryEntryAdded, referrals.DirectoryEntryAmended,
}  # fmt: skip
SAMPLES = sorted(Path(__file__).parents[3].glob("tests/contracts/samples/*.json"))
NOON = datetime(2010, 5, 10, 12, tzinfo=UTC)
PUBLISHED = set(event_types().values())


def test_every_published_event_makes_a_fact_or_is_left_out_on_purpose() -> None:
    makes_one = {each for each in PUBLISHED if each.type in TELLS}

    assert SAMPLES
    assert makes_one | NO_FACT == PUBLISHED
    assert makes_one & NO_FACT == set()
    assert len(TELLS) == len(makes_one)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.stem)
def test_every_sample_of_an_event_ever_published_is_understood(sample: Path) -> None:
    envelope = orjson.loads(sample.read_bytes())

    made = make([Placed(1, envelope)])

    assert bool(made) == (envelope["type"] in TELLS)


def told(fact: str, data: Mapping[str, Any] | None) -> dict[str, Any]:
    return {"type": fact, "organisation": "o", "programme": "p", "data": data}


def test_an_event_of_an_unknown_type_or_without_data_makes_nothing() -> None:
    unknown = told("ht.plans.something_new.v1", {"plan": "x"})
    without_data = told("ht.plans.plan_agreed.v1", None)

    assert make([Placed(1, unknown), Placed(2, without_data)]) == {}


def test_a_version_lasts_until_the_next_of_the_same_thing() -> None:
    streams = Streams()
    life = Life(streams, "one")
    session = life.id("session", "review", NOON)
    booked = plans.SessionBooked(
        case=life.case, client=life.client, session=session, kind="review", medium="02",
        planned_start=NOON,
    )  # fmt: skip
    life.of_case(booked, NOON)
    life.attend("review", NOON)

    made = make(
        [
            Placed(7, streams.plans.events[0].envelope),
            Placed(9, streams.plans.events[1].envelope),
        ]
    )

    known = [
        (each["known_from"], each["known_to"], each["earliest"], each.get("attendance"))
        for each in made[SESSION]
    ]
    assert known == [(7, 9, True, None), (9, None, False, "5")]


@pytest.mark.engines
@pytest.mark.parametrize("largest", [1, 2, 50])
async def test_what_was_known_when_does_not_depend_on_how_events_were_batched(
    empty_database: Database, largest: int
) -> None:
    streams = Streams()
    life = Life(streams, "one")
    life.draft(NOON, "diet")
    life.agree(NOON, "diet", "weight", ("smoking", "alcohol"), 1)
    life.sign_off(NOON, "achieved", "achieved", ["achieved"])

    await take_in(empty_database, streams.batches(largest=largest))

    async with acting_as(empty_database, "worker") as worker:
        versions = await worker.fetch("SELECT * FROM fact_plan ORDER BY known_from")
    seen = [
        (each["known_from"], each["known_to"], each["primary_issue"], each["result"])
        for each in versions
    ]
    assert seen == [
        (1, 2, None, None),
        (2, 5, "diet", None),
        (5, None, "diet", "achieved"),
    ]
    assert all(each["client_id"] == life.client for each in versions)
    assert versions[-1]["secondary_issues"] == ["smoking", "alcohol"]


@pytest.mark.engines
async def test_the_tables_are_what_the_facts_declare(empty_database: Database) -> None:
    async with acting_as(empty_database, "worker") as worker:
        rows = await worker.fetch(
            "SELECT c.relname AS table_name, a.attname AS name,"
            " format_type(a.atttypid, a.atttypmod) AS kind"
            " FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid"
            " WHERE c.relname LIKE 'fact%' AND c.relname <> 'fact_generation'"
            " AND c.relkind = 'r' AND a.attnum > 0"
        )
    found: dict[str, dict[str, str]] = {}
    for row in rows:
        kind = row["kind"].replace("timestamp with time zone", "timestamptz")
        found.setdefault(row["table_name"], {})[row["name"]] = kind

    assert found == {
        fact.table: {**fact.key, **fact.columns, "known_from": "bigint", "known_to": "bigint"}
        for fact in FACTS
    }
