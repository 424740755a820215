"""Somebody whom nobody resembles, and everything that a person can say of themselves here."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final
from uuid import uuid4

from ht_local.identity.personas import DEMONSTRATION
from ht_local.lives.api import Api, Positions, Standing, text
from ht_local.place import Place

NAME, CALLED, NUMBER = "Quillwyn Ravensmère", "Ozzibelle", "9991234594"
POSTCODE: Final = "XX10 1AG"
SAID: Final[Mapping[str, str]] = {
    "referrer": "Gallowglass House",
    "who referred": "Thrumbleton",
    "as what": "hedge-warden",
    "note of the referral": "zephyrine",
    "reached through": "Foxglove Hostelry",
    "note of a meeting": "marzipanic",
    "note of a missed meeting": "wobbegong",
    "own words": "oubliette",
    "goal": "kaleidophone",
    "unit": "furlongish",
    "what": "rhododactyl",
    "where": "bramblewick",
    "when": "gloamingtide",
    "how often": "thricely",
    "with whom": "auntie-pernella",
    "situation": "thunderplump",
    "response": "snollygoster",
    "barrier": "bumbershoot",
    "facilitator": "gobbledygooky",
    "reward": "flapdoodling",
    "what to write": "widdershinsly",
    "what was written": "taradiddling",
    "revised goal": "cattywampusly",
    "why it was revised": "lollygagging",
    "summary": "quixotry",
    "address": "Periwinkle Ginnel",
    "access needs": "hummingly",
    "contact rules": "whisperwood",
    "former name": "Hollowmarsh",
    "why it is another": "elopement",
}
"""Words that nobody else says, by the sealed field that they stand in."""

HIDDEN: Final = (
    *("Quillwyn", "Ravensmère", CALLED, *SAID.values()),
    *(NUMBER, "999 123 4594", "999-123-4594"),
    *("1913-02-27", "27/02/1913", "27.02.1913", "27 February 1913", "27 Feb 1913", "19130227"),
    *("07700 900987", "7700900987", "900987"),
)
"""What must be found nowhere: in every form in which people and machines write it."""

_WHO = ("wanda-health-trainer", "walter-senior", "warren-administrator")
TRAINER, SENIOR, ADMINISTRATOR = (
    Standing(persona=persona, programme=DEMONSTRATION) for persona in _WHO
)
_SHARING: Final = {"purpose": "onward_referral", "data_class": "contact_and_plan"}


@dataclass(slots=True)
class Life:
    """One life, told over the public APIs; `ids` are of the things that speak of them."""

    api: Api
    now: str = field(default_factory=lambda: datetime.now(UTC).isoformat())
    after: Positions = field(default_factory=Positions)
    ids: dict[str, str] = field(default_factory=dict)

    async def live(self) -> dict[str, str]:
        """Be referred, registered, met, missed, sent on; and agree on a plan."""
        self.ids["now"] = self.now
        await self._come()
        await self._meet()
        await self._plan()
        await self._go_on()
        return self.ids

    async def register(self, key: str) -> str:
        """Be registered; the same key again is the same asking."""
        form: dict[str, object] = {
            "registered_at": self.now,
            "name": f"Quillwyn {SAID['former name']}",
            "called": CALLED,
            "address": f"4 {SAID['address']}",
            "email": "quillwyn@example.org",
            "birth": {"date": "1913-02-27"},
            "nhs_number": NUMBER,
            "gender": "2",
            "ethnicity": "A",
            "gp": {"status": "V81999"},
            "employment": "02",
            "postcode": POSTCODE,
            "telephone": "07700 900987",
            "how_reached": "through_hostel",
            "reached_through": SAID["reached through"],
        }
        told = await self.api.do(
            ADMINISTRATOR, "intake", "/clients", form, key=key, after=self.after
        )
        return json.dumps(told)

    async def _come(self) -> None:
        person = {"called": CALLED, "telephone": "07700 900987", "postcode": POSTCODE}
        referrer = {
            "organisation": SAID["referrer"],
            "name": SAID["who referred"],
            "role": SAID["as what"],
        }
        referral: dict[str, object] = {
            "source": "gp_practice",
            "received_at": self.now,
            "consent": "agreed",
            "needs": ["diet"],
            "person": person,
            "referrer": referrer,
            "note": SAID["note of the referral"],
        }
        self.ids["referral"] = await self._do(ADMINISTRATOR, "intake", "/referrals", referral)
        path = f"/referrals/{self.ids['referral']}"
        await self._do(ADMINISTRATOR, "intake", f"{path}/accept", {"accepted_at": self.now})
        self.ids["registration"] = str(uuid4())
        registered = json.loads(await self.register(self.ids["registration"]))
        client = self.ids["client"] = text(registered, "id")
        await self._say(f"/clients/{client}")
        agreed = {"agreed_at": self.now, "how": "in_person", "notice_version": "1"}
        await self._do(TRAINER, "intake", f"/clients/{client}/taking-part", agreed)
        converted = {"client": client, "converted_at": self.now}
        self.ids["case"] = await self._do(
            ADMINISTRATOR, "intake", f"{path}/convert", converted, made="case"
        )

    async def _say(self, path: str) -> None:
        amended: dict[str, object] = {"amended_at": self.now, "because": "changed"}
        amended |= {"reason": SAID["why it is another"]}
        names = {"name": NAME, "called": CALLED}
        await self._do(TRAINER, "intake", f"{path}/details", {**amended, "names": names})
        needs = {"interpreter_needed": "no", "words": SAID["access needs"]}
        needs |= {"recorded_at": self.now}
        await self._do(TRAINER, "intake", f"{path}/access-needs", needs)
        rules: dict[str, object] = {"safe": ["telephone"], "words": SAID["contact rules"]}
        rules |= {"may_name_the_service": False, "may_leave_a_message": False}
        await self._do(
            TRAINER, "intake", f"{path}/contact-rules", {**rules, "recorded_at": self.now}
        )

    async def _meet(self) -> None:
        met: dict[str, object] = {"kind": "planning", "medium": "01", "place": "B01"}
        sessions = f"/cases/{self.ids['case']}/sessions"
        held: dict[str, object] = {"attendance": "5", "started_at": self.now}
        held |= {"duration_minutes": 30, "note": SAID["note of a meeting"]}
        await self._do(TRAINER, "plans", sessions, {**met, **held})
        missed: dict[str, object] = {"attendance": "7", "planned_start": self.now}
        missed |= {"note": SAID["note of a missed meeting"]}
        await self._do(TRAINER, "plans", sessions, {**met, **missed})
        measured: dict[str, object] = {"phase": "pre", "taken_at": self.now}
        measured |= {"measures": {"general_health": {"rating": 5}}}
        await self._do(TRAINER, "plans", f"/cases/{self.ids['case']}/assessments", measured)

    async def _plan(self) -> None:
        drafted: dict[str, object] = {"drafted_at": self.now, "primary_issue": "diet"}
        drafted |= {"diet_subtype": "weight", "own_words": SAID["own words"]}
        path = f"/cases/{self.ids['case']}/plans"
        plan = self.ids["plan"] = await self._do(TRAINER, "plans", path, drafted)
        goal: dict[str, object] = {"statement": SAID["goal"], "behaviour": "diet"}
        goal |= {"kind": "change", "told_by": "number", "unit": SAID["unit"]}
        goal |= {"baseline": 1, "target": 3, "set_at": self.now}
        goal |= {"due_on": "2036-01-01", "review_on": "2036-01-01"}
        made = await self._do(TRAINER, "plans", f"/plans/{plan}/goals", goal, made="goal")
        action: dict[str, object] = {"what": SAID["what"], "where": SAID["where"]}
        action |= {"when": SAID["when"], "how_often": SAID["how often"]}
        action |= {"with_whom": SAID["with whom"]}
        await self._do(TRAINER, "plans", f"/plans/{plan}/goals/{made}/actions", action)
        await self._help(f"/plans/{plan}")
        revised = {
            key: each for key, each in goal.items() if key not in {"behaviour", "set_at"}
        }
        revised |= {"statement": SAID["revised goal"], "reason": SAID["why it was revised"]}
        revised |= {"revised_at": self.now}
        await self._do(TRAINER, "plans", f"/plans/{plan}/goals/{made}/revisions", revised)
        agreed = {"agreed_at": self.now, "how": "in_person", "importance": 8, "confidence": 7}
        await self._do(TRAINER, "plans", f"/plans/{plan}/agree", agreed)

    async def _help(self, plan: str) -> None:
        hard = {"situation": SAID["situation"], "response": SAID["response"]}
        await self._do(TRAINER, "plans", f"{plan}/if-thens", hard, made="if_then")
        barrier = {"kind": "other", "words": SAID["barrier"]}
        await self._do(TRAINER, "plans", f"{plan}/barriers", barrier, made="barrier")
        helps = {"words": SAID["facilitator"]}
        await self._do(TRAINER, "plans", f"{plan}/facilitators", helps, made="facilitator")
        reward = {"what": SAID["reward"]}
        await self._do(TRAINER, "plans", f"{plan}/rewards", reward, made="reward")
        diary: dict[str, object] = {"kind": "food", "first_day": self.now[:10], "days": 7}
        diary |= {"what_to_write": SAID["what to write"], "unit": SAID["unit"]}
        kept = await self._do(TRAINER, "plans", f"{plan}/diaries", diary, made="diary")
        self.ids["diary"] = kept
        told = {"entries": [{"day": self.now[:10], "words": SAID["what was written"]}]}
        await self._do(TRAINER, "plans", f"{plan}/diaries/{kept}/entries", told)

    async def _go_on(self) -> None:
        (place, *_) = await self.api.see_all(TRAINER, "referrals", "/directory")
        self.ids["entry"] = text(place, "id")
        consent = {**_SHARING, "recipient": place["recipient"], "given_at": self.now}
        consents = f"/clients/{self.ids['client']}/consents"
        await self._do(TRAINER, "intake", consents, {**consent, "how": "in_person"})
        signpost = {"case": self.ids["case"], "entry": place["id"], "signposted_at": self.now}
        await self._do(TRAINER, "referrals", "/signposts", signpost)
        draft: dict[str, object] = {"case": self.ids["case"], "entry": place["id"]}
        draft |= {"reason": "04", "drafted_at": self.now, "summary": SAID["summary"]}
        onward = await self._do(TRAINER, "referrals", "/onward-referrals", draft)
        self.ids["onward"] = onward
        sent = {"sent_at": self.now}
        await self._do(TRAINER, "referrals", f"/onward-referrals/{onward}/send", sent)

    async def _do(
        self,
        who: Standing,
        service: str,
        path: str,
        form: Mapping[str, object],
        *,
        made: str = "id",
    ) -> str:
        told = await self.api.do(who, service, path, form, key=str(uuid4()), after=self.after)
        return text(told, made)


async def live(place: Place) -> dict[str, str]:
    """Live that life, and give the ids of what speaks of it."""
    async with Api(place) as api:
        return await Life(api).live()


async def register_again(place: Place, ids: Mapping[str, str]) -> str:
    """Ask for the registration again with its key, as somebody does who got no answer."""
    async with Api(place) as api:
        return await Life(api, now=ids["now"]).register(ids["registration"])
