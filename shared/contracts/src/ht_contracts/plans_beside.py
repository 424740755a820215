"""Events published by the plans service about what goes on beside plans.

Quit episodes, the way into work, the pathways of a case, and what a programme offers of
them. No free text, no circumstances and nobody else's measurements leave the service. None
of these events is for a partner: Jobcentre Plus, above all, learns nothing from them.
"""

from datetime import date
from decimal import Decimal
from typing import ClassVar
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict

from ht_contracts.codes import (
    AgeGroup,
    CarbonMonoxide,
    CarePathway,
    ChildConsent,
    Employment,
    EmploymentClosed,
    EmploymentReferredBy,
    EscalatedBecause,
    EscalatedTo,
    Ethnicity,
    Gender,
    Issue,
    QuitAgeBand,
    QuitAid,
    QuitOutcome,
    QuitSessionType,
    QuitSetting,
    ScreeningSource,
    SelfAssessmentTool,
    SocioEconomicClass,
    StatusTakenAt,
    SustainedWork,
    WorkProgress,
    YesOrNo,
)
from ht_contracts.envelope import Published


class DistanceDomain(BaseModel):
    """Something that clients of a programme rate, in steps from lowest to highest."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    code: str
    lowest: int
    highest: int


class OfferChosen(Published):
    """A programme chose what it offers beside plans; the envelope says which programme."""

    type: ClassVar[str] = "ht.plans.offer_chosen.v1"

    quit_episodes: bool
    employment: bool
    domains: tuple[DistanceDomain, ...]
    threshold: int
    full_hours: int
    session_allowance: int | None
    pathways: tuple[CarePathway, ...]
    chosen_at: AwareDatetime


class Smoker(BaseModel):
    """What the quarterly return counts of somebody, as it was on the quit date."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    age_band: QuitAgeBand
    gender: Gender
    ethnicity: Ethnicity
    socio_economic_class: SocioEconomicClass
    pregnant: YesOrNo
    free_prescription: YesOrNo


