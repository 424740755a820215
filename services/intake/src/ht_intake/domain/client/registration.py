"""Taking somebody on: as little as the person wishes to say is enough."""

from datetime import date

from ht_intake.domain.client.area import Gp, quintile_of
from ht_intake.domain.client.commands import (
    RecordEmployment,
    RecordGpStatus,
    RegisterClient,
)
from ht_intake.domain.client.events import (
    ClientRegistered,
    EmploymentRecorded,
    Event,
    GpStatusRecorded,
)
from ht_intake.domain.client.state import Client
from ht_intake.domain.codes import AgeBand, NhsNumberAbsent
from ht_intake.domain.days import age_band_on, london_day, not_after
from ht_intake.domain.refusals import NameNeeded, NotAskedIsNoAnswer, PracticeOfNobody


def register(asked: RegisterClient, client: Client) -> list[Event]:
    """Make a person known, with what is coded from their data as of this day."""
    if client.registered is not None:
        return []
    not_after(asked.asked_at, asked.registered_at)
    if asked.name is None and asked.called is None:
        raise NameNeeded
    _has_sense(asked.gp)
    return [_registered(asked)]


def _registered(asked: RegisterClient) -> ClientRegistered:
    return ClientRegistered(
        client=asked.client,
        programme=asked.programme,
        registered_at=asked.registered_at,
        name=asked.name,
        called=asked.called,
        birth_date=asked.birth if isinstance(asked.birth, date) else None,
        age_band=_age_band(asked),
        nhs_number=asked.nhs_number,
        nhs_number_status="07" if asked.nhs_number is None else "02",
        nhs_number_absent=_why_absent(asked),
        possible_same_person=asked.possible_same_person,
        gender=asked.gender,
        ethnicity=asked.ethnicity,
        gp_status=asked.gp.status,
        gp_practice=asked.gp.practice,
        employment=asked.employment,
        how_reached=asked.how_reached,
        reached_through=asked.reached_through,
        telephone=asked.telephone,
        email=asked.email,
        address=asked.address,
        postcode=asked.area.postcode,
        lsoa=asked.area.lsoa,
        ward=asked.area.ward,
        local_authority=asked.area.local_authority,
        lookup_version=asked.area.lookup_version,
        decile=asked.area.decile,
        quintile=quintile_of(asked.area.decile),
        deprivation_edition=asked.area.edition,
        unresolved=asked.area.unresolved,
    )


def _why_absent(asked: RegisterClient) -> NhsNumberAbsent | None:
    if asked.nhs_number is not None:
        return None
    return asked.nhs_number_absent or "not_asked"


def _age_band(asked: RegisterClient) -> AgeBand:
    if isinstance(asked.birth, date):
        return age_band_on(london_day(asked.registered_at), born=asked.birth)
    return asked.birth


def _has_sense(gp: Gp) -> None:
    if gp.practice is not None and gp.status != "registered":
        raise PracticeOfNobody


def record_gp_status(asked: RecordGpStatus, client: Client) -> list[Event]:
    """Add what the client says about their GP now."""
    not_after(asked.asked_at, asked.recorded_at)
    if asked.gp.status == "not_asked":
        raise NotAskedIsNoAnswer
    _has_sense(asked.gp)
    recorded = GpStatusRecorded(
        client=client.id,
        status=asked.gp.status,
        practice=asked.gp.practice,
        recorded_at=asked.recorded_at,
    )
    return [] if recorded in client.gp else [recorded]


def record_employment(asked: RecordEmployment, client: Client) -> list[Event]:
    """Add what the client says about work now."""
    not_after(asked.asked_at, asked.recorded_at)
    if asked.employment == "not_asked":
        raise NotAskedIsNoAnswer
    recorded = EmploymentRecorded(
        client=client.id, employment=asked.employment, recorded_at=asked.recorded_at
    )
    return [] if recorded in client.employment else [recorded]
