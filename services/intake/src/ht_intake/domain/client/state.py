"""As much of a client as the rules and the register need to remember."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from ht_intake.domain.client.events import (
    ClientErased,
    ClientImported,
    ClientImportUndone,
    ClientRegistered,
    ConsentGiven,
    ConsentRefused,
    ConsentWithdrawn,
    EmploymentRecorded,
    Event,
    GpStatusRecorded,
    TakingPartAgreed,
    TakingPartWithdrawn,
)
from ht_intake.domain.client.protecting import (
    ClientRestricted,
    ConflictDeclared,
    DeathRecorded,
    DeathReversed,
    RestrictionLifted,
)
from ht_intake.domain.client.risks import (
    NO_RISKS,
    RiskLowered,
    RiskRaised,
    Risks,
    TeamNamed,
    risks_after,
)
from ht_intake.domain.client.said import (
    AccessNeedsRecorded,
    AnswersRecorded,
    ClientDetailsAmended,
    ContactRulesRecorded,
)
from ht_intake.domain.codes import DetailGroup
from ht_intake.domain.refusals import NotRegistered

FIELDS_OF: Final[Mapping[DetailGroup, tuple[str, ...]]] = {
    "name": ("name", "called"),
    "birth": ("birth_date", "age_band"),
    "nhs_number": (
        "nhs_number", "nhs_number_status", "nhs_number_absent", "possible_same_person",
    ),
    "gender": ("gender",),
    "ethnicity": ("ethnicity",),
    "place": (
        "address", "postcode", "lsoa", "ward", "local_authority", "lookup_version", "decile",
        "quintile", "deprivation_edition", "unresolved",
    ),
    "reaching": ("how_reached", "reached_through", "telephone", "email"),
}  # fmt: skip
"""What is told together: a group that is amended is told whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """A client. The last of each answer counts; earlier ones are not forgotten.

    `registered` is what was told at registration, with what was amended since; `amended` are
    the days of it.
    """

    registered: ClientRegistered | None = None
    amended: tuple[datetime, ...] = ()
    gp: tuple[GpStatusRecorded, ...] = ()
    employment: tuple[EmploymentRecorded, ...] = ()
    agreed: TakingPartAgreed | None = None
    withdrawn: TakingPartWithdrawn | None = None
    consents: Mapping[UUID, ConsentGiven] = field(default_factory=dict)
    consents_withdrawn: Mapping[UUID, ConsentWithdrawn] = field(default_factory=dict)
    consents_refused: frozenset[ConsentRefused] = frozenset()
    answers: tuple[AnswersRecorded, ...] = ()
    access_needs: AccessNeedsRecorded | None = None
    contact_rules: ContactRulesRecorded | None = None
    conflicts: Mapping[UUID, ConflictDeclared] = field(default_factory=dict)
    risks: Risks = NO_RISKS
    restricted_to: frozenset[UUID] | None = None
    died: DeathRecorded | None = None
    death_reversed: DeathReversed | None = None
    erased: ClientErased | None = None
    erasure_told_at: datetime | None = None
    imported: ClientImported | None = None
    worked_with: bool = False
    import_undone: ClientImportUndone | None = None

    @property
    def id(self) -> UUID:
        """Give the client's id, or refuse: nobody is registered here."""
        if self.registered is None:
            raise NotRegistered
        return self.registered.client

    @property
    def takes_part_since(self) -> datetime | None:
        """Say since when the client agrees to take part, if they do."""
        taking_part = self.agreed and self.withdrawn is None and self.erased is None
        return self.agreed.agreed_at if self.agreed and taking_part else None


NO_CLIENT_YET = Client()


def evolve(client: Client, event: Event) -> Client:
    """Remember what happened. Never refuses: it has already happened.

    Whatever happens to a client after they were imported is work with them.
    """
    happened = _evolve(client, event)
    return happened if client.imported is None else replace(happened, worked_with=True)


def _evolve(  # noqa: C901, PLR0911, PLR0912 - one per event
    client: Client, event: Event
) -> Client:
    match event:
        case ClientRegistered():
            return replace(client, registered=event)
        case GpStatusRecorded():
            return replace(client, gp=(*client.gp, event))
        case EmploymentRecorded():
            return replace(client, employment=(*client.employment, event))
        case TakingPartAgreed():
            return replace(client, agreed=event, withdrawn=None)
        case TakingPartWithdrawn():
            return replace(client, withdrawn=event)
        case ConsentGiven():
            return replace(client, consents={**client.consents, event.consent: event})
        case ConsentRefused():
            return replace(client, consents_refused=client.consents_refused | {event})
        case ConsentWithdrawn():
            withdrawn = {**client.consents_withdrawn, event.consent: event}
            return replace(client, consents_withdrawn=withdrawn)
        case ClientErased():
            known = client.registered
            return replace(
                client,
                registered=known and _nobody(known),
                answers=tuple(replace(each, sealed_answers=None) for each in client.answers),
                access_needs=None,
                contact_rules=None,
                risks=client.risks.without_words(),
                erased=client.erased or event,
                erasure_told_at=event.erased_at,
            )
        case ClientDetailsAmended():
            amended = (*client.amended, event.amended_at)
            known = _amended(client.registered, event)
            return replace(client, registered=known, amended=amended)
        case ConflictDeclared():
            return replace(client, conflicts={**client.conflicts, event.worker: event})
        case TeamNamed() | RiskRaised() | RiskLowered():
            return replace(client, risks=risks_after(client.risks, event))
        case ClientRestricted():
            return replace(client, restricted_to=frozenset(event.workers))
        case RestrictionLifted():
            return replace(client, restricted_to=None)
        case DeathRecorded():
            return replace(client, died=event, death_reversed=None)
        case DeathReversed():
            return replace(client, died=None, death_reversed=event)
        case AnswersRecorded():
            return replace(client, answers=(*client.answers, event))
        case AccessNeedsRecorded():
            return replace(client, access_needs=event)
        case ContactRulesRecorded():
            return replace(client, contact_rules=event)
        case ClientImported():
            return replace(client, imported=event)
        case ClientImportUndone():
            known = client.registered
            return replace(client, registered=known and _nobody(known), import_undone=event)


def _amended(
    known: ClientRegistered | None, event: ClientDetailsAmended
) -> ClientRegistered | None:
    told: dict[str, Any] = {
        name: getattr(event, name) for group in event.changed for name in FIELDS_OF[group]
    }
    return known and replace(known, **told)


def _nobody(known: ClientRegistered) -> ClientRegistered:
    """Leave what was coded, and nothing that says who it was."""
    return replace(
        known,
        name=None,
        called=None,
        birth_date=None,
        nhs_number=None,
        reached_through=None,
        telephone=None,
        email=None,
        address=None,
        postcode=None,
        lsoa=None,
    )
