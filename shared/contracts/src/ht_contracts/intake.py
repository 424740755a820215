"""Events published by the intake service.

Coded facts, ids and dates: never a name, NHS number, birth date, address, LSOA or free text.
Instants ending `_at` say when it happened, as told by the worker who was there; the
envelope's `recordedtime` says when it was recorded.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import ClassVar
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict

from ht_contracts.codes import (
    Accreditation,
    AdviceOutcome,
    AdviceTopic,
    AgeBand,
    AmendedBecause,
    ApplicantRoute,
    Appropriateness,
    Article6,
    Article9,
    CarePathway,
    Channel,
    CommunicationProfessional,
    CommunicationSupport,
    ContactResult,
    Destination,
    DetailGroup,
    Employment,
    Ethnicity,
    Gender,
    GpStatus,
    InformationFormat,
    Instrument,
    Issue,
    LeavingDestination,
    LendingKind,
    OrganisationKind,
    OutreachKind,
    OutreachMaterial,
    OutreachSetting,
    OverrideOf,
    PayBand,
    Place,
    ProcessingCondition,
    ProgressionStep,
    RecruitedLocally,
    ReferralConsent,
    ReferralPart,
    ReferralSource,
    ReferralStage,
    RejectionReason,
    Role,
    StaffGroup,
    TakenBackBecause,
    ToldBy,
    Unresolved,
    WithdrawnBy,
    YesOrNo,
)
from ht_contracts.envelope import Published, Slug


class OrganisationRegistered(Published):
    """A legal body takes part in this installation."""

    type: ClassVar[str] = "ht.intake.organisation_registered.v1"

    organisation: Slug
    kind: OrganisationKind


class ProgrammeRegistered(Published):
    """A commissioned service can now take clients."""

    type: ClassVar[str] = "ht.intake.programme_registered.v1"

    programme: Slug
    area: str
    region: str
    maintenance_months: tuple[int, ...]
    caseload_cap: int | None = None


class TakingInChosen(Published):
    """A programme takes people in by these numbers from now on."""

    type: ClassVar[str] = "ht.intake.taking_in_chosen.v1"

    programme: Slug
    first_contact_days: int
    attempts: int
    attempts_over_days: int
    draft_days: int
    self_referrals: bool
    chosen_at: AwareDatetime


class LawfulBasisRegistered(Published):
    """From this day on an organisation uses data for a purpose on this basis in law.

    `asks_consent` says that it asks the client's consent besides, for confidentiality.
    """

    type: ClassVar[str] = "ht.intake.lawful_basis_registered.v1"

    purpose: str
    article_6: Article6
    article_9: Article9 | None = None
    condition: ProcessingCondition | None = None
    asks_consent: bool
    special_category: bool
    from_on: date


class ContractPrice(BaseModel):
    """What is paid for a period, in pence."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    from_on: date
    to_on: date
    pence: int


class ContractTarget(BaseModel):
    """What an indicator is to reach in a period."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    indicator: str
    from_on: date
    to_on: date
    at_least: Decimal


class ContractTerms(BaseModel):
    """What a contract says; what is None it leaves to the programme. Last day: `to_on`."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    commissioner: Slug
    provider: Slug
    from_on: date
    to_on: date
    prices: tuple[ContractPrice, ...] = ()
    targets: tuple[ContractTarget, ...] = ()
    eligibility_rule: str | None = None
    session_allowance: int | None = None
    maintenance_months: tuple[int, ...] | None = None
    required_measures: tuple[Instrument, ...] | None = None


class ContractAgreed(Published):
    """A commissioner and a provider agreed what a programme does, and for what."""

    type: ClassVar[str] = "ht.intake.contract_agreed.v1"

    contract: UUID
    programme: Slug
    terms: ContractTerms


class ContractAmended(Published):
    """A contract says something else, from its first day on."""

    type: ClassVar[str] = "ht.intake.contract_amended.v1"

    contract: UUID
    programme: Slug
    terms: ContractTerms


class ContractEnded(Published):
    """A contract ends with this day, before the last that was agreed."""

    type: ClassVar[str] = "ht.intake.contract_ended.v1"

    contract: UUID
    programme: Slug
    ended_on: date


