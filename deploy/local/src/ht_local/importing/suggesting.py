"""A first draft of a mapping, made from what an extract looks like.

It tells encoding, separator, forms of days, which column is probably what, and lists the words
of each column that needs codes. Whatever it cannot tell says CHOOSE, and a mapping with that
in it is refused line by line until somebody has chosen.
"""

import csv
import io
import re
from collections.abc import Mapping as Map
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import get_args

import yaml

from ht_contracts.codes import (
    CheckResult,
    Destination,
    EndedEarly,
    Ethnicity,
    Gender,
    GpStatus,
    Issue,
    PlanResult,
    ReferralSource,
)
from ht_local.trouble import Trouble

CHOOSE = "CHOOSE"
_FORMS = ("%d/%m/%Y", "%d/%m/%y", "%Y-%m-%d", "%d-%b-%y", "%d-%b-%Y", "%d.%m.%Y", "%d %B %Y")
_MANY = 40

# Words that a column's title tends to have, the best first; what is found is taken once.
_TITLES: Map[str, tuple[str, ...]] = {
    "reference": (r"client id", r"^ref(erence)?$", r"\bid$", r"\bref\b"),
    "given": (r"fore ?name", r"first.?name", r"given"),
    "family": (r"sur ?name", r"last.?name", r"family"),
    "nhs_number": (r"nhs.?(no|num)",),
    "birth_date": (r"\bdob\b", r"birth"),
    "gender": (r"gender", r"^sex$"),
    "ethnicity": (r"ethnic",),
    "lsoa": (r"lsoa",),
    "postcode": (r"post.?code",),
    "gp_status": (r"\bgp.?reg", r"gp.*regist"),
    "telephone": (r"telephone", r"phone", r"mobile"),
    "referred": (r"referral date", r"date.*refer", r"^referred"),
    "source": (r"referral source", r"source"),
    "programme": (r"programme", r"^service", r"project"),
    "trainer": (r"health trainer", r"trainer", r"worker"),
    "opened": (r"assessment date", r"assess"),
    "height": (r"height",),
    "weight_pre": (r"weight.*(pre|before)", r"weight.*start"),
    "weight_post": (r"weight.*(post|after)", r"weight.*end"),
    "fruit_pre": (r"(fruit|\bfv).*(pre|before)", r"^fv.*before"),
    "fruit_post": (r"(fruit|\bfv).*(post|after)", r"^fv.*after"),
    "snacks_pre": (r"snack.*(pre|before)",),
    "snacks_post": (r"snack.*(post|after)",),
    "health_pre": (r"(general health|^gh).*(pre|before)",),
    "health_post": (r"(general health|^gh).*(post|after)",),
    "who5_pre": (r"who.?5.*(pre|before)",),
    "who5_post": (r"who.?5.*(post|after)",),
    "check_on": (r"(check|maint).*date",),
    "check": (r"(check|maint).*result",),
    "ended": (r"outcome date", r"result.?date", r"end.?date"),
    "ending": (r"outcome", r"^result"),
    "agreed": (r"agreed", r"plan.?date"),
    "issue": (r"primary issue", r"issue", r"topic"),
    "signposts": (r"signpost", r"onward"),
    "note": (r"notes?$", r"comment"),
}
# What a word tends to mean; the first that fits is taken.
_MEANINGS: Map[str, Map[str, str]] = {
    "gender": {r"^m": "1", r"^f": "2", r"not|unknown": "not_known"},
    "ethnicity": {
        r"british$": "A", r"irish": "B", r"other white|white.*other": "C",
        r"white and black caribbean": "D", r"white and black african": "E",
        r"white and asian": "F", r"other mixed": "G", r"indian": "H", r"pakistani": "J",
        r"bangladeshi": "K", r"other asian": "L", r"caribbean": "M", r"african": "N",
        r"other black": "P", r"chinese": "R", r"not stated": "Z", r"other": "S",
    },
    "gp_status": {r"^y": "registered", r"not known|unknown": "V81999", r"^n": "V81997"},
    "source": {
        r"^gp|practice": "gp_practice", r"^self": "self", r"friend|relative|carer":
        "carer_or_relative", r"health visitor|community health|nurse": "community_health",
        r"community|volunt|charity": "voluntary_sector", r"job ?cent": "jobcentre_plus",
        r"smok": "stop_smoking_service", r"health check": "nhs_health_check",
        r"outreach|event": "outreach_event", r"champion": "champion",
    },
    "issue": {
        r"diet|weight|eating": "diet", r"activ|exercise": "physical_activity",
        r"smok": "smoking", r"alcohol": "alcohol", r"emotion|mental|stress":
        "emotional_wellbeing", r"local": "local_issue", r"isolat": "social_isolation",
    },
    "ending": {
        r"^part|^p$": "part_achieved", r"^not|^n$": "not_achieved", r"^achiev|^a$": "achieved",
        r"withdr|^w$": "clients_wish", r"lost|contact": "lost_contact", r"moved": "moved",
    },
    "check": {r"^not|^n$": "not_maintained", r"part": "partly", r"maintain|^y": "maintained"},
    "signposts": {
        r"smok": "stop_smoking", r"weight|slim": "weight_management", r"exercis|leisure|gym":
        "exercise", r"alcohol|drug": "alcohol_or_drugs", r"^gp|nurse": "gp_or_nurse",
        r"dent": "dental", r"job ?cent": "jobcentre_plus", r"educat|college|train":
        "training_or_college", r"advice|debt|housing": "advice", r"volunt": "volunteering",
    },
}  # fmt: skip
_CODES: Map[str, tuple[str, ...]] = {
    "gender": get_args(Gender),
    "ethnicity": get_args(Ethnicity),
    "gp_status": get_args(GpStatus),
    "source": get_args(ReferralSource),
    "issue": get_args(Issue),
    "ending": (*get_args(PlanResult), *get_args(EndedEarly)),
    "check": get_args(CheckResult),
    "signposts": get_args(Destination),
}
_BLANK = {"gender": "not_known", "ethnicity": "99", "gp_status": "V81999"}