class Treatment(BaseModel):
    """How somebody is treated, as the quarterly return counts it."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    setting: QuitSetting
    session_type: QuitSessionType
    aid: QuitAid


class QuitEpisodeOpened(Published):
    """A client set a quit date at a treatment session: from now on they count in the return."""

    type: ClassVar[str] = "ht.plans.quit_episode_opened.v1"

    episode: UUID
    case: UUID
    client: UUID
    adviser: UUID
    session: UUID
    quit_on: date
    smoker: Smoker
    treatment: Treatment
    opened_at: AwareDatetime


class QuitSessionHeld(Published):
    """A later session of a quit episode was held, with a carbon monoxide reading or without."""

    type: ClassVar[str] = "ht.plans.quit_session_held.v1"

    episode: UUID
    case: UUID
    client: UUID
    session: UUID
    held_on: date
    co_ppm: int | None
    aid: QuitAid


class QuitOutcomeRecorded(Published):
    """What came of a quit episode after four weeks. The latest of an episode stands.

    It carries all that the quarterly return counts. `quit_co` and `quit_self` are the quits
    of that return; `co` says whether they count as confirmed. `lost` is listed on day 43 and
    replaced by a follow-up of day 25 to 42 that is entered later. `cut_down` is no quit.
    """

    type: ClassVar[str] = "ht.plans.quit_outcome_recorded.v1"

    episode: UUID
    case: UUID
    client: UUID
    quit_on: date
    outcome: QuitOutcome
    co: CarbonMonoxide
    followed_up_on: date | None
    smoker: Smoker
    treatment: Treatment
    cut_down: bool | None
    replaces: QuitOutcome | None
    recorded_at: AwareDatetime


class EmploymentPathwayBegun(Published):
    """A client who agreed to it began to work, with their trainer, on the way into work."""

    type: ClassVar[str] = "ht.plans.employment_pathway_begun.v1"

    pathway: UUID
    case: UUID
    client: UUID
    referred_by: EmploymentReferredBy
    begun_on: date


class EmploymentStatusRecorded(Published):
    """How a client stood towards work on a day. `rung` is 0 to 7, None where not known."""

    type: ClassVar[str] = "ht.plans.employment_status_recorded.v1"

    pathway: UUID
    case: UUID
    client: UUID
    at: StatusTakenAt
    status: Employment
    rung: int | None
    recorded_on: date


class DistanceRead(Published):
    """A client rated where they stand, in so many domains.

    Later readings say in how many of them the client moved forward or back since the
    baseline, and how much of the way that was still to go they went.
    """

    type: ClassVar[str] = "ht.plans.distance_read.v1"

    pathway: UUID
    case: UUID
    client: UUID
    baseline: bool
    rated: int
    moved_forward: int | None
    regressed: int | None
    headroom_pct: Decimal | None
    read_on: date


class EmploymentProgressed(Published):
    """A client took up training, volunteering or paid work, or began to look for work."""

    type: ClassVar[str] = "ht.plans.employment_progressed.v1"

    pathway: UUID
    case: UUID
    client: UUID
    progress: UUID
    kind: WorkProgress
    rung: int
    taken_up_on: date


class SustainedWorkFellDue(Published):
    """The day came on which it can be asked whether paid work has lasted so many weeks."""

    type: ClassVar[str] = "ht.plans.sustained_work_fell_due.v1"

    pathway: UUID
    case: UUID
    client: UUID
    progress: UUID
    weeks: int
    due_on: date


class SustainedWorkChecked(Published):
    """Whether paid work has lasted 13 or 26 weeks, as the client told or as is not known."""

    type: ClassVar[str] = "ht.plans.sustained_work_checked.v1"

    pathway: UUID
    case: UUID
    client: UUID
    progress: UUID
    weeks: int
    result: SustainedWork
    checked_on: date


class EmploymentPathwayClosed(Published):
    """Work on the way into work ended: the furthest rung reached, and the rung at the end."""

    type: ClassVar[str] = "ht.plans.employment_pathway_closed.v1"

    pathway: UUID
    case: UUID
    client: UUID
    reason: EmploymentClosed
    furthest_rung: int | None
    rung_at_close: int | None
    closed_on: date


class PathwayTaken(Published):
    """A case is on this pathway from now on. `hard_date` is a day that will not wait."""

    type: ClassVar[str] = "ht.plans.pathway_taken.v1"

    case: UUID
    client: UUID
    pathway: CarePathway
    age_group: AgeGroup
    hard_date: date | None
    taken_at: AwareDatetime


class HardDateMoved(Published):
    """The day that will not wait is another one now."""

    type: ClassVar[str] = "ht.plans.hard_date_moved.v1"

    case: UUID
    client: UUID
    pathway: CarePathway
    hard_date: date
    moved_at: AwareDatetime


class PathwayLeft(Published):
    """A case is on this pathway no longer."""

    type: ClassVar[str] = "ht.plans.pathway_left.v1"

    case: UUID
    client: UUID
    pathway: CarePathway
    left_at: AwareDatetime


class ChildConsentRecorded(Published):
    """A parent or guardian consented for a child, or the child was found able to decide."""

    type: ClassVar[str] = "ht.plans.child_consent_recorded.v1"

    case: UUID
    client: UUID
    basis: ChildConsent
    recorded_at: AwareDatetime


class ScreeningReceived(Published):
    """Somebody else measured the client; the figures stay where they are shown."""

    type: ClassVar[str] = "ht.plans.screening_received.v1"

    case: UUID
    client: UUID
    screening: UUID
    source: ScreeningSource
    taken_on: date
    urgent: bool
    received_at: AwareDatetime


class SelfAssessmentCompleted(Published):
    """A client did a check of their own, elsewhere, and chose what they want to change."""

    type: ClassVar[str] = "ht.plans.self_assessment_completed.v1"

    case: UUID
    client: UUID
    tool: SelfAssessmentTool
    chosen: tuple[Issue, ...]
    completed_on: date


class Escalated(Published):
    """Somebody who can help was told that a client needs more than a health trainer."""

    type: ClassVar[str] = "ht.plans.escalated.v1"

    case: UUID
    client: UUID
    escalation: UUID
    to: EscalatedTo
    because: EscalatedBecause
    told_at: AwareDatetime


class HouseholdJoined(Published):
    """A client is supported together with others of one household."""

    type: ClassVar[str] = "ht.plans.household_joined.v1"

    case: UUID
    client: UUID
    household: UUID


class CampaignTagged(Published):
    """A case belongs to what came of a campaign, which has a short code of the programme's."""

    type: ClassVar[str] = "ht.plans.campaign_tagged.v1"

    case: UUID
    client: UUID
    campaign: str