class WorkerRegistered(Published):
    """Somebody works for one of the organisations."""

    type: ClassVar[str] = "ht.intake.worker_registered.v1"

    worker: UUID
    employer: Slug


class WorkerAccredited(Published):
    """A worker gained, or declared, an accreditation."""

    type: ClassVar[str] = "ht.intake.worker_accredited.v1"

    worker: UUID
    accreditation: Accreditation
    on: date | None = None
    expires_on: date | None = None


class WorkerBackgroundRecorded(Published):
    """Where a worker came from: the quintile of their home, and what they did before.

    `quintile` and `decile` are None, with the reason in `unresolved`, where no published
    deprivation decile could be found; 1 is the most deprived. The last one counts.
    """

    type: ClassVar[str] = "ht.intake.worker_background_recorded.v1"

    worker: UUID
    local_authority: str | None
    quintile: int | None
    decile: int | None
    deprivation_edition: str | None
    unresolved: Unresolved | None
    recruited_locally: RecruitedLocally
    employment_before: Employment
    route: ApplicantRoute
    recorded_at: AwareDatetime


class WorkerEngaged(Published):
    """From a day on a worker works on these terms; `wte` is a share of full time."""

    type: ClassVar[str] = "ht.intake.worker_engaged.v1"

    worker: UUID
    from_on: date
    wte: Decimal
    paid: bool
    band: PayBand | None = None
    staff_group: StaffGroup | None = None


class WorkerInducted(Published):
    """A worker began, or has completed, their induction."""

    type: ClassVar[str] = "ht.intake.worker_inducted.v1"

    worker: UUID
    began_on: date
    completed_on: date | None = None


class WorkerLent(Published):
    """A worker may act for another organisation, from one day to another if that is agreed."""

    type: ClassVar[str] = "ht.intake.worker_lent.v1"

    worker: UUID
    lending: UUID
    kind: LendingKind
    host: Slug
    from_on: date
    to_on: date | None = None


class LendingEnded(Published):
    """This is the last day on which a worker acts for the other organisation."""

    type: ClassVar[str] = "ht.intake.lending_ended.v1"

    worker: UUID
    lending: UUID
    host: Slug
    ended_on: date


class WorkerProgressed(Published):
    """A worker took a step in their working life."""

    type: ClassVar[str] = "ht.intake.worker_progressed.v1"

    worker: UUID
    step: ProgressionStep
    on: date


class WorkerLeft(Published):
    """From this day on a worker works for the organisation no longer."""

    type: ClassVar[str] = "ht.intake.worker_left.v1"

    worker: UUID
    left_on: date
    destination: LeavingDestination


class WorkerReturned(Published):
    """A worker who had left works for the organisation again."""

    type: ClassVar[str] = "ht.intake.worker_returned.v1"

    worker: UUID
    returned_on: date


class ProgrammeJoined(Published):
    """A worker takes up roles in a programme."""

    type: ClassVar[str] = "ht.intake.programme_joined.v1"

    worker: UUID
    programme: Slug
    roles: tuple[Role, ...]


class ProgrammeLeft(Published):
    """A worker no longer acts in a programme."""

    type: ClassVar[str] = "ht.intake.programme_left.v1"

    worker: UUID
    programme: Slug


class ClientReferred(Published):
    """Somebody was referred to a programme, or came by themselves."""

    type: ClassVar[str] = "ht.intake.client_referred.v1"

    referral: UUID
    source: ReferralSource
    consent: ReferralConsent
    needs: tuple[Issue, ...]
    received_at: AwareDatetime
    met_in: Place | None = None
    contact_by: date | None = None
    pathway: CarePathway | None = None


class ReferralReturned(Published):
    """The person had not agreed to be referred: it went back, and only the count is kept."""

    type: ClassVar[str] = "ht.intake.referral_returned.v1"

    referral: UUID
    source: ReferralSource
    received_at: AwareDatetime


