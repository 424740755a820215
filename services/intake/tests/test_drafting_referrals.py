"""What is left half written can be taken up again, and is gone when nobody comes back."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from ht_intake.domain.draft import (
    NO_DRAFT_YET,
    BeginSending,
    Command,
    DiscardDraft,
    Draft,
    DraftBeingSent,
    DraftDiscarded,
    DraftGone,
    DraftSaved,
    DraftSendingBegun,
    DraftSent,
    DraftVanished,
    Event,
    LetDraftVanish,
    SaveDraft,
    SendDraft,
    decide,
    evolve,
)
from ht_intake.domain.taking_in import AS_USUAL, ChooseTakingIn, TakingIn, TakingInChosen
from ht_intake.domain.taking_in import decide as decide_taking_in
from ht_intake.domain.taking_in import evolve as evolve_taking_in
from ht_kit.testing import Specification

from .people import APRIL, MAY, TODAY

DRAFT, TESS, REFERRAL = UUID(int=61), UUID(int=62), UUID(int=63)
SAVE = SaveDraft(
    draft=DRAFT, programme="northfield", worker=TESS, content="{}", days=14, asked_at=APRIL
)
SAVED = DraftSaved(
    draft=DRAFT,
    programme="northfield",
    worker=TESS,
    content="{}",
    saved_at=APRIL,
    vanishes_on=date(2026, 4, 23),
)
BEGIN = BeginSending(asked_at=MAY)
BEGUN = DraftSendingBegun(draft=DRAFT, begun_at=MAY)
SEND = SendDraft(referral=REFERRAL, asked_at=MAY)
SENT = DraftSent(draft=DRAFT, referral=REFERRAL, sent_at=MAY)
DISCARDED = DraftDiscarded(draft=DRAFT, discarded_at=MAY)
VANISHED = DraftVanished(draft=DRAFT, vanished_on=date(2026, 4, 23))


def a_draft(*history: Event) -> Specification[Command, Draft, Event]:
    return Specification(decide, evolve, NO_DRAFT_YET).given(*history)


def test_a_draft_says_from_the_beginning_when_it_vanishes() -> None:
    a_draft().when(SAVE).then(SAVED)


def test_saving_it_again_counts_its_days_anew() -> None:
    later = replace(SAVE, content='{"note": "more"}', asked_at=APRIL + timedelta(days=3))

    a_draft(SAVED).when(later).then(
        replace(
            SAVED,
            content='{"note": "more"}',
            saved_at=APRIL + timedelta(days=3),
            vanishes_on=date(2026, 4, 26),
        )
    )


def test_saving_the_same_again_on_the_same_day_changes_nothing() -> None:
    a_draft(SAVED).when(replace(SAVE, asked_at=APRIL + timedelta(hours=1))).then_nothing()


def test_it_vanishes_when_its_day_has_come_and_not_before() -> None:
    a_draft(SAVED).when(LetDraftVanish(today=date(2026, 4, 22))).then_nothing()
    a_draft(SAVED).when(LetDraftVanish(today=date(2026, 4, 23))).then(VANISHED)


def test_one_that_was_saved_later_stays_until_its_later_day() -> None:
    later = replace(SAVED, vanishes_on=date(2026, 4, 26))

    a_draft(SAVED, later).when(LetDraftVanish(today=date(2026, 4, 23))).then_nothing()


def test_a_draft_becomes_one_referral() -> None:
    a_draft(SAVED).when(SEND).then(SENT)
    a_draft(SAVED, SENT).when(replace(SEND, asked_at=TODAY)).then_nothing()
    a_draft(SAVED, SENT).when(replace(SEND, referral=UUID(int=64))).then_refused(DraftGone)


def test_what_is_being_sent_is_sent_as_it_stands() -> None:
    other = replace(SAVE, content='{"note": "more"}')

    a_draft(SAVED).when(BEGIN).then(BEGUN)
    a_draft(SAVED, BEGUN).when(replace(BEGIN, asked_at=TODAY)).then_nothing()
    a_draft(SAVED, BEGUN).when(other).then_refused(DraftBeingSent)
    a_draft(SAVED, BEGUN).when(DiscardDraft(asked_at=TODAY)).then_refused(DraftBeingSent)
    a_draft(SAVED, BEGUN).when(SEND).then(SENT)
    a_draft(SAVED, BEGUN).when(LetDraftVanish(today=date(2026, 4, 23))).then(VANISHED)


def test_what_has_ended_is_not_sent_any_more() -> None:
    for ended in (SENT, DISCARDED, VANISHED):
        a_draft(SAVED, ended).when(BEGIN).then_refused(DraftGone)
    a_draft(SAVED, BEGUN, SENT).when(BEGIN).then_refused(DraftGone)
    a_draft(SAVED, BEGUN, SENT).when(SAVE).then_refused(DraftGone)


def test_a_draft_is_thrown_away_once() -> None:
    a_draft(SAVED).when(DiscardDraft(asked_at=MAY)).then(DISCARDED)
    a_draft(SAVED, DISCARDED).when(DiscardDraft(asked_at=TODAY)).then_nothing()
    a_draft(SAVED, SENT).when(DiscardDraft(asked_at=TODAY)).then_refused(DraftGone)


def test_what_is_gone_stays_gone() -> None:
    for ended in (SENT, DISCARDED, VANISHED):
        a_draft(SAVED, ended).when(SAVE).then_refused(DraftGone)
        a_draft(SAVED, ended).when(LetDraftVanish(today=date(2027, 1, 1))).then_nothing()
    a_draft(SAVED, VANISHED).when(SEND).then_refused(DraftGone)
    a_draft().when(SEND).then_refused(DraftGone)
    a_draft().when(LetDraftVanish(today=date(2027, 1, 1))).then_nothing()


def test_a_programme_chooses_its_own_numbers() -> None:
    numbers = TakingIn(first_contact_days=7, attempts=4, self_referrals=False)
    choose = ChooseTakingIn(programme="northfield", chosen=numbers, asked_at=APRIL)
    rules = Specification(decide_taking_in, evolve_taking_in, AS_USUAL)

    rules.when(replace(choose, chosen=TakingIn())).then_nothing()
    rules.when(choose).then(
        TakingInChosen(
            programme="northfield",
            first_contact_days=7,
            attempts=4,
            attempts_over_days=10,
            draft_days=14,
            self_referrals=False,
            chosen_at=APRIL,
        )
    )


def test_the_day_of_first_contact_is_two_weeks_or_less_after_the_referral() -> None:
    assert TakingIn().contact_by(APRIL) == date(2026, 4, 23)
    assert TakingIn(first_contact_days=7).contact_by(APRIL) == date(2026, 4, 16)
