"""What preview, commit and undo ask the services for: many people in one request."""

import base64
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from ht_local.lives.api import Api, Standing
from ht_local.trouble import Trouble

T = TypeVar("T")
AT_ONCE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """Somebody who answers for imports, in the programmes that they act in."""

    persona: str
    programmes: tuple[str, ...]

    def of(self, programme: str) -> Standing:
        """Give their standing in one programme, or say that they have none."""
        if programme not in self.programmes:
            raise Trouble(
                f"{self.persona} does not act in the programme {programme}. Register the"
                " programme and join it as an administrator or manager, or name somebody"
                " who has with --as."
            )
        return Standing(persona=self.persona, programme=programme)

    @property
    def anywhere(self) -> Standing:
        """Give a standing in any of them: an import belongs to the organisation."""
        return self.of(self.programmes[0])


async def office_of(api: Api, persona: str) -> Office:
    """Say in which programmes somebody may import, as their token says it."""
    token = await api.token(persona)
    body = token.split(".")[1]
    claims = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    programmes = tuple(
        each["programme"]
        for each in claims.get("memberships", [])
        if each.get("programme") and {"administrator", "manager"} & set(each["roles"])
    )
    if not programmes:
        raise Trouble(
            f"{persona} is administrator or manager of no programme, so cannot import."
            " `ht personas` lists who is."
        )
    return Office(persona=persona, programmes=programmes)


def chunks(things: Sequence[T], size: int = AT_ONCE) -> Iterator[list[T]]:
    """Cut a list into requests."""
    for start in range(0, len(things), size):
        yield list(things[start : start + size])


def items(told: dict[str, Any]) -> list[dict[str, Any]]:
    """Give what became of each thing that was sent."""
    found: list[dict[str, Any]] = told["items"]
    return found
