"""The rows written with events beside plans: pure functions of the new state."""

from datetime import UTC, date, datetime, time
from uuid import UUID

from ht_kit.decider import Row
from ht_plans.domain.offer import Offer
from ht_plans.domain.pathway.pathways import Pathways
from ht_plans.domain.quit.episode import QuitEpisode, lost_from
from ht_plans.domain.quit.following_up import FOLLOW_UP_FROM, FOLLOW_UP_UNTIL
from ht_plans.domain.work.pathway import EmploymentPathway
from ht_plans.domain.work.state import SustainedCheck

QUIT_FOLLOW_UP = "quit-follow-up"
"""The kind of due work that lists as lost whoever was not followed up."""

SUSTAINED_WORK = "sustained-work"
"""The kind of due work that puts on the list that work may have lasted 13 or 26 weeks."""


def offer_rows(_: UUID, offer: Offer) -> list[Row]:
    """Give what a programme offers, as routes look it up."""
    line = {
        "programme": offer.programme,
        "quit_episodes": offer.quit_episodes,
        "employment": offer.employment,
        "domains": [
            {"code": each.code, "lowest": each.lowest, "highest": each.highest}
            for each in offer.domains
        ],
        "threshold": offer.threshold,
        "full_hours": offer.full_hours,
        "session_allowance": offer.session_allowance,
        "pathways": list(offer.pathways),
        "tried_on_days": offer.tries.days,
        "tried_in_ways": offer.tries.ways,
    }
    return [Row("offers", line)] if offer.programme else []


def quit_rows(episode_id: UUID, episode: QuitEpisode) -> list[Row]:
    """Give the line in the list of follow-ups, and the day from which one is lost."""
    opened, outcome = episode.opened, episode.outcome
    if opened is None:
        return []
    line = {
        "episode_id": episode_id,
        "programme": opened.programme,
        "case_id": opened.case,
        "client": opened.client,
        "adviser": opened.adviser,
        "quit_on": opened.quit_on,
        "follow_up_from": opened.quit_on + FOLLOW_UP_FROM,
        "follow_up_until": opened.quit_on + FOLLOW_UP_UNTIL,
        "outcome": outcome.outcome if outcome else None,
        "co": outcome.co if outcome else None,
        "recorded_at": outcome.recorded_at if outcome else None,
    }
    due = {
        "kind": QUIT_FOLLOW_UP,
        "aggregate": episode_id,
        "due_on": lost_from(opened.quit_on),
        "programme": opened.programme,
        "payload": {},
        "done_at": outcome.recorded_at if outcome else None,
    }
    return [Row("quit_episodes", line), Row("due", due)]


def work_rows(pathway_id: UUID, pathway: EmploymentPathway) -> list[Row]:
    """Give the line of the way into work, its checks, and the days on which they fall due."""
    begun, closed = pathway.begun, pathway.closed
    if begun is None:
        return []
    line = {
        "pathway_id": pathway_id,
        "programme": begun.programme,
        "case_id": begun.case,
        "client": begun.client,
        "begun_on": begun.begun_on,
        "furthest_rung": pathway.furthest_rung,
        "closed_on": closed.closed_on if closed else None,
    }
    return [
        Row("employment_pathways", line),
        *[_check_row(pathway_id, pathway, check) for check in pathway.checks.values()],
        *_due_rows(pathway_id, pathway),
    ]


def _check_row(pathway_id: UUID, pathway: EmploymentPathway, check: SustainedCheck) -> Row:
    begun = pathway.has_begun()
    line = {
        "progress": check.progress,
        "weeks": check.weeks,
        "programme": begun.programme,
        "pathway_id": pathway_id,
        "case_id": begun.case,
        "client": begun.client,
        "due_on": check.due_on,
        "fell_due": check.fell_due,
        "result": check.checked.result if check.checked else None,
        "over": pathway.closed is not None,
    }
    return Row("sustained_checks", line)


def _due_rows(pathway_id: UUID, pathway: EmploymentPathway) -> list[Row]:
    """One row for each day: two jobs that began on one day fall due together."""
    begun = pathway.has_begun()
    days = sorted({check.due_on for check in pathway.checks.values()})
    lines: list[dict[str, object]] = [
        {
            "kind": SUSTAINED_WORK,
            "aggregate": pathway_id,
            "due_on": day,
            "programme": begun.programme,
            "payload": {},
            "done_at": _settled_at(pathway, day),
        }
        for day in days
    ]
    return [Row("due", line) for line in lines]


def _settled_at(pathway: EmploymentPathway, day: date) -> datetime | None:
    that_day = [check for check in pathway.checks.values() if check.due_on == day]
    settled = all(check.fell_due or check.checked for check in that_day)
    if settled or pathway.closed is not None:
        return datetime.combine(day, time(), UTC)
    return None


def pathways_rows(_: UUID, pathways: Pathways) -> list[Row]:
    """Give a line for each pathway that the case is or was on, and where it belongs."""
    taken = [(each, True) for each in pathways.followed.values()]
    left = [(each, False) for each in pathways.left.values()]
    lines: list[dict[str, object]] = [
        {
            "case_id": each.case,
            "pathway": each.pathway,
            "programme": each.programme,
            "client": each.client,
            "of_a_child": pathways.of_a_child,
            "hard_date": each.hard_date,
            "followed": followed,
        }
        for each, followed in taken + left
    ]
    return [*[Row("case_pathways", line) for line in lines], *_grouped(pathways)]


def _grouped(pathways: Pathways) -> list[Row]:
    if pathways.case is None:
        return []
    line = {
        "case_id": pathways.case,
        "programme": pathways.programme,
        "client": pathways.client,
        "household": pathways.household.household if pathways.household else None,
        "campaigns": [each.campaign for each in pathways.campaigns],
    }
    return [Row("case_groups", line)]