class ReferralAccepted(Published):
    """The programme will contact the person."""

    type: ClassVar[str] = "ht.intake.referral_accepted.v1"

    referral: UUID
    accepted_at: AwareDatetime
    overridden: bool = False
    override_of: OverrideOf | None = None
    appropriateness: Appropriateness | None = None


class ReferralRejected(Published):
    """The programme is not the right place for this person."""

    type: ClassVar[str] = "ht.intake.referral_rejected.v1"

    referral: UUID
    reason: RejectionReason
    referrer_told_by: ToldBy
    rejected_at: AwareDatetime
    person_told_by: Channel | None = None
    where_else: tuple[Destination, ...] = ()
    duplicate_of: UUID | None = None
    appropriateness: Appropriateness | None = None


class ReferralRedirected(Published):
    """The person was sent on, to another service or to another programme here."""

    type: ClassVar[str] = "ht.intake.referral_redirected.v1"

    referral: UUID
    to: Destination
    to_programme: Slug | None
    referrer_told_by: ToldBy
    person_told_by: Channel | None
    redirected_at: AwareDatetime
    appropriateness: Appropriateness | None = None


class ContactAttempted(Published):
    """Somebody tried to reach the person who was referred, directly or through another."""

    type: ClassVar[str] = "ht.intake.contact_attempted.v1"

    referral: UUID
    attempt: UUID
    at: AwareDatetime
    channel: Channel
    result: ContactResult
    direct: bool


class FirstMeetingBooked(Published):
    """The person knows when they will first be met; a later booking replaces this one."""

    type: ClassVar[str] = "ht.intake.first_meeting_booked.v1"

    referral: UUID
    meeting_at: AwareDatetime
    booked_at: AwareDatetime


class ReferralUnreachable(Published):
    """Nobody was reached, after as many attempts on different days as the programme makes."""

    type: ClassVar[str] = "ht.intake.referral_unreachable.v1"

    referral: UUID
    attempts: int
    closed_at: AwareDatetime


class ReferralReopened(Published):
    """Somebody who could not be reached came back, without a new referral."""

    type: ClassVar[str] = "ht.intake.referral_reopened.v1"

    referral: UUID
    reopened_at: AwareDatetime
    contact_by: date | None


class ReferralDeclined(Published):
    """The person does not wish to take up what they were referred to."""

    type: ClassVar[str] = "ht.intake.referral_declined.v1"

    referral: UUID
    declined_at: AwareDatetime
    how: Channel


class ReferralWithdrawn(Published):
    """The referral was taken back. It ends, unless `ended` says that the person goes on."""

    type: ClassVar[str] = "ht.intake.referral_withdrawn.v1"

    referral: UUID
    by: WithdrawnBy
    stage: ReferralStage
    ended: bool
    withdrawn_at: AwareDatetime


class ReferralAmended(Published):
    """What the referral said was put right or completed: which parts, and the coded ones."""

    type: ClassVar[str] = "ht.intake.referral_amended.v1"

    referral: UUID
    parts: tuple[ReferralPart, ...]
    consent: ReferralConsent | None
    needs: tuple[Issue, ...] | None
    amended_at: AwareDatetime


class ReferralLinked(Published):
    """The person is with the programme already: the referral joins the case that they have."""

    type: ClassVar[str] = "ht.intake.referral_linked.v1"

    referral: UUID
    client: UUID
    case: UUID
    linked_at: AwareDatetime


class ReferralConverted(Published):
    """The person takes up the support that they were referred to: a case can open."""

    type: ClassVar[str] = "ht.intake.referral_converted.v1"

    referral: UUID
    case: UUID
    client: UUID
    agreed_to_take_part_at: AwareDatetime
    converted_at: AwareDatetime


class ClientRegistered(Published):
    """A person is known to an organisation as its client.

    `quintile` and `decile` are None, with the reason in `unresolved`, where no published
    deprivation decile could be found; 1 is the most deprived.
    """

    type: ClassVar[str] = "ht.intake.client_registered.v1"

    client: UUID
    registered_at: AwareDatetime
    age_band: AgeBand
    gender: Gender
    ethnicity: Ethnicity
    gp_status: GpStatus
    employment: Employment
    quintile: int | None
    decile: int | None
    deprivation_edition: str | None
    ward: str | None
    local_authority: str | None
    unresolved: Unresolved | None


