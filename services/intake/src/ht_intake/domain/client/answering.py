"""What the client answers about their life, needs to be understood, and how to reach them."""

from datetime import date
from typing import Final

from ht_intake.domain.client.ethnicity import CATEGORY_OF
from ht_intake.domain.client.questions import QUESTIONS
from ht_intake.domain.client.said import (
    AccessNeedsRecorded,
    AnswersRecorded,
    ClientDetailsAmended,
    ContactRulesRecorded,
)
from ht_intake.domain.client.saying import (
    RecordAccessNeeds,
    RecordAnswers,
    RecordContactRules,
)
from ht_intake.domain.client.state import Client
from ht_intake.domain.days import london_day, not_after
from ht_intake.domain.refusals import (
    AnotherEthnicCategory,
    NoSuchQuestion,
    NothingAnswered,
    PreferredIsNotSafe,
    ReviewedBeforeRecorded,
)

_UNSAID: Final = frozenset({"Z", "99"})


def record_answers(
    asked: RecordAnswers, client: Client
) -> list[AnswersRecorded | ClientDetailsAmended]:
    """Add the answers of a day; what was answered before stays beside them."""
    whose = client.id
    not_after(asked.asked_at, asked.recorded_at)
    if not asked.answers:
        raise NothingAnswered
    if not QUESTIONS.keys() >= asked.answers.keys():
        raise NoSuchQuestion
    for name, codes in asked.answers.items():
        QUESTIONS[name].check(codes)
    inside = {k: _in_order(v) for k, v in asked.answers.items() if QUESTIONS[k].sealed}
    told = {k: _in_order(v) for k, v in asked.answers.items() if not QUESTIONS[k].sealed}
    recorded = AnswersRecorded(
        client=whose,
        answers=told,
        sealed_answers=inside or None,
        recorded_at=asked.recorded_at,
    )
    if recorded in client.answers:
        return []
    return [recorded, *_ethnicity_of(told.get("ethnic_group"), asked, client)]


def _ethnicity_of(
    group: tuple[str, ...] | None, asked: RecordAnswers, client: Client
) -> list[ClientDetailsAmended]:
    """Give the category that follows from the group that somebody named, if none was told."""
    if group is None or client.registered is None:
        return []
    categories = {str(each): category for each, category in CATEGORY_OF.items()}
    category, known = categories[group[0]], client.registered.ethnicity
    if known == category or (category in _UNSAID and known != "not_asked"):
        return []
    if known not in _UNSAID | {"not_asked"}:
        raise AnotherEthnicCategory
    return [
        ClientDetailsAmended(
            client=client.id,
            changed=("ethnicity",),
            because="asked" if known == "not_asked" else "changed",
            reason=None,
            amended_at=asked.recorded_at,
            ethnicity=category,
        )
    ]


def _in_order(answers: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(set(answers)))


def record_access_needs(asked: RecordAccessNeeds, client: Client) -> list[AccessNeedsRecorded]:
    """Note the needs of the client, to be looked at again within a year."""
    whose = client.id
    not_after(asked.asked_at, asked.recorded_at)
    day = london_day(asked.recorded_at)
    review_on = asked.review_on or _a_year_after(day)
    if review_on <= day:
        raise ReviewedBeforeRecorded
    recorded = AccessNeedsRecorded(
        client=whose,
        communication_support=asked.communication_support,
        contact_methods=asked.contact_methods,
        information_formats=asked.information_formats,
        communication_professionals=asked.communication_professionals,
        language=asked.language,
        interpreter_needed=asked.interpreter_needed,
        words=asked.words,
        review_on=review_on,
        recorded_at=asked.recorded_at,
    )
    return [] if recorded == client.access_needs else [recorded]


def _a_year_after(day: date) -> date:
    try:
        return day.replace(year=day.year + 1)
    except ValueError:  # the 29th of February
        return day.replace(year=day.year + 1, day=28)


def record_contact_rules(
    asked: RecordContactRules, client: Client
) -> list[ContactRulesRecorded]:
    """Note how the client can be reached safely; what was said before no longer counts."""
    whose = client.id
    not_after(asked.asked_at, asked.recorded_at)
    if asked.preferred is not None and asked.preferred not in asked.safe:
        raise PreferredIsNotSafe
    recorded = ContactRulesRecorded(
        client=whose,
        safe=asked.safe,
        preferred=asked.preferred,
        shared=asked.shared,
        may_name_the_service=asked.may_name_the_service,
        may_leave_a_message=asked.may_leave_a_message,
        words=asked.words,
        recorded_at=asked.recorded_at,
    )
    return [] if recorded == client.contact_rules else [recorded]
