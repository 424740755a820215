"""The ledger is held against the streams and the stores; what is missing is named."""

import asyncpg
import pytest

from ht_kit.reconciliation import compare
from ht_local.pytest_engines import Database
from ht_reporting.reconciling import Ledger

from .databases import acting_as, copy_of, take_in
from .looking_at_facts import admin
from .streams import Streams

pytestmark = pytest.mark.engines
WITHOUT_TRIGGERS = "SET session_replication_role = replica; "


async def test_a_ledger_row_that_is_missing_is_named_with_its_day(
    empty_database: Database, golden: Streams
) -> None:
    await take_in(empty_database, [("intake", golden.intake.events[:50])])
    whole = await copy_of(empty_database)
    await admin(
        empty_database, WITHOUT_TRIGGERS + "DELETE FROM ledger WHERE service_position IN (7, 9)"
    )

    async with acting_as(whole, "worker") as one, acting_as(empty_database, "worker") as other:
        equal = await compare("intake", Ledger(one, "intake"), Ledger(one, "intake"))
        found = await compare("intake", Ledger(one, "intake"), Ledger(other, "intake"))

    assert str(equal) == "intake: ledger against ledger: equal at 50"
    assert found.differences[0] == "the ledger has 48 of 50 events: missing 7, 9"
    assert found.differences[-1] == ("on 2012-01-01 the ledger has 50 events, the ledger 48")


async def test_a_ledger_that_has_received_less_is_behind(
    empty_database: Database, golden: Streams
) -> None:
    await take_in(empty_database, [("intake", golden.intake.events[:50])])
    further = await copy_of(empty_database)
    await take_in(further, [("intake", golden.intake.events[50:80])])

    async with (
        acting_as(further, "worker") as one,
        acting_as(empty_database, "worker") as other,
    ):
        found = await compare("intake", Ledger(one, "intake"), Ledger(other, "intake"))
        nothing = await compare("plans", Ledger(one, "plans"), Ledger(other, "plans"))

    assert (found.behind, found.differences) == (30, ())
    assert str(nothing) == "plans: ledger against ledger: equal at 0"


async def test_a_ledger_whose_hashes_are_others_is_found_at_the_first(
    empty_database: Database, golden: Streams
) -> None:
    await take_in(empty_database, [("intake", golden.intake.events[:50])])
    whole = await copy_of(empty_database)
    changed = "UPDATE ledger SET hash = sha256(hash) WHERE service_position >= 33"
    with pytest.raises(asyncpg.RestrictViolationError):
        await admin(empty_database, changed)
    await admin(empty_database, WITHOUT_TRIGGERS + changed)

    async with acting_as(whole, "worker") as one, acting_as(empty_database, "worker") as other:
        found = await compare("intake", Ledger(one, "intake"), Ledger(other, "intake"))

    assert found.differences == ("hashes differ from position 33 on",)
