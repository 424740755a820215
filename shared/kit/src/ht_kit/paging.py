"""Pages of lists, by key: nothing is skipped or shown twice when rows are added meanwhile."""

import base64
import binascii
from collections.abc import Callable, Sequence
from typing import Annotated, Generic, TypeVar

import asyncpg
import orjson
from fastapi import Depends, Query
from pydantic import BaseModel

from ht_kit.problems import invalid

Item = TypeVar("Item")


class Page(BaseModel, Generic[Item]):
    """One page of a list, and where the next one starts (null: this was the last)."""

    items: list[Item]
    next: str | None = None


class Paging:
    """Which page is asked for."""

    def __init__(self, after: str | None, limit: int) -> None:
        self._after, self.limit = after, limit

    def start(self, *readers: Callable[[str], object]) -> tuple[object, ...]:
        """Give the key after which the page starts, one value per reader; None for the first.

        Each reader turns one text back into the column's type: `UUID`, `date.fromisoformat`.
        """
        if self._after is None:
            return (None,) * len(readers)
        try:
            texts = orjson.loads(base64.urlsafe_b64decode(self._after.encode()))
            return tuple(read(text) for read, text in zip(readers, texts, strict=True))
        except (ValueError, TypeError, AttributeError, binascii.Error):
            raise invalid(("after", "is not a page that was given")) from None

    def page(
        self,
        rows: Sequence[asyncpg.Record],
        *,
        item: Callable[[asyncpg.Record], Item],
        key: Callable[[asyncpg.Record], Sequence[object]],
    ) -> Page[Item]:
        """Make the page of rows that were read with `LIMIT limit + 1`."""
        shown = rows[: self.limit]
        more = len(rows) > self.limit
        return Page(
            items=[item(row) for row in shown],
            next=_cursor(key(shown[-1])) if more else None,
        )


async def _paging(
    after: Annotated[str | None, Query(max_length=500)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Paging:
    return Paging(after, limit)


PagingDep = Annotated[Paging, Depends(_paging)]


def _cursor(key: Sequence[object]) -> str:
    return base64.urlsafe_b64encode(orjson.dumps([str(value) for value in key])).decode()