def suggest(path: Path) -> str:
    """Draft a mapping for a file."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise Trouble(f"{path} cannot be read: {error.strerror}.") from None
    encoding = _encoding(raw)
    text = raw.decode(encoding)
    separator = max(",;\t|", key=text.partition("\n")[0].count)
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    if len(rows) < 2:  # noqa: PLR2004 - titles and one row
        raise Trouble(f"{path} has no rows below its titles.")
    return _Draft(path, encoding, separator, rows).text()


def _encoding(raw: bytes) -> str:
    if raw.startswith(b"\xef\xbb\xbf"):
        return "utf-8-sig"
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return "windows-1252"
    return "utf-8"


class _Draft:
    """Guesses what each column is, and writes it down for somebody to look at."""

    def __init__(
        self, path: Path, encoding: str, separator: str, rows: Sequence[Sequence[str]]
    ) -> None:
        self._path, self._encoding, self._separator = path, encoding, separator
        self._titles = [title.strip() for title in rows[0]]
        self._columns: dict[str, list[str]] = {
            title: [row[place].strip() for row in rows[1:] if len(row) > place]
            for place, title in enumerate(self._titles)
        }
        self._found = self._guess()
        self._dates = self._form(self._found.get("referred"))

    def _guess(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for what, patterns in _TITLES.items():
            free = [title for title in self._titles if title not in found.values()]
            for pattern in patterns:
                fits = [t for t in free if re.search(pattern, t, re.IGNORECASE)]
                if fits:
                    found[what] = fits[0]
                    break
        return found

    def text(self) -> str:
        """Give the draft, with what it is to be looked at for."""
        who = [self._title(each) for each in ("given", "family") if each in self._found]
        area = "postcode" if "postcode" in self._found else "lsoa"
        told: dict[str, object] = {
            "system": re.sub(r"[^a-z0-9]+", "-", self._path.stem.lower()).strip("-")[:40],
            "file": {
                "encoding": self._encoding,
                "separator": self._separator,
                "dates": self._dates,
            },
            "programmes": self._coded("programme"),
            "person": {
                "reference": self._title("reference"),
                "name": who or [CHOOSE],
                **self._some("nhs_number"),
                "birth_date": self._dated("birth_date"),
                **{each: self._coded(each) for each in ("gender", "ethnicity", "gp_status")},
                **self._some("telephone"),
            },
            "area": {"edition": CHOOSE, area: self._title(area)},
            "referral": {"source": self._coded("source"), "on": self._dated("referred")},
            "case": {
                "opened": self._dated("opened"),
                **self._some("trainer"),
                **self._some("note"),
            },
            "measures": {phase: self._measures(phase) for phase in ("pre", "post")},
            "plan": {
                "agreed": self._dated("agreed"),
                "issue": self._coded("issue"),
                "ending": self._coded("ending"),
                "ended": self._dated("ended"),
            },
        }
        if "check" in self._found:
            told["check"] = {"on": self._dated("check_on"), "result": self._coded("check")}
        if "signposts" in self._found:
            told["signposts"] = {**self._coded("signposts"), "taken": self._title("opened")}
        head = (
            f"# A draft for {self._path.name}: look at every line, and replace each CHOOSE.\n"
            "# area.edition is the deprivation edition that the areas are of: IoD2010, IoD2019"
            " or IoD2025.\n"
            f"# Columns that nothing was made of: {', '.join(self._left()) or 'none'}.\n"
            f"{self._choices()}"
        )
        body: str = yaml.safe_dump(told, sort_keys=False, allow_unicode=True, width=90)
        return head + body

    def _left(self) -> list[str]:
        return [title for title in self._titles if title not in self._found.values()]

    def _choices(self) -> str:
        return "".join(f"# {name}: {', '.join(codes)}\n" for name, codes in _CODES.items())

    def _title(self, what: str) -> str:
        return self._found.get(what, CHOOSE)

    def _some(self, what: str) -> dict[str, str]:
        return {what: self._found[what]} if what in self._found else {}

    def _coded(self, what: str) -> dict[str, object]:
        title = self._title(what)
        words = {
            part.strip()
            for word in self._columns.get(title, [])
            for part in (word.split(";") if what == "signposts" else [word])
        } - {"", title}
        listed = sorted(words) if len(words) <= _MANY else [CHOOSE]
        codes = {word: self._meaning(what, word) for word in listed}
        blank = {"blank": _BLANK[what]} if what in _BLANK else {}
        return {"column": title, "codes": codes, **blank}

    def _meaning(self, what: str, word: str) -> str:
        if what == "programme":
            return re.sub(r"[^a-z0-9]+", "-", word.lower()).strip("-") or CHOOSE
        for pattern, code in _MEANINGS[what].items():
            if re.search(pattern, word, re.IGNORECASE):
                return code
        return CHOOSE

    def _dated(self, what: str) -> object:
        title = self._title(what)
        form = self._form(self._found.get(what))
        return title if form == self._dates else {"column": title, "format": form}

    def _form(self, title: str | None) -> str:
        """Give the form in which most cells of a column are a day."""
        cells = [cell for cell in self._columns.get(title or "", []) if cell]
        return max(_FORMS, key=lambda form: sum(_is_day(cell, form) for cell in cells))

    def _measures(self, phase: str) -> dict[str, object]:
        taken = "opened" if phase == "pre" else "ended"
        told: dict[str, object] = {"taken": [self._title(taken), self._title("opened")]}
        if "height" in self._found and f"weight_{phase}" in self._found:
            height, metres = self._found["height"], self._median("height") < 3  # noqa: PLR2004
            told["height_cm"] = {"column": height, "times": "100"} if metres else height
            told["weight_kg"] = self._found[f"weight_{phase}"]
        for name, what in (
            ("fruit_and_vegetables", f"fruit_{phase}"),
            ("high_fat_snacks", f"snacks_{phase}"),
            ("general_health", f"health_{phase}"),
        ):
            if what in self._found:
                told[name] = self._found[what]
        who5 = self._found.get(f"who5_{phase}")
        if who5:
            raw = max(self._numbers(who5), default=0) <= 25  # noqa: PLR2004 - of a sum of five
            told["totals"] = [{"column": who5, "kind": "who5_raw" if raw else "who5_per_cent"}]
        return told

    def _median(self, what: str) -> float:
        numbers = sorted(self._numbers(self._found[what]))
        return numbers[len(numbers) // 2] if numbers else 0

    def _numbers(self, title: str) -> list[float]:
        cells = (cell.replace(",", ".") for cell in self._columns[title])
        return [float(cell) for cell in cells if re.fullmatch(r"\d+(\.\d+)?", cell)]


def _is_day(cell: str, form: str) -> bool:
    try:
        datetime.strptime(cell, form)  # noqa: DTZ007 - a day
    except ValueError:
        return False
    return True
