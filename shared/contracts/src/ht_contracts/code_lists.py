"""Every code that an event may carry, with its label and where it comes from."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict, TypeAdapter


class Code(BaseModel):
    """One code of one list.

    A retired code can still be read in old events, and is no longer offered. Without
    `active_from` the code has been there as long as its list.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    list: str
    code: str
    label: str
    source: str
    source_version: str
    active_from: date | None
    retired_on: date | None

    def offered_on(self, day: date) -> bool:
        """Say whether somebody may still choose this code on a day."""
        begun = self.active_from is None or self.active_from <= day
        return begun and (self.retired_on is None or day < self.retired_on)


@cache
def code_lists() -> Mapping[str, tuple[Code, ...]]:
    """Give the registry: the name of a list to its codes, in the order they are offered."""
    rows = TypeAdapter(tuple[Code, ...]).validate_json(
        files("ht_contracts").joinpath("code_lists.json").read_bytes()
    )
    lists: dict[str, tuple[Code, ...]] = {}
    for row in rows:
        lists[row.list] = (*lists.get(row.list, ()), row)
    return lists