class GpStatusRecorded(Published):
    """Whether a client is registered with a GP practice was recorded again."""

    type: ClassVar[str] = "ht.intake.gp_status_recorded.v1"

    client: UUID
    gp_status: GpStatus
    recorded_at: AwareDatetime


class EmploymentRecorded(Published):
    """A client's employment status was recorded again."""

    type: ClassVar[str] = "ht.intake.employment_recorded.v1"

    client: UUID
    employment: Employment
    recorded_at: AwareDatetime


class ClientDetailsAmended(Published):
    """What is known of a client was completed, corrected, or has changed since.

    Only what belongs to the groups in `changed` is told; the others are None. Where
    `because` is not `changed`, it holds from registration on.
    """

    type: ClassVar[str] = "ht.intake.client_details_amended.v1"

    client: UUID
    changed: tuple[DetailGroup, ...]
    because: AmendedBecause
    amended_at: AwareDatetime
    age_band: AgeBand | None = None
    gender: Gender | None = None
    ethnicity: Ethnicity | None = None
    quintile: int | None = None
    decile: int | None = None
    deprivation_edition: str | None = None
    ward: str | None = None
    local_authority: str | None = None
    unresolved: Unresolved | None = None


class AnswersRecorded(Published):
    """A client answered questions about their life, each with codes of the question's list.

    What was never asked is not there; `not_known` and `declined` are answers.
    """

    type: ClassVar[str] = "ht.intake.answers_recorded.v1"

    client: UUID
    answers: Mapping[str, tuple[str, ...]]
    recorded_at: AwareDatetime


class AccessNeedsRecorded(Published):
    """What a client needs to understand and be understood was recorded, or looked at again."""

    type: ClassVar[str] = "ht.intake.access_needs_recorded.v1"

    client: UUID
    communication_support: tuple[CommunicationSupport, ...]
    information_formats: tuple[InformationFormat, ...]
    communication_professionals: tuple[CommunicationProfessional, ...]
    interpreter_needed: YesOrNo
    review_on: date
    recorded_at: AwareDatetime


class ClientMerged(Published):
    """Two clients are one person: count `client` and `into` as one. Facts stay with each."""

    type: ClassVar[str] = "ht.intake.client_merged.v1"

    client: UUID
    into: UUID
    merged_at: AwareDatetime


class ClientUnmerged(Published):
    """Two clients that were linked are two people, and count as if there had been no link."""

    type: ClassVar[str] = "ht.intake.client_unmerged.v1"

    client: UUID
    into: UUID
    unmerged_at: AwareDatetime


class ConflictDeclared(Published):
    """A worker is too close to a client to support them, or to see anything of them."""

    type: ClassVar[str] = "ht.intake.conflict_declared.v1"

    client: UUID
    worker: UUID
    declared_at: AwareDatetime


class DeathRecorded(Published):
    """A client has died: whatever was still to come for them stops."""

    type: ClassVar[str] = "ht.intake.death_recorded.v1"

    client: UUID
    recorded_at: AwareDatetime


class DeathReversed(Published):
    """A death was recorded by mistake: what was stopped because of it goes on."""

    type: ClassVar[str] = "ht.intake.death_reversed.v1"

    client: UUID
    reversed_at: AwareDatetime


class TakingPartAgreed(Published):
    """A client agreed to take part, having been told what is recorded and why."""

    type: ClassVar[str] = "ht.intake.taking_part_agreed.v1"

    client: UUID
    agreed_at: AwareDatetime
    how: Channel


class TakingPartWithdrawn(Published):
    """A client no longer takes part: support ends, nothing is erased."""

    type: ClassVar[str] = "ht.intake.taking_part_withdrawn.v1"

    client: UUID
    withdrawn_at: AwareDatetime


class ConsentGiven(Published):
    """A client agreed that one class of data goes to one recipient for one purpose."""

    type: ClassVar[str] = "ht.intake.consent_given.v1"

    client: UUID
    consent: UUID
    recipient: Slug
    purpose: str
    data_class: str
    given_at: AwareDatetime
    expires_at: AwareDatetime | None = None
    review_on: date | None = None


