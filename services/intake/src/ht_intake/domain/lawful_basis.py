"""On what basis in law data are used, for each purpose: a register, apart from consent.

    RegisterLawfulBasis ─► LawfulBasisRegistered     (from a day on; what held before stays)

What a public body records to support somebody rests on its public task, not on their consent:
so withdrawing a consent ends a sharing, and erases nothing (STANDARDS.md 4). Where nothing is
registered, a council or an NHS body is shown the usual basis; a charity or a company is told
that it has to decide. The names and fields of events are kept for ever.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal, TypeAlias

from ht_intake.domain.codes import Article6, Article9, OrganisationKind, ProcessingCondition
from ht_intake.domain.refusals import (
    NeedsACondition,
    SpecialCategoryNeedsArticle9,
    SupportRestsOnNoConsent,
)

_NEEDS_CONDITION: Final[frozenset[Article9]] = frozenset({"9b", "9g", "9h", "9i", "9j"})
_RESTS_ON_NO_CONSENT: Final = frozenset({"support", "safeguarding"})
_PUBLIC: Final[frozenset[OrganisationKind]] = frozenset({"council", "nhs"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """What a use of data rests on.

    `asks_consent` says that it needs the client's consent for confidentiality besides; that
    is a matter of its own, and not the basis.
    """

    article_6: Article6
    article_9: Article9 | None
    condition: ProcessingCondition | None
    asks_consent: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LawfulBasisRegistered:
    """From this day on a purpose rests on this basis. `assessment` names where it is argued."""

    organisation: str
    purpose: str
    basis: Basis
    special_category: bool
    from_on: date
    assessment: str | None


Event: TypeAlias = LawfulBasisRegistered


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterLawfulBasis:
    """Say what a purpose rests on, from a day on."""

    organisation: str
    purpose: str
    basis: Basis
    special_category: bool
    from_on: date
    assessment: str | None


Command: TypeAlias = RegisterLawfulBasis


@dataclass(frozen=True, slots=True, kw_only=True)
class Bases:
    """What an organisation has registered: for each purpose, from which day what holds."""

    registered: Mapping[str, Mapping[date, LawfulBasisRegistered]] = field(default_factory=dict)

    def on(self, purpose: str, day: date) -> LawfulBasisRegistered | None:
        """Give what holds for a purpose on a day, if anything is registered."""
        since = self.registered.get(purpose, {})
        begun = [first for first in since if first <= day]
        return since[max(begun)] if begun else None


NO_BASES_YET = Bases()


def decide(asked: Command, bases: Bases) -> list[Event]:
    """Say what happens when this is asked of the organisation's register."""
    basis = asked.basis
    if asked.special_category and basis.article_9 is None:
        raise SpecialCategoryNeedsArticle9
    if basis.article_9 in _NEEDS_CONDITION and basis.condition is None:
        raise NeedsACondition
    if asked.purpose in _RESTS_ON_NO_CONSENT and basis.article_6 == "6a":
        raise SupportRestsOnNoConsent
    registered = LawfulBasisRegistered(
        organisation=asked.organisation,
        purpose=asked.purpose,
        basis=basis,
        special_category=asked.special_category,
        from_on=asked.from_on,
        assessment=asked.assessment,
    )
    standing = bases.registered.get(asked.purpose, {}).get(asked.from_on)
    return [] if registered == standing else [registered]


def evolve(bases: Bases, event: Event) -> Bases:
    """Remember what happened. Never refuses: it has already happened."""
    since = {**bases.registered.get(event.purpose, {}), event.from_on: event}
    return Bases(registered={**bases.registered, event.purpose: since})


_CARE: Final = Basis(article_6="6e", article_9="9h", condition="sch1_para2", asks_consent=False)
_SHARED_CARE: Final = Basis(
    article_6="6e", article_9="9h", condition="sch1_para2", asks_consent=True
)
USUAL: Final[Mapping[str, Basis]] = {
    "support": _CARE,
    "service_evaluation": _CARE,
    "onward_referral": _SHARED_CARE,
    "message_to_gp": _SHARED_CARE,
    "message_to_referrer": _SHARED_CARE,
    "safeguarding": Basis(
        article_6="6e", article_9="9g", condition="sch1_para18", asks_consent=False
    ),
    "jobcentre_plus": Basis(article_6="6a", article_9="9a", condition=None, asks_consent=True),
    "survey": Basis(article_6="6e", article_9=None, condition=None, asks_consent=True),
    "research": Basis(
        article_6="6e", article_9="9j", condition="sch1_para4", asks_consent=True
    ),
}
"""What usually holds for a council or an NHS body (STANDARDS.md 4). It is no legal advice."""

HowDecided: TypeAlias = Literal["registered", "usual", "to_be_decided"]


def basis_of(
    bases: Bases, purpose: str, *, kind: OrganisationKind | None, day: date
) -> tuple[HowDecided, Basis | None]:
    """Give what a purpose rests on, on a day, and how that was decided."""
    registered = bases.on(purpose, day)
    if registered is not None:
        return "registered", registered.basis
    if kind in _PUBLIC and purpose in USUAL:
        return "usual", USUAL[purpose]
    return "to_be_decided", None
