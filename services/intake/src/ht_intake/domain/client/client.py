"""The rules of a client.

    RegisterClient ─► ClientRegistered
    RecordGpStatus ─► GpStatusRecorded
    RecordEmployment ─► EmploymentRecorded
    AgreeToTakePart ─► TakingPartAgreed
    WithdrawFromTakingPart ─► TakingPartWithdrawn     (support ends, nothing is erased)
    GiveConsent ─► ConsentGiven                       (one recipient, purpose and class of data)
    RefuseConsent ─► ConsentRefused
    WithdrawConsent ─► ConsentWithdrawn
    AmendDetails ─► ClientDetailsAmended
    RecordAnswers ─► AnswersRecorded                  (each question by its name)
    RecordAccessNeeds ─► AccessNeedsRecorded
    RecordContactRules ─► ContactRulesRecorded
    DeclareConflict, RestrictClient, LiftRestriction, RecordDeath, ReverseDeath: protecting.py
    NameTeam, RaiseRisk, LowerRisk: risks.py
    EraseClient ─► ClientErased                       (after it nothing else can be recorded)
    ImportClient ─► ClientRegistered, ClientImported  (from another system's extract)
    UndoClientImport ─► ClientImportUndone            (if nobody has worked with them since)

Asking for the same thing twice changes nothing.
"""

from ht_intake.domain.client.agreement import (
    agree_to_take_part,
    give_consent,
    refuse_consent,
    withdraw_consent,
    withdraw_from_taking_part,
)
from ht_intake.domain.client.amending import amend_details
from ht_intake.domain.client.answering import (
    record_access_needs,
    record_answers,
    record_contact_rules,
)
from ht_intake.domain.client.commands import (
    AgreeToTakePart,
    Command,
    EraseClient,
    GiveConsent,
    ImportClient,
    RecordEmployment,
    RecordGpStatus,
    RefuseConsent,
    RegisterClient,
    UndoClientImport,
    WithdrawConsent,
    WithdrawFromTakingPart,
)
from ht_intake.domain.client.erasing import erase
from ht_intake.domain.client.events import Event
from ht_intake.domain.client.importing import import_client, refuse_if_undone, undo_import
from ht_intake.domain.client.protecting import (
    DeclareConflict,
    LiftRestriction,
    RecordDeath,
    RestrictClient,
    ReverseDeath,
    protect,
)
from ht_intake.domain.client.registration import record_employment, record_gp_status, register
from ht_intake.domain.client.risks import LowerRisk, NameTeam, RaiseRisk, beware
from ht_intake.domain.client.saying import (
    AmendDetails,
    RecordAccessNeeds,
    RecordAnswers,
    RecordContactRules,
)
from ht_intake.domain.client.state import Client
from ht_intake.domain.refusals import Erased


def decide(command: Command, client: Client) -> list[Event]:  # noqa: C901, PLR0911, PLR0912 - one per command
    """Say what happens when this is asked of this client."""
    if client.erased is not None and not isinstance(command, EraseClient):
        raise Erased
    refuse_if_undone(command, client)
    match command:
        case RegisterClient():
            return register(command, client)
        case RecordGpStatus():
            return record_gp_status(command, client)
        case RecordEmployment():
            return record_employment(command, client)
        case AgreeToTakePart():
            return agree_to_take_part(command, client)
        case WithdrawFromTakingPart():
            return withdraw_from_taking_part(command, client)
        case GiveConsent():
            return give_consent(command, client)
        case RefuseConsent():
            return refuse_consent(command, client)
        case WithdrawConsent():
            return withdraw_consent(command, client)
        case EraseClient():
            return erase(command, client)
        case ImportClient():
            return import_client(command, client)
        case UndoClientImport():
            return undo_import(command, client)
        case (
            DeclareConflict() | RestrictClient() | LiftRestriction() | RecordDeath()
            | ReverseDeath()
        ):  # fmt: skip
            return [*protect(command, client)]
        case NameTeam() | RaiseRisk() | LowerRisk():
            return [*beware(command, client)]
        case AmendDetails():
            return [*amend_details(command, client)]
        case RecordAnswers():
            return [*record_answers(command, client)]
        case RecordAccessNeeds():
            return [*record_access_needs(command, client)]
        case RecordContactRules():
            return [*record_contact_rules(command, client)]
