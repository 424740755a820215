"""Completing, correcting and changing what is known of a client."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import date
from typing import Any, Final

from ht_intake.domain.client.area import Area, quintile_of
from ht_intake.domain.client.events import ClientRegistered
from ht_intake.domain.client.said import ClientDetailsAmended
from ht_intake.domain.client.saying import AmendDetails
from ht_intake.domain.client.state import FIELDS_OF, Client
from ht_intake.domain.codes import DetailGroup
from ht_intake.domain.days import age_band_on, london_day, not_after
from ht_intake.domain.refusals import (
    CorrectionNeedsReason,
    NameNeeded,
    NotRegistered,
    SayWhyItDiffers,
)

_UNANSWERED: Final = frozenset({None, "not_asked", "not_known"})
_SAYS_WHETHER_ASKED: Final[Mapping[DetailGroup, tuple[str, ...]]] = {
    "name": ("name", "called"),
    "birth": ("age_band",),
    "nhs_number": ("nhs_number", "nhs_number_absent"),
    "gender": ("gender",),
    "ethnicity": ("ethnicity",),
    "place": ("postcode", "unresolved", "address"),
    "reaching": ("how_reached", "reached_through", "telephone", "email"),
}


def amend_details(asked: AmendDetails, client: Client) -> list[ClientDetailsAmended]:
    """Note what is known now, and whether it was asked, was wrong, or has changed."""
    known = client.registered
    if known is None:
        raise NotRegistered
    not_after(asked.asked_at, asked.amended_at)
    told = _told(asked, known)
    changed = tuple(
        group for group, fields in told.items()
        if any(getattr(known, name) != value for name, value in fields.items())
    )  # fmt: skip
    if not changed:
        return []
    if any(_answered(known, group, told[group]) for group in changed):
        if asked.because is None:
            raise SayWhyItDiffers
        if asked.because == "corrected" and asked.reason is None:
            raise CorrectionNeedsReason
    else:
        asked = replace(asked, because=None)
    fields: dict[str, Any] = {k: v for group in changed for k, v in told[group].items()}
    return [
        ClientDetailsAmended(
            client=known.client,
            changed=changed,
            because=asked.because or "asked",
            reason=asked.reason,
            amended_at=asked.amended_at,
            **fields,
        )
    ]


def _answered(known: ClientRegistered, group: DetailGroup, told: Mapping[str, Any]) -> bool:
    """Say whether something that was answered before is told otherwise now."""
    return any(
        getattr(known, name) not in _UNANSWERED and getattr(known, name) != told[name]
        for name in _SAYS_WHETHER_ASKED[group]
    )


def _told(asked: AmendDetails, known: ClientRegistered) -> dict[DetailGroup, dict[str, Any]]:
    """Give every field of each group that is told, as it is to be known from now on."""
    told: dict[DetailGroup, dict[str, Any]] = {}
    if asked.names is not None:
        if asked.names.name is None and asked.names.called is None:
            raise NameNeeded
        told["name"] = asdict(asked.names)
    if asked.birth is not None:
        told["birth"] = _birth(asked, known)
    if asked.nhs_number is not None:
        told["nhs_number"] = {
            "nhs_number": asked.nhs_number.number,
            "nhs_number_status": "07" if asked.nhs_number.number is None else "02",
            "nhs_number_absent": asked.nhs_number.absent,
            "possible_same_person": known.possible_same_person or asked.nhs_number.known_here,
        }
    if asked.gender is not None:
        told["gender"] = {"gender": asked.gender}
    if asked.ethnicity is not None:
        told["ethnicity"] = {"ethnicity": asked.ethnicity}
    if asked.area is not None:
        told["place"] = _place(asked.area) | {"address": asked.address}
    if asked.reaching is not None:
        told["reaching"] = asdict(asked.reaching)
    return {group: {name: told[group][name] for name in FIELDS_OF[group]} for group in told}


def _birth(asked: AmendDetails, known: ClientRegistered) -> dict[str, Any]:
    """Code the age as of the day of registration: it is the age at which they joined."""
    if not isinstance(asked.birth, date):
        return {"birth_date": None, "age_band": asked.birth}
    band = age_band_on(london_day(known.registered_at), born=asked.birth)
    return {"birth_date": asked.birth, "age_band": band}


def _place(area: Area) -> dict[str, Any]:
    told = asdict(area)
    edition = told.pop("edition")
    return {
        **told,
        "deprivation_edition": edition,
        "quintile": quintile_of(area.decile),
    }
