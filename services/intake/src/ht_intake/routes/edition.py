"""Which deprivation indices this installation resolves postcodes with."""

from typing import Annotated

from fastapi import Depends, Request

from ht_intake.settings import Settings


async def _edition(request: Request) -> str:
    settings = request.app.state.settings
    assert isinstance(settings, Settings)  # noqa: S101 - the service puts them there
    return settings.deprivation_edition


EditionDep = Annotated[str, Depends(_edition)]
