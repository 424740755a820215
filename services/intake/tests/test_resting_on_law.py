"""On what basis in law data are used stands in a register of its own, apart from consent.

STANDARDS.md 4: support rests on a public task; withdrawing a consent ends a sharing.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, get_args

import pytest

from ht_intake.domain.codes import OrganisationKind
from ht_intake.domain.lawful_basis import (
    NO_BASES_YET,
    USUAL,
    Bases,
    Basis,
    Command,
    Event,
    LawfulBasisRegistered,
    RegisterLawfulBasis,
    basis_of,
    decide,
    evolve,
)
from ht_intake.domain.refusals import (
    NeedsACondition,
    SpecialCategoryNeedsArticle9,
    SupportRestsOnNoConsent,
)
from ht_kit.testing import Specification

from .conftest import Intake
from .world import CHARITY, COUNCIL

JANUARY, APRIL, MAY = date(2026, 1, 1), date(2026, 4, 1), date(2026, 5, 1)
INTEREST = Basis(article_6="6f", article_9="9h", condition="sch1_para2", asks_consent=False)
REGISTER = RegisterLawfulBasis(
    organisation=CHARITY,
    purpose="support",
    basis=INTEREST,
    special_category=True,
    from_on=APRIL,
    assessment="lia-2026-1",
)
REGISTERED = LawfulBasisRegistered(
    organisation=CHARITY,
    purpose="support",
    basis=INTEREST,
    special_category=True,
    from_on=APRIL,
    assessment="lia-2026-1",
)


def the_register(*history: Event) -> Specification[Command, Bases, Event]:
    return Specification(decide, evolve, NO_BASES_YET).given(*history)


def resting_on(**changes: Any) -> RegisterLawfulBasis:
    return replace(REGISTER, basis=replace(INTEREST, **changes))


def test_a_basis_is_registered_once_and_may_be_corrected() -> None:
    public = resting_on(article_6="6e")

    the_register().when(REGISTER).then(REGISTERED)
    the_register(REGISTERED).when(REGISTER).then_nothing()
    the_register(REGISTERED).when(public).then(replace(REGISTERED, basis=public.basis))


def test_health_data_need_a_basis_of_article_9_with_its_condition() -> None:
    the_register().when(resting_on(article_9=None)).then_refused(SpecialCategoryNeedsArticle9)
    the_register().when(resting_on(condition=None)).then_refused(NeedsACondition)
    plain = replace(resting_on(article_9=None, condition=None), special_category=False)
    the_register().when(plain).then(
        replace(REGISTERED, basis=plain.basis, special_category=False)
    )


@pytest.mark.parametrize("purpose", ["support", "safeguarding"])
def test_support_and_safeguarding_rest_on_no_consent(purpose: str) -> None:
    asked = replace(resting_on(article_6="6a"), purpose=purpose)

    the_register().when(asked).then_refused(SupportRestsOnNoConsent)


def test_what_holds_on_a_day_was_registered_last_before_it() -> None:
    later = replace(REGISTERED, from_on=MAY, basis=replace(INTEREST, article_6="6e"))
    bases = evolve(evolve(NO_BASES_YET, later), REGISTERED)

    def on(day: date) -> tuple[str, Basis | None]:
        return basis_of(bases, "support", kind="charity", day=day)

    assert on(JANUARY) == ("to_be_decided", None)
    assert on(APRIL) == ("registered", INTEREST)
    assert on(date(2026, 4, 30)) == ("registered", INTEREST)
    assert on(MAY) == ("registered", later.basis)


@pytest.mark.parametrize("kind", get_args(OrganisationKind))
def test_a_public_body_is_shown_the_usual_basis_and_a_charity_has_to_decide(
    kind: OrganisationKind,
) -> None:
    decided, basis = basis_of(NO_BASES_YET, "support", kind=kind, day=APRIL)

    public = kind in {"council", "nhs"}
    assert decided == ("usual" if public else "to_be_decided")
    assert basis == (USUAL["support"] if public else None)


def test_every_usual_basis_could_be_registered_as_it_stands() -> None:
    for purpose, basis in USUAL.items():
        asked = replace(
            REGISTER,
            purpose=purpose,
            basis=basis,
            special_category=basis.article_9 is not None,
        )
        (registered,) = decide(asked, NO_BASES_YET)
        assert registered.basis == basis


SAID: Mapping[str, Any] = {
    "purpose": "support",
    "article_6": "6f",
    "article_9": "9h",
    "condition": "sch1_para2",
    "asks_consent": False,
    "special_category": True,
    "from_on": "2026-04-01",
    "assessment": "lia-2026-1",
}


async def bases(intake: Intake, by: str) -> dict[str, dict[str, Any]]:
    listed = (await intake.get("/lawful-bases", by=by)).json()["items"]
    return {each["purpose"]: each for each in listed}


@pytest.mark.engines
async def test_each_organisation_has_a_register_of_its_own(intake: Intake) -> None:
    for slug, kind in ((CHARITY, "charity"), (COUNCIL, "council")):
        named = {"organisation": slug, "name": slug.title(), "kind": kind}
        await intake.done("/organisations", named, by="olive")

    first = await intake.post("/lawful-bases", SAID, by="ida", key="decided")
    again = await intake.post("/lawful-bases", SAID, by="ida", key="decided")
    ours, theirs = await bases(intake, "tess"), await bases(intake, "cleo-of-the-council")

    assert (first.status_code, again.json()) == (201, first.json())
    assert (ours["support"]["decided"], ours["support"]["article_6"]) == ("registered", "6f")
    assert ours["support"]["since"] == "2026-04-01"
    assert ours["research"] == {
        "purpose": "research",
        "decided": "to_be_decided",
        **dict.fromkeys(
            ("article_6", "article_9", "condition", "asks_consent", "since", "assessment")
        ),
    }
    assert (theirs["support"]["decided"], theirs["support"]["article_6"]) == ("usual", "6e")


@pytest.mark.engines
@pytest.mark.parametrize(
    ("change", "person", "problem"),
    [
        ({}, "tess", "not-permitted"),
        ({}, "maya", "not-permitted"),
        ({"article_6": "7a"}, "ida", "invalid"),
        ({"note": "because we say so"}, "ida", "invalid"),
        ({"article_9": None}, "ada", "special-category-needs-article9"),
        ({"article_6": "6a"}, "ada", "support-rests-on-no-consent"),
    ],
)
async def test_what_cannot_stand_is_refused(
    intake: Intake, change: Mapping[str, Any], person: str, problem: str
) -> None:
    refused = await intake.post("/lawful-bases", {**SAID, **change}, by=person)

    assert refused.json()["type"] == f"urn:ht:problem:{problem}"
    assert await intake.history() == []
