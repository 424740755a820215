"""What a referral is told with, whoever tells it."""

from datetime import date
from typing import Annotated, Self

from pydantic import Field, StrictBool, StringConstraints, model_validator

from ht_contracts.codes import (
    CarePathway,
    Channel,
    Destination,
    Issue,
    Place,
    ReferralConsent,
    ReferralSource,
)
from ht_intake.domain.codes import AgreementToldBy, NotToldBecause
from ht_intake.domain.referral.commands import ReceiveReferral
from ht_intake.domain.referral.redirecting import PASSED_ON
from ht_intake.domain.referral.said import (
    Agreement,
    Meeting,
    Person,
    PersonTold,
    Referrer,
    Sender,
)
from ht_intake.domain.taking_in import TakingIn
from ht_intake.routes.forms import (
    Email,
    Form,
    FreeText,
    Instant,
    Name,
    Postcode,
    SenderText,
    Telephone,
    programme_of,
)
from ht_kit.asked import Asked

Needs = Annotated[tuple[Issue, ...], Field(max_length=12)]
Channels = Annotated[tuple[Channel, ...], Field(max_length=6)]
Message = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=6000)
]
"""A message as it came: with everything else that a referral says, it fits into one event."""


class SenderForm(Form):
    """What the sender calls the referral: the same twice is one referral."""

    namespace: SenderText
    reference: SenderText

    def told(self) -> Sender:
        """Give what was said."""
        return Sender(namespace=self.namespace, reference=self.reference)


class ReferrerForm(Form):
    """Who referred, as far as it is known."""

    organisation: Name | None = None
    name: Name | None = None
    role: Name | None = None

    def told(self) -> Referrer:
        """Give what was said."""
        return Referrer(organisation=self.organisation, name=self.name, role=self.role)


class PersonForm(Form):
    """Who was referred, as far as they can be contacted, and by which channels it is safe."""

    called: Name | None = None
    telephone: Telephone | None = None
    postcode: Postcode | None = None
    safe_channels: Channels = ()
    email: Email | None = None
    reached_through: Name | None = None

    def told(self) -> Person:
        """Give what was said."""
        return Person(
            called=self.called,
            telephone=self.telephone,
            postcode=self.postcode,
            safe_channels=self.safe_channels,
            email=self.email,
            reached_through=self.reached_through,
        )


class MeetingForm(Form):
    """Where whoever refers met the person."""

    kind: Place | None = None
    place: Name | None = None
    event: Name | None = None

    def told(self) -> Meeting:
        """Give what was said."""
        return Meeting(kind=self.kind, place=self.place, event=self.event)


class PersonToldForm(Form):
    """How the person hears what was decided, or why they do not; and where else to go."""

    told_by: Channel | None = None
    not_told_because: NotToldBecause | None = None
    where_else: Annotated[tuple[Destination, ...], Field(max_length=10)] = ()

    def told(self) -> PersonTold:
        """Give what was said."""
        return PersonTold(
            by=self.told_by, not_because=self.not_told_because, where_else=self.where_else
        )


class AgreementForm(Form):
    """When the person agreed to be referred, and on whose word."""

    at: Instant | None = None
    told_by: AgreementToldBy | None = None

    def told(self) -> Agreement:
        """Give what was said."""
        return Agreement(at=self.at, told_by=self.told_by)


class ReferralForm(Form):
    """The body of POST /referrals.

    `words` are the needs in somebody's own words; `original` is the message as it came.
    `mandated` has to be said of a referral by Jobcentre Plus.
    """

    source: ReferralSource
    received_at: Instant
    sender: SenderForm | None = None
    referrer: ReferrerForm | None = None
    consent: ReferralConsent
    mandated: StrictBool | None = None
    agreement: AgreementForm | None = None
    needs: Needs = ()
    pathway: CarePathway | None = None
    person: PersonForm | None = None
    note: FreeText | None = None
    words: FreeText | None = None
    original: Message | None = None
    met: MeetingForm | None = None

    @model_validator(mode="after")
    def _of_a_sender_outside(self) -> Self:
        # Whoever took the name of what another programme passes on would keep it out for ever.
        if self.sender is not None and self.sender.namespace == PASSED_ON:
            raise ValueError("names a sender that only a redirected referral has")
        return self

    def command(self, asked: Asked, numbers: TakingIn) -> ReceiveReferral:
        """Give what is asked for."""
        return ReceiveReferral(
            referral=asked.new_id,
            programme=programme_of(asked.actor),
            source=self.source,
            consent=self.consent,
            mandated=self.mandated,
            agreement=self.agreement.told() if self.agreement else Agreement(),
            received_at=self.received_at,
            asked_at=asked.at,
            needs=self.needs,
            pathway=self.pathway,
            sender=self.sender.told() if self.sender else None,
            referrer=self.referrer.told() if self.referrer else Referrer(),
            person=self.person.told() if self.person else Person(),
            note=self.note,
            words=self.words,
            original=self.original,
            met=self.met.told() if self.met else Meeting(),
            partner=asked.actor.employer if asked.actor.has("partner") else None,
            contact_by=_contact_by(self, numbers),
        )


def _contact_by(form: ReferralForm, numbers: TakingIn) -> date | None:
    try:
        return numbers.contact_by(form.received_at)
    except OverflowError:  # the last days that there are: it is refused as still to come
        return None
