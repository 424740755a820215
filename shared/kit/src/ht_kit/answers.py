"""What a command is answered with: what it made or changed, and where that stands."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from fastapi import Response
from pydantic import BaseModel, ConfigDict

from ht_kit.decider import Recorded


class Answered(BaseModel):
    """The answer to a command; named ids (`goal`, `session`, …) stand beside these fields."""

    model_config = ConfigDict(extra="allow")

    id: UUID
    version: int
    position: int


KNOWN_ALREADY: Final[dict[int | str, dict[str, Any]]] = {
    200: {"model": Answered, "description": "Known already: what was made before"}
}
"""What a route says in `responses` when it makes something (201) unless it is there."""


class Answer:
    """Puts what was recorded into the answer to a command."""

    def __init__(self, service: str, response: Response) -> None:
        self._service, self._response = service, response

    def __call__(
        self,
        recorded: Recorded,
        *,
        created: bool = False,
        more: Mapping[str, object] | None = None,
    ) -> Answered:
        """Answer 201 when something was `created`, else 200; `more` joins the body."""
        self._response.status_code = 201 if created else 200
        self._response.headers["ETag"] = f'"{recorded.version}"'
        self._response.headers["Ht-Position"] = f"{self._service}={recorded.position}"
        return Answered.model_validate(
            {
                **recorded.ids,
                **(more or {}),
                "id": recorded.id,
                "version": recorded.version,
                "position": recorded.position,
            }
        )