class ConsentRefused(Published):
    """A client was asked to agree to a sharing, and did not."""

    type: ClassVar[str] = "ht.intake.consent_refused.v1"

    client: UUID
    recipient: Slug
    purpose: str
    data_class: str
    refused_at: AwareDatetime


class ConsentWithdrawn(Published):
    """A client took back an agreement to share."""

    type: ClassVar[str] = "ht.intake.consent_withdrawn.v1"

    client: UUID
    consent: UUID
    withdrawn_at: AwareDatetime


class ClientErased(Published):
    """Everything personal of a client is to be unreadable, in every service."""

    type: ClassVar[str] = "ht.intake.client_erased.v1"

    client: UUID
    erased_at: AwareDatetime


class ClientDataErased(Published):
    """Intake can read nothing personal of a client any more."""

    type: ClassVar[str] = "ht.intake.client_data_erased.v1"

    client: UUID
    erased_at: AwareDatetime


class OutreachRecorded(Published):
    """People were met who are nobody's clients: `heads` says how many, nothing says who.

    `materials` counts what was handed out, `signposted` who was told where to go.
    """

    type: ClassVar[str] = "ht.intake.outreach_recorded.v1"

    outreach: UUID
    worker: UUID | None
    kind: OutreachKind
    held_on: date
    place: Place
    setting: OutreachSetting
    topics: tuple[AdviceTopic, ...]
    heads: int
    minutes: int | None = None
    materials: Mapping[OutreachMaterial, int]
    signposted: Mapping[Destination, int]
    campaign: str | None = None


class OutreachTakenBack(Published):
    """Outreach was recorded wrongly, and counts no longer."""

    type: ClassVar[str] = "ht.intake.outreach_taken_back.v1"

    outreach: UUID
    because: TakenBackBecause
    taken_back_at: AwareDatetime


class BriefAdviceGiven(Published):
    """A worker spoke briefly with somebody about one topic, and this came of it.

    `client` is None where it was nobody's client; `outreach` is where they met, if there.
    """

    type: ClassVar[str] = "ht.intake.brief_advice_given.v1"

    advice: UUID
    worker: UUID | None
    client: UUID | None = None
    outreach: UUID | None = None
    topic: AdviceTopic
    minutes: int
    outcome: AdviceOutcome
    given_at: AwareDatetime


class BriefAdviceTakenBack(Published):
    """Brief advice was recorded wrongly, and counts no longer."""

    type: ClassVar[str] = "ht.intake.brief_advice_taken_back.v1"

    advice: UUID
    client: UUID | None = None
    because: TakenBackBecause
    taken_back_at: AwareDatetime


class ImportBegun(Published):
    """An organisation began to take over the history that another system holds."""

    type: ClassVar[str] = "ht.intake.import_begun.v1"

    of_import: UUID
    system: str
    rows: int
    begun_at: AwareDatetime


class ImportFinished(Published):
    """Every row of an import was taken in, or is counted with why it was not."""

    type: ClassVar[str] = "ht.intake.import_finished.v1"

    of_import: UUID
    classes: dict[str, int]
    held: dict[str, int]
    finished_at: AwareDatetime


class ImportUndone(Published):
    """An import is taken back; what somebody has worked with since stays."""

    type: ClassVar[str] = "ht.intake.import_undone.v1"

    of_import: UUID
    undone_at: AwareDatetime


class ClientImported(Published):
    """What was registered of a client came from another system, with its own dates.

    `referral` names the referral as that system knew it.
    """

    type: ClassVar[str] = "ht.intake.client_imported.v1"

    client: UUID
    of_import: UUID
    referral: UUID
    source: ReferralSource
    referred_at: AwareDatetime


class ClientImportUndone(Published):
    """The import of a client was taken back: they never counted."""

    type: ClassVar[str] = "ht.intake.client_import_undone.v1"

    client: UUID
    of_import: UUID
    undone_at: AwareDatetime
