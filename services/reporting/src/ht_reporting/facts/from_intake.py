"""What the intake service's events tell of programmes and clients."""

from collections.abc import Callable, Mapping

from ht_contracts import intake
from ht_reporting.facts.kinds import CLIENT, PROGRAMME
from ht_reporting.facts.shape import Change, Data, instant


def programme_registered(data: Data) -> list[Change]:
    """Tell that a programme exists, in an area of a region."""
    told = {"area": data["area"], "region": data["region"]}
    return [Change(PROGRAMME, (data["programme"],), told)]


def client_registered(data: Data) -> list[Change]:
    """Tell that a person is a client, with what was told then."""
    told = {
        "registered_at": instant(data["registered_at"]),
        "age_band": data["age_band"],
        "gender": data["gender"],
        "ethnicity": data["ethnicity"],
        "gp_status": data["gp_status"],
        "gp_status_latest": data["gp_status"],
        "employment": data["employment"],
        "employment_latest": data["employment"],
        "quintile": data["quintile"],
        "decile": data["decile"],
        "deprivation_edition": data["deprivation_edition"],
        "ward": data["ward"],
        "local_authority": data["local_authority"],
        "unresolved": data["unresolved"],
    }
    return [Change(CLIENT, (data["client"],), told)]


def gp_status_recorded(data: Data) -> list[Change]:
    """Tell that a client's registration with a practice changed after they joined."""
    return [Change(CLIENT, (data["client"],), {"gp_status_latest": data["gp_status"]})]


def employment_recorded(data: Data) -> list[Change]:
    """Tell that a client's employment changed after they joined."""
    return [Change(CLIENT, (data["client"],), {"employment_latest": data["employment"]})]


INTAKE: Mapping[str, Callable[[Data], list[Change]]] = {
    intake.ProgrammeRegistered.type: programme_registered,
    intake.ClientRegistered.type: client_registered,
    intake.GpStatusRecorded.type: gp_status_recorded,
    intake.EmploymentRecorded.type: employment_recorded,
}
