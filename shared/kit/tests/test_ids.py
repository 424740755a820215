"""People read references to each other over the telephone."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from ht_kit.ids import is_reference, new_id, reference_for

LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
anything = st.uuids()


@given(anything)
def test_a_reference_read_back_rightly_is_taken(identifier: UUID) -> None:
    assert is_reference(reference_for(identifier))


@given(anything, st.integers(0, 7), st.sampled_from(LETTERS))
def test_one_wrong_letter_is_always_noticed(identifier: UUID, place: int, letter: str) -> None:
    letters = reference_for(identifier).removeprefix("R-").replace("-", "")
    misread = letters[:place] + letter + letters[place + 1 :]

    assert is_reference(f"R-{misread[:4]}-{misread[4:]}") == (misread == letters)


def test_what_is_no_reference_is_refused() -> None:
    assert not any(map(is_reference, ["", "R-", "R-ABCD-EFG", "ABCD-EFGH", "R-0O1I-2345"]))


def test_ids_made_later_sort_later() -> None:
    made = [new_id() for _ in range(1000)]

    assert sorted(made) == made
