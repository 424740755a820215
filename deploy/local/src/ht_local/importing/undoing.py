"""Taking an import back: all that nobody has worked with since, and a list of what stays."""

from dataclasses import dataclass, field
from uuid import UUID, uuid4

from rich.console import Console
from rich.progress import Progress

from ht_local.importing.asking import Office, chunks, items
from ht_local.lives.api import Api, Positions, Standing
from ht_plans.routes.import_forms import imported_case_id


@dataclass(slots=True, kw_only=True)
class Undone:
    """How many people were taken back, and who stays, each with why."""

    undone: int = 0
    kept: dict[str, str] = field(default_factory=dict)
    reached: Positions = field(default_factory=Positions)


async def undo(api: Api, office: Office, import_id: str, console: Console) -> Undone:
    """Take back whom nobody has worked with; asked again, it goes on where it was."""
    done = Undone()
    after = done.reached
    await api.do(
        office.anywhere, "intake", f"/imports/{import_id}/undo", {}, key=_key(), after=after
    )
    came = await api.see_all(office.anywhere, "intake", f"/imports/{import_id}/clients")
    waiting = [each for each in came if not each["undone"]]
    done.undone = len(came) - len(waiting)
    done.kept |= {
        str(each["client"]): "their record was worked with"
        for each in waiting
        if each["worked_with"]
    }
    with Progress(console=console) as progress:
        task = progress.add_task("people", total=len(waiting))
        for programme in sorted({str(each["programme"]) for each in waiting}):
            clients = [
                str(each["client"])
                for each in waiting
                if each["programme"] == programme and not each["worked_with"]
            ]
            for some in chunks(clients):
                await _take_back(api, office.of(programme), import_id, some, done)
                progress.advance(task, len(some))
    return done


async def _take_back(
    api: Api, who: Standing, import_id: str, clients: list[str], done: Undone
) -> None:
    path = f"/imports/{import_id}"
    case_of = {client: str(imported_case_id(UUID(client))) for client in clients}
    asked = {"cases": list(case_of.values())}
    told = await api.ask(who, "referrals", f"{path}/worked-with", asked)
    sent_on = set(told["cases"]) if isinstance(told["cases"], list) else set()
    done.kept |= {
        client: "they were sent or told on" for client in clients if case_of[client] in sent_on
    }
    left = [client for client in clients if case_of[client] not in sent_on]
    if not left:
        return
    form = {"clients": left}
    told = await api.do(
        who, "plans", f"{path}/cases/undo", form, key=_key(), after=done.reached
    )
    gone = {each["client"] for each in items(told) if each["outcome"] != "refused"}
    done.kept |= {
        each["client"]: str(each["detail"])
        for each in items(told)
        if each["outcome"] == "refused"
    }
    if not gone:
        return
    cases = {"cases": sorted(case_of[client] for client in gone)}
    await api.do(
        who, "referrals", f"{path}/signposts/undo", cases, key=_key(), after=done.reached
    )
    form = {"clients": sorted(gone)}
    told = await api.do(
        who, "intake", f"{path}/clients/undo", form, key=_key(), after=done.reached
    )
    for each in items(told):
        if each["outcome"] == "undone":
            done.undone += 1
        else:
            done.kept[each["client"]] = f"in part: {each['detail']}"


def _key() -> str:
    """Give a key: the rules know by themselves what was taken back, whatever the key."""
    return f"import/undo/{uuid4()}"
