"""Whatever is asked, in whatever order: what must never happen does not happen."""

from datetime import UTC, datetime, timedelta
from functools import reduce
from itertools import pairwise
from typing import get_args
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from ht_referrals.domain.commands import (
    DraftReferral,
    GoOnAfterDeath,
    MarkUnanswered,
    OnwardCommand,
    RecordAnswer,
    SendReferral,
    SendWithoutConsent,
    StopForDeath,
    WithdrawReferral,
)
from ht_referrals.domain.events import (
    OnwardEvent,
    ReferralDrafted,
    ReferralSent,
    ReferralSentWithoutConsent,
)
from ht_referrals.domain.onward import ENDED, NOTHING_YET, decide, evolve
from ht_referrals.domain.refusals import Refused
from ht_referrals.domain.words import (
    CaseId,
    ClientId,
    Consent,
    ConsentId,
    EntryId,
    Outcome,
    Place,
    ReferralId,
)

FIRST_DAY = datetime(2026, 2, 3, 10, 15, tzinfo=UTC)
CLIENT = ClientId(UUID(int=3))
instants = st.integers(0, 40).map(lambda days: FIRST_DAY + timedelta(days=days))
places = st.booleans().map(
    lambda active: Place(
        entry=EntryId(UUID(int=4)),
        destination="stop_smoking",
        recipient="smoke-free",
        active=active,
    )
)
consents = st.builds(
    Consent,
    consent=st.just(ConsentId(UUID(int=5))),
    client=st.just(CLIENT),
    recipient=st.sampled_from(["smoke-free", "jobcentre-plus"]),
    purpose=st.sampled_from(["onward_referral", "evaluation"]),
    given_at=instants,
    expires_at=st.none() | instants,
    withdrawn_at=st.none() | instants,
)
commands: st.SearchStrategy[OnwardCommand] = st.one_of(
    st.builds(
        DraftReferral,
        referral=st.just(ReferralId(UUID(int=1))),
        case=st.just(CaseId(UUID(int=2))),
        client=st.just(CLIENT),
        programme=st.just("northfield"),
        to=places,
        reason=st.just("04"),
        summary=st.none(),
        drafted_at=instants,
        asked_at=instants,
    ),
    st.builds(
        SendReferral,
        to=places,
        consents=st.lists(consents, max_size=2).map(tuple),
        sent_at=instants,
        asked_at=instants,
    ),
    st.builds(
        SendWithoutConsent,
        to=places,
        ground=st.sampled_from(["safeguarding", "vital_interests"]),
        why=st.just("Says they are hurt at home"),
        told=st.frozensets(st.sampled_from(["client", "line_manager"])),
        sent_at=instants,
        asked_at=instants,
    ),
    st.builds(
        RecordAnswer,
        answer=st.sampled_from(["acknowledged", *get_args(Outcome)]),
        how=st.just("email"),
        answered_at=instants,
        asked_at=instants,
    ),
    st.builds(WithdrawReferral, withdrawn_at=instants, asked_at=instants),
    st.builds(MarkUnanswered, asked_at=instants),
    st.builds(StopForDeath, stopped_at=instants),
    st.builds(GoOnAfterDeath, taken_up_at=instants, asked_at=instants),
)
DRAFT = DraftReferral(
    referral=ReferralId(UUID(int=1)),
    case=CaseId(UUID(int=2)),
    client=CLIENT,
    programme="northfield",
    to=Place(
        entry=EntryId(UUID(int=4)),
        destination="stop_smoking",
        recipient="smoke-free",
        active=True,
    ),
    reason="04",
    summary=None,
    drafted_at=FIRST_DAY,
    asked_at=FIRST_DAY,
)
requests = st.lists(commands, max_size=12).map(lambda rest: [DRAFT, *rest]) | st.lists(commands)


def lived(asked: list[OnwardCommand]) -> list[tuple[OnwardCommand, OnwardEvent]]:
    state, happened = NOTHING_YET, list[tuple[OnwardCommand, OnwardEvent]]()
    for command in asked:
        try:
            events = decide(command, state)
        except Refused:
            continue
        state = reduce(evolve, events, state)
        happened += [(command, event) for event in events]
    return happened


@given(requests)
def test_nothing_is_heard_of_what_was_not_sent_or_drafted(asked: list[OnwardCommand]) -> None:
    events = [event for _, event in lived(asked)]

    assert not events or isinstance(events[0], ReferralDrafted)
    state = NOTHING_YET
    for event in events:
        state = evolve(state, event)
        assert not state.heard or state.sent is not None


@given(requests)
def test_nothing_is_ever_sent_but_once_and_under_a_live_consent_or_somebody_was_told(
    asked: list[OnwardCommand],
) -> None:
    sendings = [
        (asked, event)
        for asked, event in lived(asked)
        if isinstance(event, ReferralSent | ReferralSentWithoutConsent)
    ]

    assert len(sendings) <= 1
    for command, sent in sendings:
        assert isinstance(command, SendReferral | SendWithoutConsent)
        assert command.to.active
        if isinstance(sent, ReferralSentWithoutConsent):
            assert isinstance(command, SendWithoutConsent)
            assert sent.told
            continue
        assert isinstance(command, SendReferral)
        assert any(
            consent.recipient == "smoke-free"
            and consent.purpose == "onward_referral"
            and consent.withdrawn_at is None
            and consent.given_at <= sent.sent_at
            and (consent.expires_at is None or sent.sent_at < consent.expires_at)
            for consent in command.consents
        )


@given(requests)
def test_what_has_ended_stays_as_it_ended(asked: list[OnwardCommand]) -> None:
    states = [NOTHING_YET]
    for _, event in lived(asked):
        states.append(evolve(states[-1], event))

    assert all(
        before.status not in ENDED or before.status == after.status
        for before, after in pairwise(states)
    )
