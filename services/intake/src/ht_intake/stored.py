"""The events of intake as they are stored, and which of their fields are personal.

A personal field is sealed with the data key of the person it speaks of; when that key is gone
it reads as None. Everything else is stored in clear, the codes made from personal fields too.
"""

from typing import Final

from ht_intake.domain import (
    draft,
    importing,
    lawful_basis,
    organisation,
    pair,
    programme,
    suggesting,
    taking_in,
)
from ht_intake.domain.client import events as client
from ht_intake.domain.client import protecting, risks, said
from ht_intake.domain.contract import contract
from ht_intake.domain.outreach import advice, outreach
from ht_intake.domain.referral import contact_events as contact
from ht_intake.domain.referral import events as referral
from ht_intake.domain.worker import background, leaving, lending, membership, worker
from ht_kit.codec import Codec

SERVICE: Final = "intake"

ORGANISATION_EVENTS: Final = Codec[organisation.Event](
    service=SERVICE,
    aggregate="organisation",
    events=(organisation.OrganisationRegistered,),
)

PROGRAMME_EVENTS: Final = Codec[programme.Event](
    service=SERVICE,
    aggregate="programme",
    events=(programme.ProgrammeRegistered,),
)

LAWFUL_BASIS_EVENTS: Final = Codec[lawful_basis.Event](
    service=SERVICE,
    aggregate="lawful_bases",
    events=(lawful_basis.LawfulBasisRegistered,),
)

CONTRACT_EVENTS: Final = Codec[contract.Event](
    service=SERVICE,
    aggregate="contracts",
    events=(contract.ContractAgreed, contract.ContractAmended, contract.ContractEnded),
)

WORKER_EVENTS: Final = Codec[worker.Event](
    service=SERVICE,
    aggregate="worker",
    events=(
        worker.WorkerRegistered,
        worker.WorkerAccredited,
        background.WorkerBackgroundRecorded,
        background.WorkerEngaged,
        background.WorkerInducted,
        lending.WorkerLent,
        lending.LendingEnded,
        leaving.WorkerProgressed,
        leaving.WorkerLeft,
        leaving.WorkerReturned,
    ),
    personal={
        worker.WorkerRegistered: frozenset({"name"}),
        background.WorkerBackgroundRecorded: frozenset({"postcode", "lsoa"}),
    },
)

MEMBERSHIP_EVENTS: Final = Codec[membership.Event](
    service=SERVICE,
    aggregate="membership",
    events=(membership.ProgrammeJoined, membership.ProgrammeLeft),
)

REFERRAL_EVENTS: Final = Codec[referral.Event](
    service=SERVICE,
    aggregate="referral",
    events=(
        referral.ClientReferred,
        referral.ReferralReturned,
        referral.ReferralAccepted,
        referral.ReferralRejected,
        referral.ReferralRedirected,
        contact.ContactAttempted,
        contact.FirstMeetingBooked,
        contact.ReferralUnreachable,
        contact.ReferralReopened,
        contact.ReferralDeclined,
        contact.ReferralWithdrawn,
        referral.ReferralAmended,
        referral.ReferralsToldApart,
        referral.ReferralLinked,
        referral.ReferralConverted,
        referral.ReferralForgotten,
    ),
    personal={
        referral.ClientReferred: frozenset(
            {
                "referrer_organisation",
                "referrer_name",
                "referrer_role",
                "called",
                "telephone",
                "postcode",
                "email",
                "reached_through",
                "note",
                "words",
                "original",
                "place",
                "event",
            }
        ),
        referral.ReferralAccepted: frozenset({"override_reason"}),
        referral.ReferralAmended: frozenset(
            {
                "reason",
                "referrer_organisation",
                "referrer_name",
                "referrer_role",
                "called",
                "telephone",
                "postcode",
                "email",
                "reached_through",
                "note",
                "words",
            }
        ),
    },
)

DRAFT_EVENTS: Final = Codec[draft.Event](
    service=SERVICE,
    aggregate="referral_draft",
    events=(
        draft.DraftSaved,
        draft.DraftSendingBegun,
        draft.DraftSent,
        draft.DraftDiscarded,
        draft.DraftVanished,
    ),
    personal={draft.DraftSaved: frozenset({"content"})},
)

TAKING_IN_EVENTS: Final = Codec[taking_in.Event](
    service=SERVICE,
    aggregate="taking_in",
    events=(taking_in.TakingInChosen,),
)

CLIENT_EVENTS: Final = Codec[client.Event](
    service=SERVICE,
    aggregate="client",
    events=(
        client.ClientRegistered,
        client.GpStatusRecorded,
        client.EmploymentRecorded,
        client.TakingPartAgreed,
        client.TakingPartWithdrawn,
        client.ConsentGiven,
        client.ConsentRefused,
        client.ConsentWithdrawn,
        client.ClientErased,
        client.ClientImported,
        client.ClientImportUndone,
        protecting.ConflictDeclared,
        protecting.ClientRestricted,
        protecting.RestrictionLifted,
        protecting.DeathRecorded,
        protecting.DeathReversed,
        risks.TeamNamed,
        risks.RiskRaised,
        risks.RiskLowered,
        said.ClientDetailsAmended,
        said.AnswersRecorded,
        said.AccessNeedsRecorded,
        said.ContactRulesRecorded,
    ),
    personal={
        client.ClientRegistered: frozenset(
            {
                "name",
                "called",
                "birth_date",
                "nhs_number",
                "reached_through",
                "telephone",
                "email",
                "address",
                "postcode",
                "lsoa",
            }
        ),
        protecting.ClientRestricted: frozenset({"reason"}),
        protecting.DeathRecorded: frozenset({"died_on"}),
        protecting.DeathReversed: frozenset({"reason"}),
        risks.RiskRaised: frozenset({"words"}),
        said.ClientDetailsAmended: frozenset(
            {
                "reason",
                "name",
                "called",
                "birth_date",
                "nhs_number",
                "address",
                "postcode",
                "lsoa",
                "reached_through",
                "telephone",
                "email",
            }
        ),
        said.AnswersRecorded: frozenset({"sealed_answers"}),
        said.AccessNeedsRecorded: frozenset({"words"}),
        said.ContactRulesRecorded: frozenset({"words"}),
    },
)

OUTREACH_EVENTS: Final = Codec[outreach.Event](
    service=SERVICE,
    aggregate="outreach",
    events=(outreach.OutreachRecorded, outreach.OutreachTakenBack),
)

ADVICE_EVENTS: Final = Codec[advice.Event](
    service=SERVICE,
    aggregate="advice",
    events=(advice.BriefAdviceGiven, advice.BriefAdviceTakenBack),
)

IMPORT_EVENTS: Final = Codec[importing.Event](
    service=SERVICE,
    aggregate="import",
    events=(importing.ImportBegun, importing.ImportFinished, importing.ImportUndone),
)

PAIR_EVENTS: Final = Codec[pair.Event](
    service=SERVICE,
    aggregate="pair",
    events=(
        pair.ClientMerged,
        pair.ClientUnmerged,
        pair.NotSamePersonRecorded,
        pair.FactSettled,
        suggesting.SamePersonSuggested,
    ),
    personal={
        pair.ClientMerged: frozenset({"reason"}),
        pair.ClientUnmerged: frozenset({"reason"}),
    },
)
