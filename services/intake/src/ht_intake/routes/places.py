"""Where somebody lives, as they say it, and the area that the reference tables give for it."""

from typing import Annotated, Self

from fastapi import Depends
from pydantic import StrictBool, model_validator

from ht_intake.domain.client.area import NOT_ASKED_WHERE, Area
from ht_intake.refdata.lookup import EditionNotLoaded, area_of
from ht_intake.routes.edition import EditionDep
from ht_intake.routes.forms import Address, Form, Postcode
from ht_kit.http import ReadDep
from ht_kit.problems import unavailable
from ht_kit.reading import Reads


class PostcodeForm(Form):
    """A postcode, or the reason why there is none. None of them: it was not asked."""

    postcode: Postcode | None = None
    postcode_declined: StrictBool = False
    postcode_not_known: StrictBool = False
    no_fixed_abode: StrictBool = False

    @model_validator(mode="after")
    def _one_answer(self) -> Self:
        where = [self.postcode is not None, self.postcode_declined, self.postcode_not_known,
                 self.no_fixed_abode]  # fmt: skip
        if where.count(True) > 1:
            raise ValueError(
                "is one of postcode, postcode_declined, postcode_not_known and no_fixed_abode"
            )
        return self


class PlaceForm(PostcodeForm):
    """Where somebody lives, with their address if they give it."""

    address: Address | None = None


class Places:
    """Finds areas in the edition that this installation resolves postcodes with."""

    def __init__(self, read: Reads, edition: str) -> None:
        self._read, self._edition = read, edition

    async def area_of(self, place: PostcodeForm) -> Area:
        """Give the area of a place, or why there is none."""
        if place.postcode is not None:
            try:
                return await area_of(self._read, place.postcode, edition=self._edition)
            except EditionNotLoaded as missing:
                raise unavailable("reference-data-missing", missing.__doc__ or "") from None
        if place.postcode_declined:
            return Area(unresolved="declined")
        if place.postcode_not_known:
            return Area(unresolved="not_known")
        return Area(unresolved="no_fixed_abode") if place.no_fixed_abode else NOT_ASKED_WHERE


async def _places(read: ReadDep, edition: EditionDep) -> Places:
    return Places(read, edition)


PlacesDep = Annotated[Places, Depends(_places)]
