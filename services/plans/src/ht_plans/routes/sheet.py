"""The sheet of a diary, as it is printed for the client to hold: their own words, no name."""

from datetime import date
from html import escape

from ht_plans.domain.plan.diaries import Diary

_TITLES = {
    "behaviour": "My diary",
    "food": "My food diary",
    "activity": "My activity diary",
    "smoking": "My smoking diary",
    "alcohol": "My alcohol diary",
}


def sheet_of(diary: Diary, goal: str | None) -> str:
    """Write the sheet: what to write down, and a line for each day."""
    started = diary.started
    title = _TITLES[started.kind]
    amount = f"How much ({escape(started.unit)})" if started.unit else "How much"
    about = "".join(
        f"<p>{escape(words)}</p>\n" for words in (goal, started.what_to_write) if words
    )
    lines = "".join(_line(diary, day) for day in diary.pages)
    return (
        '<!doctype html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{title}</title>\n</head>\n<body>\n<h1>{title}</h1>\n{about}"
        '<table border="1">\n<thead><tr><th scope="col">Day</th>'
        f'<th scope="col">{amount}</th><th scope="col">What happened</th></tr></thead>\n'
        f"<tbody>\n{lines}</tbody>\n</table>\n</body>\n</html>\n"
    )


def _line(diary: Diary, day: date) -> str:
    entry = diary.entries.get(day)
    amount = "" if entry is None or entry.amount is None else f"{entry.amount:f}"
    words = "" if entry is None else escape(entry.words or "")
    named = f"{day:%A} {day.day} {day:%B %Y}"
    return f'<tr><th scope="row">{named}</th><td>{amount}</td><td>{words}</td></tr>\n'
