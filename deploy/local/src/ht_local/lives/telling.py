"""Carry a story out: whoever may do it asks, and ids are learnt from the answers.

An administrator receives, registers, accepts and converts; a senior assigns the health
trainer; the client's health trainer does the rest, and enters what a partner answered.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from ht_contracts.codes import Destination, Instrument
from ht_local.lives.api import Api, Form, Positions, Standing, text
from ht_local.lives.known import Known, KnownCheck, KnownReferral
from ht_local.lives.register import Entered, Programme
from ht_local.lives.story import (
    Agreed,
    Attempted,
    Checked,
    Drafted,
    EndedPlan,
    Measured,
    Met,
    Missed,
    Moment,
    Reviewed,
    SentOn,
    SignedOff,
    Signposted,
    Story,
)

SHARING = {"purpose": "onward_referral", "data_class": "contact_and_plan"}
_INSTRUMENTS: tuple[Instrument, ...] = (
    *("bmi", "fruit_and_vegetables", "high_fat_snacks"),
    *("general_health", "ngse", "who5"),
)
_FACE_TO_FACE, _HEALTH_CENTRE = "01", "B01"
_MINUTES = 45


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """Where a story plays: the programme, its people, its directory."""

    namespace: str
    programme: Programme
    entered: Entered

    @property
    def administrator(self) -> Standing:
        """Who receives and registers."""
        return self._as(self.programme.administrator)

    @property
    def senior(self) -> Standing:
        """Who assigns."""
        return self._as(self.programme.senior)

    def trainer(self, story: Story) -> Standing:
        """Who does the rest."""
        return self._as(story.trainer)

    def recipient(self, destination: Destination) -> str:
        """Whom a client agrees to share with."""
        return self.programme.directory[destination][1]

    def _as(self, persona: str) -> Standing:
        return Standing(persona=persona, programme=self.programme.slug)


@dataclass(slots=True, kw_only=True)
class Teller:
    """One story being told."""

    api: Api
    setting: Setting
    story: Story
    known: Known
    after: Positions = field(default_factory=Positions)

    async def live(self) -> None:
        """Ask for everything after the arrival that is not known yet, in order of time."""
        await self._assign()
        for number, moment in enumerate(self.story.moments):
            await self._live(moment, f"{number:02}")

    async def _ask(
        self, who: Standing, service: str, path: str, form: Form, step: str
    ) -> Mapping[str, object]:
        key = f"{self.setting.namespace}/{self.story.reference}/{step}"
        return await self.api.do(who, service, path, form, key=key, after=self.after)

    async def _intake(self, path: str, form: Form, step: str) -> Mapping[str, object]:
        return await self._ask(self.setting.administrator, "intake", path, form, step)

    async def _trainer_asks(
        self, service: str, path: str, form: Form, step: str
    ) -> Mapping[str, object]:
        return await self._ask(self.setting.trainer(self.story), service, path, form, step)

    async def arrive(self) -> None:
        """Ask for everything up to the opening of the case that is not known yet."""
        known, at = self.known, _said(self.story.registered_at)
        if known.referral is None:
            known.referral = text(await self._intake("/referrals", self._referral(), "r"), "id")
        if not known.accepted:
            await self._intake(f"/referrals/{known.referral}/accept", {"accepted_at": at}, "a")
        if known.client is None:
            form = self.story.person.form(self.story.registered_at)
            known.client = text(await self._intake("/clients", form, "client"), "id")
        if not known.taking_part:
            form = {"agreed_at": at, "how": "in_person", "notice_version": "1"}
            await self._intake(f"/clients/{known.client}/taking-part", form, "part")
        for destination in self.story.consents:
            await self._consent(self.setting.recipient(destination), at)
        if known.case is None:
            path = f"/referrals/{known.referral}/convert"
            form = {"client": known.client, "converted_at": at}
            known.case = text(await self._intake(path, form, "convert"), "case")

    async def _assign(self) -> None:
        if self.known.has_trainer:
            return
        worker = self.setting.entered.workers[self.story.trainer]
        form = {"worker": worker, "assigned_at": _said(self.story.registered_at)}
        path = f"/cases/{self.known.case}/trainer"
        await self._ask(self.setting.senior, "plans", path, form, "trainer")

    def _referral(self) -> Form:
        story = self.story
        form: dict[str, object] = {
            "source": story.source,
            "received_at": _said(story.registered_at),
            "sender": {"namespace": self.setting.namespace, "reference": story.reference},
            "referrer": None,
            "consent": "agreed",
            "needs": [],
            "person": {"called": story.person.name, "telephone": story.person.telephone},
        }
        if story.source == "jobcentre_plus":
            form["mandated"] = False
        return form

    async def _consent(self, recipient: str, at: str) -> None:
        if recipient in self.known.consents:
            return
        form = {"recipient": recipient, **SHARING, "given_at": at, "how": "in_person"}
        path = f"/clients/{self.known.client}/consents"
        await self._intake(path, form, f"consent/{recipient}")

    async def _live(  # noqa: C901 - one line per kind of moment
        self, moment: Moment, step: str
    ) -> None:
        match moment:
            case Met() | Missed():
                await self._meet(moment, step)
            case Measured():
                await self._measure(moment, step)
            case Drafted():
                await self._draft(moment, step)
            case Agreed():
                await self._agree(moment, step)
            case Reviewed():
                await self._review(moment, step)
            case SignedOff() | EndedPlan():
                await self._end(moment, step)
            case Attempted():
                await self._attempt(moment, step)
            case Checked():
                await self._check(moment, step)
            case Signposted():
                await self._signpost(moment, step)
            case SentOn():
                await self._send_on(moment, step)

    async def _meet(self, moment: Met | Missed, step: str) -> None:
        if (moment.kind, moment.at) in self.known.sessions:
            return
        form: dict[str, object] = {
            "kind": moment.kind,
            "medium": _FACE_TO_FACE,
            "place": _HEALTH_CENTRE,
        }
        match moment:
            case Met():
                form |= {"attendance": "5", "started_at": _said(moment.at)}
                form |= {"duration_minutes": _MINUTES}
            case Missed():
                form |= {"attendance": "3", "planned_start": _said(moment.at)}
        await self._trainer_asks("plans", f"/cases/{self.known.case}/sessions", form, step)

    async def _measure(self, moment: Measured, step: str) -> None:
        if (moment.phase, moment.at) in self.known.assessments:
            return
        form = {
            "phase": moment.phase,
            "taken_at": _said(moment.at),
            "measures": {
                instrument: moment.readings.get(instrument, {"reason": "declined"})
                for instrument in _INSTRUMENTS
            },
        }
        await self._trainer_asks("plans", f"/cases/{self.known.case}/assessments", form, step)

    async def _draft(self, moment: Drafted, step: str) -> None:
        known, at = self.known, _said(moment.at)
        if known.plan is None:
            form: dict[str, object] = {
                "drafted_at": at,
                "primary_issue": moment.issue,
                "secondary_issues": list(moment.secondary),
            }
            if moment.diet_subtype is not None:
                form["diet_subtype"] = moment.diet_subtype
            told = await self._trainer_asks("plans", f"/cases/{known.case}/plans", form, step)
            known.plan = text(told, "id")
        for number, statement in enumerate(moment.goals):
            await self._set_goal(moment, number, statement, step)

    async def _set_goal(self, moment: Drafted, number: int, statement: str, step: str) -> None:
        known, review_on = self.known, moment.review_on.isoformat()
        if len(known.goals) <= number:
            form = {
                "statement": statement,
                "behaviour": moment.issue,
                "kind": "done_or_not",
                "told_by": "done_or_not",
                "due_on": review_on,
                "review_on": review_on,
                "set_at": _said(moment.at),
            }
            path = f"/plans/{known.plan}/goals"
            told = await self._trainer_asks("plans", path, form, f"{step}/goal-{number}")
            known.goals.append(text(told, "goal"))
        if known.actions <= number:
            path = f"/plans/{known.plan}/goals/{known.goals[number]}/actions"
            action = {"what": "The first small step"}
            await self._trainer_asks("plans", path, action, f"{step}/action-{number}")
            known.actions += 1

    async def _agree(self, moment: Agreed, step: str) -> None:
        if self.known.agreed:
            return
        form = {
            "agreed_at": _said(moment.at),
            "how": "in_person",
            "importance": moment.importance,
            "confidence": moment.confidence,
        }
        await self._trainer_asks("plans", f"/plans/{self.known.plan}/agree", form, step)

    async def _review(self, moment: Reviewed, step: str) -> None:
        if moment.at in self.known.reviews:
            return
        form = {"reviewed_at": _said(moment.at)}
        await self._trainer_asks("plans", f"/plans/{self.known.plan}/review", form, step)

    async def _end(self, moment: SignedOff | EndedPlan, step: str) -> None:
        known = self.known
        if known.ended:
            return
        if isinstance(moment, EndedPlan):
            early = {"reason": moment.reason, "ended_at": _said(moment.at)}
            await self._trainer_asks("plans", f"/plans/{known.plan}/abandon", early, step)
            return
        form: dict[str, object] = {
            "signed_off_at": _said(moment.at),
            "results": dict(zip(known.goals, moment.results, strict=True)),
            "client_present": "in_person",
        }
        if moment.override_reason is not None:
            form |= {"result": moment.result, "override_reason": moment.override_reason}
        told = await self._trainer_asks("plans", f"/plans/{known.plan}/sign-off", form, step)
        checks = told.get("checks")
        if isinstance(checks, dict):
            known.checks = {
                int(months): KnownCheck(id=str(check)) for months, check in checks.items()
            }

    async def _attempt(self, moment: Attempted, step: str) -> None:
        check = self.known.checks[moment.months]
        if check.ended or moment.at in check.attempts:
            return
        form = {"attempted_at": _said(moment.at), "channel": moment.channel}
        path = f"/plans/{self.known.plan}/checks/{check.id}/attempts"
        await self._trainer_asks("plans", path, form, step)

    async def _check(self, moment: Checked, step: str) -> None:
        check = self.known.checks[moment.months]
        if check.ended:
            return
        form = {"result": moment.result, "checked_at": _said(moment.at), "mode": "telephone"}
        path = f"/plans/{self.known.plan}/checks/{check.id}/result"
        await self._trainer_asks("plans", path, form, step)

    async def _signpost(self, moment: Signposted, step: str) -> None:
        if (moment.destination, moment.at) in self.known.signposts:
            return
        form = {
            "case": self.known.case,
            "entry": self.setting.entered.entries[moment.destination],
            "signposted_at": _said(moment.at),
        }
        await self._trainer_asks("referrals", "/signposts", form, step)

    async def _send_on(self, moment: SentOn, step: str) -> None:
        referral = await self._draft_referral(moment, step)
        path, at = f"/onward-referrals/{referral.id}", _said(moment.at)
        if moment.sent and referral.status == "drafted":
            await self._trainer_asks("referrals", f"{path}/send", {"sent_at": at}, f"{step}/s")
        for answer in moment.answers:
            if referral.status != answer.answer:
                form = {
                    "answer": answer.answer,
                    "answered_at": _said(answer.at),
                    "how": "telephone",
                }
                await self._trainer_asks(
                    "referrals", f"{path}/answers", form, f"{step}/{answer.answer}"
                )
        if moment.withdrawn_at is not None and referral.status != "withdrawn":
            taken_back = {"withdrawn_at": _said(moment.withdrawn_at)}
            await self._trainer_asks("referrals", f"{path}/withdraw", taken_back, f"{step}/w")

    async def _draft_referral(self, moment: SentOn, step: str) -> KnownReferral:
        entry = self.setting.entered.entries[moment.destination]
        for known in self.known.referrals:
            if known.entry == entry:
                return known
        form = {
            "case": self.known.case,
            "entry": entry,
            "reason": "04",
            "drafted_at": _said(moment.at),
        }
        told = await self._trainer_asks("referrals", "/onward-referrals", form, step)
        return KnownReferral(id=text(told, "id"), entry=entry, status="drafted")


def _said(at: datetime) -> str:
    return at.isoformat()
