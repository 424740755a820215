"""One NHS number in two programmes comes to whoever may look at both, and to nobody else."""

import pytest

from .conftest import Intake
from .world import APRIL, ROSE

pytestmark = pytest.mark.engines

PATH = "/shared-numbers"


async def in_two_programmes(intake: Intake) -> tuple[str, str]:
    one = await intake.rose()
    told = await intake.done("/clients", ROSE, by="sam-of-southfield")
    assert told["possible_same_person"] is False
    return one, str(told["id"])


async def listed(intake: Intake, by: str) -> list[dict[str, str]]:
    answer = await intake.get(PATH, by=by)
    assert answer.status_code == 200, answer.text
    items: list[dict[str, str]] = answer.json()["items"]
    return items


async def test_the_lead_of_the_organisation_is_shown_both(intake: Intake) -> None:
    one, other = await in_two_programmes(intake)

    (line,) = await listed(intake, "ida")

    assert {line["client"], line["other"]} == {one, other}
    assert {line["programme"], line["others_programme"]} == {"northfield", "southfield"}
    assert len(await intake.looks()) == 1


async def test_nobody_of_one_programme_or_of_elsewhere_is_shown_it(intake: Intake) -> None:
    await in_two_programmes(intake)

    assert await listed(intake, "ivy") == []
    assert await listed(intake, "ian-of-the-council") == []
    for by in ("tess", "sana", "maya", "ada", "sam-of-southfield"):
        assert (await intake.get(PATH, by=by)).status_code == 403


async def test_who_is_erased_or_of_one_programme_is_not_listed(intake: Intake) -> None:
    one, _ = await in_two_programmes(intake)
    await intake.rose()
    assert len(await listed(intake, "ida")) == 2

    await intake.done(f"/clients/{one}/erase", {"reason_code": "ordered_by_law"}, by="ida")

    (left,) = await listed(intake, "ida")
    assert one not in left.values()


async def test_a_number_that_was_put_right_is_not_shared_any_more(intake: Intake) -> None:
    one, _ = await in_two_programmes(intake)
    amended = {
        "amended_at": APRIL,
        "because": "corrected",
        "reason": "misread",
        "nhs_number": {"number": "9990000026"},
    }
    await intake.done(f"/clients/{one}/details", amended, by="tess")

    assert await listed(intake, "ida") == []
