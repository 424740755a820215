"""Northfield with a programme beside it, and one of another organisation."""

from uuid import UUID

import pytest

from ht_contracts.intake import ProgrammeRegistered
from ht_kit.due import DueRunner
from ht_kit.ids import new_id
from ht_plans.carrying import carried

from .programme import Northfield, converted


@pytest.fixture
async def towns(northfield: Northfield) -> Northfield:
    """Give Northfield, with a programme beside it and one of another organisation."""
    for programme, organisation in (
        ("eastfield", "wellbeing-northfield"),
        ("southfield", "southfield-council"),
    ):
        registered = ProgrammeRegistered(
            programme=programme,
            area="Demonstration",
            region="North West",
            maintenance_months=(3,),
            caseload_cap=None,
        )
        await northfield.hears(registered, organisation=organisation)
    return northfield


async def carries(northfield: Northfield) -> None:
    """Have all that is to be carried arrive, and what follows of it."""
    runner = DueRunner("plans", carried(northfield.handlers))
    while await runner.run_once(northfield.worker):
        pass


async def registers_there(towns: Northfield, client: UUID | None = None) -> UUID:
    """Have intake tell that the other organisation has registered somebody."""
    client = client or new_id()
    await towns.hears_of_clients(
        converted(new_id(), client), organisation="southfield-council", programme="southfield"
    )
    return client
