"""May this be sent to this person by this channel, and how must it be worded.

Every message that goes out to a client asks here first, whichever service sends it: a
reminder, a letter, a telephone call to arrange a check. What was not asked is not allowed.
"""

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from ht_intake.domain.client.events import ClientRegistered
from ht_intake.domain.client.said import ContactRulesRecorded
from ht_intake.domain.client.state import Client
from ht_intake.domain.codes import Channel, InformationFormat

MessageKind: TypeAlias = Literal["support", "reminder", "maintenance_check", "survey", "duty"]
"""`duty` is what has to be said whatever the person agreed to: an answer to a request of
theirs, a breach of their data, the end of the service."""
Wording: TypeAlias = Literal["open", "discreet"]
Because: TypeAlias = Literal[
    "has_died", "erased", "not_taking_part", "no_consent_to_surveys", "not_safe", "not_asked",
    "no_address_for_it",
]  # fmt: skip

_NEEDS_A_NUMBER: Final = frozenset({"telephone", "text"})
_SURVEY: Final = "survey"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """Whether something may be sent, and how.

    `discreet` wording names neither the service nor why it writes or rings. `words` are what
    the client said about being reached: a person reads them before they ring or write, and
    where there are any nothing is sent by a machine alone.
    """

    allowed: bool
    because: Because | None
    wording: Wording = "discreet"
    leave_a_message: bool = False
    through: str | None = None
    words: str | None = None
    formats: tuple[InformationFormat, ...] = ()
    language: str | None = None

    @property
    def by_machine(self) -> bool:
        """Say whether it may go out without a person having looked at it."""
        return self.allowed and self.words is None and self.through is None


def how_to_send(
    client: Client, channel: Channel, kind: MessageKind, *, agreed_to_surveys: bool = False
) -> Sending:
    """Answer for one message, by one channel, at this moment."""
    because = (
        _whether_at_all(client, kind, agreed_to_surveys=agreed_to_surveys)
        or _whether_safe(client, channel)
        or _whether_possible(client, channel)
    )
    if because is not None:
        return Sending(allowed=False, because=because)
    return _worded(client, channel)


def _whether_at_all(
    client: Client, kind: MessageKind, *, agreed_to_surveys: bool
) -> Because | None:
    if client.erased is not None:
        return "erased"
    if client.died is not None:
        return "has_died"
    if kind == "duty":
        return None
    if client.withdrawn is not None:
        return "not_taking_part"
    if kind == _SURVEY and not agreed_to_surveys:
        return "no_consent_to_surveys"
    return None


def _whether_safe(client: Client, channel: Channel) -> Because | None:
    """Refuse what was not said to be safe. To speak in person needs no rule."""
    rules = client.contact_rules
    if channel == "in_person":
        return None
    if rules is not None:
        return None if channel in rules.safe else "not_safe"
    may_ring = channel == "telephone" and _known(client).how_reached == "direct"
    return None if may_ring else "not_asked"


def _whether_possible(client: Client, channel: Channel) -> Because | None:
    known = _known(client)
    reached = (
        (channel not in _NEEDS_A_NUMBER or known.telephone is not None)
        and (channel != "email" or known.email is not None)
        and (channel != "letter" or known.address is not None or _through(known) is not None)
    )
    return None if reached else "no_address_for_it"


def _worded(client: Client, channel: Channel) -> Sending:
    rules, needs = client.contact_rules, client.access_needs
    openly = rules is not None and rules.may_name_the_service and channel not in rules.shared
    return Sending(
        allowed=True,
        because=None,
        wording="open" if openly or channel == "in_person" else "discreet",
        leave_a_message=_may_leave_a_message(rules, channel),
        through=_through(_known(client)),
        words=rules.words if rules else None,
        formats=needs.information_formats if needs else (),
        language=needs.language if needs else None,
    )


def _may_leave_a_message(rules: ContactRulesRecorded | None, channel: Channel) -> bool:
    return rules is not None and rules.may_leave_a_message and channel not in rules.shared


def _through(known: ClientRegistered) -> str | None:
    if not known.how_reached.startswith("through"):
        return None
    return known.reached_through or known.how_reached


def _known(client: Client) -> ClientRegistered:
    assert client.registered is not None  # noqa: S101 - asked of a client who is there
    return client.registered
