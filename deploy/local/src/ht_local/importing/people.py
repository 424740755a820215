"""One row made into what the services are asked for, or the reasons why it cannot be."""

from dataclasses import dataclass
from datetime import date

from ht_local.importing.cells import Cells, Form, at_noon
from ht_local.importing.mapping import Mapping
from ht_local.importing.measures import NotANumber, NotTrue, conversation
from ht_local.importing.reading import Row

_LONGEST_NAME, _LONGEST_NOTE, _LONGEST_REFERENCE = 200, 4000, 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A row that waits for somebody to correct it, with each reason and its column."""

    row: Row
    reasons: tuple[tuple[str, str], ...]
    words: str = ""

    @property
    def reason(self) -> str:
        """Give the first reason, by which it is counted."""
        return self.reasons[0][0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody of the extract, as the services are asked to take them over."""

    row: Row
    programme: str
    reference: str
    nhs_number: str | None
    last_on: date
    client: Form
    case: Form
    signposts: Form | None


def read_person(row: Row, mapping: Mapping, today: date) -> Person | Held:
    """Make a person of a row, or hold it with every reason that can be told at once."""
    if all(value.strip() in {title, ""} for title, value in row.cells.items()):
        return Held(row=row, reasons=(("repeated_header", ""),))
    if row.short:
        return Held(row=row, reasons=(("cut_short", ""),))
    return _Reader(row, mapping, today).person()


class _Reader:
    """Makes a person of one row's cells."""

    def __init__(self, row: Row, mapping: Mapping, today: date) -> None:
        self._row, self._mapping = row, mapping
        self._cells = Cells(row, mapping, today)

    def person(self) -> Person | Held:
        """Give the person, or hold the row."""
        who = self._mapping.person
        reference = self._cells.needed(who.reference, "missing_reference", _LONGEST_REFERENCE)
        programme = self._cells.coded(self._mapping.programmes, unknown="no_such_programme")
        nhs_number = self._cells.nhs_number()
        client = self._client(reference, nhs_number)
        case, signposts = self._case(), self._signposts()
        self._in_order(client, case)
        if self._cells.problems:
            reasons = tuple(dict.fromkeys(self._cells.problems))
            return Held(row=self._row, reasons=reasons)
        last_on = max(self._cells.days)
        return Person(
            row=self._row,
            programme=programme or "",
            reference=reference,
            nhs_number=nhs_number,
            last_on=last_on,
            client={**client, "last_on": last_on.isoformat()},
            case=case,
            signposts=signposts,
        )

    def _client(self, reference: str, nhs_number: str | None) -> Form:
        who, came = self._mapping.person, self._mapping.referral
        name = " ".join(filter(None, (self._row[title] for title in who.name)))
        if not name:
            self._cells.wrong("missing_name", who.name[0])
        self._cells.short_enough(name, who.name[0], _LONGEST_NAME)
        born = self._cells.day(who.birth_date, spoken_of=False)
        return {
            "row": self._row.number,
            "reference": reference,
            "source": self._cells.coded(came.source, missing="missing_source"),
            "referred_at": self._cells.noon(came.on),
            "registered_at": self._cells.noon(came.on),
            "name": name,
            "birth": {"date": born.isoformat()} if born else {"declined": True},
            "nhs_number": nhs_number,
            "gender": self._cells.coded(who.gender),
            "ethnicity": self._cells.coded(who.ethnicity),
            "gp": {"status": self._cells.coded(who.gp_status)},
            "employment": "not_asked",
            "area": self._cells.area(),
            "telephone": self._cells.telephone(),
        }

    def _case(self) -> Form:
        case, measures = self._mapping.case, self._mapping.measures
        note = self._row[case.note] if case.note else ""
        trainer = self._row[case.trainer] if case.trainer else ""
        self._cells.short_enough(note, case.note or "", _LONGEST_NOTE)
        self._cells.short_enough(trainer, case.trainer or "", _LONGEST_NAME)
        held = []
        for phase, columns in (("pre", measures.pre), ("post", measures.post)):
            if columns is None:
                continue
            try:
                measured = conversation(self._row, columns)
            except NotANumber as wrong:
                self._cells.wrong("not_a_number", wrong.column)
                continue
            except NotTrue as wrong:
                self._cells.wrong("not_plausible", wrong.column)
                continue
            if measured:
                held.append(
                    {"phase": phase, "taken_at": self._cells.first(columns.taken), **measured}
                )
        return {
            "opened_at": self._cells.noon(case.opened),
            "trainer": trainer or None,
            "note": note or None,
            "conversations": held,
            "plan": self._plan(),
        }

    def _plan(self) -> Form | None:
        columns = self._mapping.plan
        if columns is None:
            return None
        agreed, ended = (self._row[each.column] for each in (columns.agreed, columns.ended))
        ending = self._cells.coded(columns.ending, may_lack=True)
        checks = self._checks(ending)
        if not any((agreed, ended, ending, checks)):
            return None
        if not agreed:
            self._cells.wrong("incomplete_plan", columns.agreed.column)
        if bool(ended) != bool(ending):
            self._cells.wrong("incomplete_plan", columns.ended.column)
        came_of_it = ending in {"achieved", "part_achieved", "not_achieved"}
        return {
            "primary_issue": self._cells.coded(columns.issue, may_lack=True),
            "agreed_at": self._cells.noon(columns.agreed) if agreed else None,
            "result": ending if came_of_it else None,
            "ended_early": None if came_of_it else ending,
            "ended_at": self._cells.noon(columns.ended) if ended else None,
            "checks": checks,
        }

    def _checks(self, ending: str | None) -> list[Form]:
        columns, plan = self._mapping.check, self._mapping.plan
        if columns is None or plan is None:
            return []
        result = self._cells.coded(columns.result, may_lack=True)
        if result is None:
            return []
        if ending not in {"achieved", "part_achieved"}:
            self._cells.wrong("check_without_change", columns.result.column)
        on, ended = self._cells.day(columns.on), self._cells.day(plan.ended)
        if on is None or ended is None:
            return []
        since = (on - ended).days / 30.4
        months = min(columns.months, key=lambda each: abs(each - since))
        return [{"months": months, "result": result, "checked_at": at_noon(on)}]

    def _signposts(self) -> Form | None:
        columns = self._mapping.signposts
        if columns is None:
            return None
        told = [each.strip() for each in self._row[columns.column].split(columns.separator)]
        places = [columns.codes.get(each) for each in told if each]
        if None in places:
            self._cells.wrong("unknown_code", columns.column)
        if not places:
            return None
        return {"destinations": places, "signposted_at": self._cells.first(columns.taken)}

    def _in_order(self, client: Form, case: Form) -> None:
        plan = case["plan"] or {}
        agreed, ended = plan.get("agreed_at"), plan.get("ended_at")
        checked = [check["checked_at"] for check in plan.get("checks", [])]
        for earlier, later, column in (
            (client["registered_at"], case["opened_at"], self._mapping.case.opened.column),
            (agreed, ended, self._mapping.plan.ended.column if self._mapping.plan else ""),
            *(
                (ended, each, self._mapping.check.on.column if self._mapping.check else "")
                for each in checked
            ),
        ):
            if earlier and later and later < earlier:
                self._cells.wrong("out_of_order", column)
