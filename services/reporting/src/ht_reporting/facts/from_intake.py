"""What the intake service's events tell of programmes and clients."""

from collections.abc import Callable, Mapping

from ht_contracts import intake
from ht_reporting.facts.kinds import CLIENT, LINK, PROGRAMME, RESOLVED
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
        "gp_status": _answer(data["gp_status"]),
        "gp_status_latest": data["gp_status"],
        "employment": _answer(data["employment"]),
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
    """Tell what was said of a client's practice after they joined: a first answer counts."""
    told = {"gp_status": _answer(data["gp_status"]), "gp_status_latest": data["gp_status"]}
    return [Change(CLIENT, (data["client"],), told)]


def employment_recorded(data: Data) -> list[Change]:
    """Tell what was said of a client's employment after they joined: a first answer counts."""
    told = {"employment": _answer(data["employment"]), "employment_latest": data["employment"]}
    return [Change(CLIENT, (data["client"],), told)]


def client_details_amended(data: Data) -> list[Change]:
    """Tell what was asked or corrected since: what has changed leaves untouched who joined.

    A place that could be resolved at last says so: otherwise the former reason would stay.
    """
    if data["because"] == "changed":
        return []
    told = {name: data.get(name) for name in ("age_band", "gender", "ethnicity")}
    if "place" in data["changed"]:
        told |= {
            "quintile": data.get("quintile"),
            "decile": data.get("decile"),
            "deprivation_edition": data.get("deprivation_edition"),
            "ward": data.get("ward"),
            "local_authority": data.get("local_authority"),
            "unresolved": data.get("unresolved") or RESOLVED,
        }
    return [Change(CLIENT, (data["client"],), told)]


def client_merged(data: Data) -> list[Change]:
    """Tell that a client is the same person as another."""
    return [Change(LINK, (data["client"],), {"into_client": data["into"], "linked": True})]


def client_unmerged(data: Data) -> list[Change]:
    """Tell that a client is a person of their own after all."""
    return [Change(LINK, (data["client"],), {"into_client": data["into"], "linked": False})]


def _answer(code: str) -> str | None:
    return None if code == "not_asked" else code


INTAKE: Mapping[str, Callable[[Data], list[Change]]] = {
    intake.ProgrammeRegistered.type: programme_registered,
    intake.ClientRegistered.type: client_registered,
    intake.GpStatusRecorded.type: gp_status_recorded,
    intake.EmploymentRecorded.type: employment_recorded,
    intake.ClientMerged.type: client_merged,
    intake.ClientUnmerged.type: client_unmerged,
    intake.ClientDetailsAmended.type: client_details_amended,
}
