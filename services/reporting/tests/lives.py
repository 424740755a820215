"""One client's life as the events that the services would publish about it."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from ht_contracts import intake, plans, referrals

from .golden_people import INSTRUMENTS, Readings, months_after
from .streams import Streams, identity

GOAL_RESULTS: dict[str, Any] = {
    "achieved": plans.GoalAchieved,
    "part_achieved": plans.GoalPartlyAchieved,
    "not_achieved": plans.GoalNotAchieved,
}


class Life:
    """One client, and the ids of what is theirs."""

    def __init__(self, streams: Streams, ref: str) -> None:
        self.streams, self.ref = streams, ref
        self.client, self.case, self.plan = self.id("client"), self.id("case"), self.id("plan")

    def id(self, *parts: object) -> UUID:
        return identity(self.ref, *parts)

    def register(self, at: datetime, **told: Any) -> None:
        tell, referral = self.streams.intake.tell, self.id("referral")
        received = intake.ClientReferred(
            referral=referral, source=told.pop("source"), consent="agreed", needs=(),
            received_at=at,
        )  # fmt: skip
        tell(received, at=at, subject=referral)
        accepted = intake.ReferralAccepted(referral=referral, accepted_at=at)
        tell(accepted, at=at, subject=referral)
        client = intake.ClientRegistered(
            client=self.client, registered_at=at, deprivation_edition="invented-2010",
            ward=None, local_authority=None, **told,
        )  # fmt: skip
        tell(client, at=at, subject=self.client, client=self.client)
        agreed = intake.TakingPartAgreed(client=self.client, agreed_at=at, how="in_person")
        tell(agreed, at=at, subject=self.client, client=self.client)
        converted = intake.ReferralConverted(
            referral=referral, case=self.case, client=self.client,
            agreed_to_take_part_at=at, converted_at=at,
        )  # fmt: skip
        tell(converted, at=at, subject=referral, client=self.client)
        opened = plans.CaseOpened(
            case=self.case, client=self.client, referral=referral, opened_at=at
        )
        self.of_case(opened, at)

    def of_case(self, fact: Any, at: datetime) -> None:
        self.streams.plans.tell(fact, at=at, subject=self.case, client=self.client)

    def of_plan(self, fact: Any, at: datetime) -> None:
        self.streams.plans.tell(fact, at=at, subject=self.plan, client=self.client)

    def attend(self, kind: Any, at: datetime) -> None:
        attended = plans.SessionAttended(
            case=self.case, client=self.client, session=self.id("session", kind, at), kind=kind,
            attendance="5", medium="01", place="A01", started_at=at, duration_minutes=45,
        )  # fmt: skip
        self.of_case(attended, at)

    def answer(self, phase: Any, at: datetime, answers: Readings) -> None:
        """Have one conversation about every instrument."""
        assessment = self.id("assessment", phase, at)
        for instrument in INSTRUMENTS:
            value = answers.get((phase, instrument))
            said: dict[str, Any] = {
                "case": self.case, "client": self.client, "assessment": assessment,
                "instrument": instrument, "phase": phase,
            }  # fmt: skip
            if value is None:
                self.of_case(
                    plans.AssessmentNotTaken(reason="declined", asked_at=at, **said), at
                )
            else:
                taken = plans.AssessmentTaken(
                    algorithm=f"{instrument}-1", value=value, taken_at=at, **said
                )
                self.of_case(taken, at)

    def correct(
        self,
        phase: Any,
        at: datetime,
        instrument: Any,
        value: Decimal | None,
        number: int,
        *,
        algorithm: str | None = None,
    ) -> None:
        """Put one reading of a conversation right, or strike it out."""
        corrected = plans.AssessmentCorrected(
            case=self.case, client=self.client,
            correction=self.id("correction", phase, instrument, number),
            assessment=self.id("assessment", phase, at), instrument=instrument, phase=phase,
            algorithm=None if value is None else algorithm or f"{instrument}-1", value=value,
            not_taken="not_possible" if value is None else None, taken_at=at,
            corrected_at=at + timedelta(days=number),
        )  # fmt: skip
        self.of_case(corrected, at + timedelta(days=number))

    def draft(self, at: datetime, issue: Any) -> None:
        drafted = plans.PlanDrafted(
            plan=self.plan, case=self.case, client=self.client, primary_issue=issue,
            drafted_at=at,
        )  # fmt: skip
        self.of_plan(drafted, at)

    def agree(self, at: datetime, issue: Any, subtype: Any, secondary: Any, goals: int) -> None:
        agreed = plans.PlanAgreed(
            plan=self.plan, case=self.case, client=self.client, primary_issue=issue,
            diet_subtype=subtype, secondary_issues=secondary, how="in_person", agreed_at=at,
        )  # fmt: skip
        self.of_plan(agreed, at)
        for number in range(goals):
            goal = plans.GoalSet(
                plan=self.plan, client=self.client, goal=self.id("goal", number),
                behaviour=issue, kind="done_or_not", due_on=at.date() + timedelta(days=56),
                set_at=at,
            )  # fmt: skip
            self.of_plan(goal, at)

    def sign_off(self, at: datetime, result: Any, rolled_up: Any, goals: Iterable[str]) -> None:
        for number, came_of_it in enumerate(goals):
            goal = GOAL_RESULTS[came_of_it](
                plan=self.plan, client=self.client, goal=self.id("goal", number), recorded_at=at
            )
            self.of_plan(goal, at)
        due = tuple(
            plans.CheckDue(
                check=self.id("check", months),
                months=months,
                due_on=months_after(at.date(), months),
            )
            for months in (3, 6, 12)
            if result != "not_achieved"
        )
        signed_off = plans.PlanSignedOff(
            plan=self.plan, case=self.case, client=self.client, result=result,
            rolled_up=rolled_up, overridden=result != rolled_up, client_present="in_person",
            checks=due, signed_off_at=at,
        )  # fmt: skip
        self.of_plan(signed_off, at)

    def check(self, months: int, at: datetime, result: Any) -> None:
        check = self.id("check", months)
        if result == "not_contactable":
            for days, channel in ((0, "telephone"), (3, "letter"), (10, "telephone")):
                tried = at + timedelta(days=days)
                attempted = plans.MaintenanceCheckAttempted(
                    plan=self.plan, client=self.client, check=check, channel=channel,
                    attempted_at=tried,
                )  # fmt: skip
                self.of_plan(attempted, tried)
        checked = plans.MaintenanceChecked(
            plan=self.plan, case=self.case, client=self.client, check=check, months=months,
            result=result, checked_at=at,
        )  # fmt: skip
        self.of_plan(checked, at)

    def signpost(self, at: datetime, destination: Any) -> None:
        signpost = self.id("signpost")
        told = referrals.Signposted(
            signpost=signpost, case=self.case, client=self.client, destination=destination,
            signposted_at=at,
        )  # fmt: skip
        self.streams.referrals.tell(told, at=at, subject=signpost, client=self.client)
