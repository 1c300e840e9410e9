from datetime import timedelta

import pytest

from apps.delivery import rules
from apps.delivery.states import MOVES
from apps.delivery.states import DeliveryState as S


@pytest.mark.parametrize(
    ("attempt", "seconds"),
    [(0, 5), (1, 5), (2, 10), (3, 20), (10, 2560), (11, 3600), (12, 3600), (10_000, 3600)],
)
def test_the_wait_doubles_and_has_a_cap(attempt, seconds):
    assert rules.wait_after(attempt) == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("status", "is_taken"),
    [(200, True), (202, True), (299, True), (302, False), (410, False), (500, False), (None, False)],
)
def test_only_a_2xx_is_a_yes(status, is_taken):
    assert rules.is_taken(status) is is_taken


def test_every_pair_of_states_is_decided():
    legal = {
        (S.PENDING, S.SENT),
        (S.PENDING, S.APPLIED),
        (S.PENDING, S.REFUSED),
        (S.SENT, S.APPLIED),
        (S.SENT, S.REFUSED),
        (S.SENT, S.OVERDUE),
        (S.OVERDUE, S.APPLIED),
        (S.OVERDUE, S.REFUSED),
    }

    assert legal == MOVES
    assert set(S) == {S.PENDING, S.SENT, S.APPLIED, S.REFUSED, S.OVERDUE, S.SKIPPED}


def test_the_first_cause_for_not_sending_is_named():
    assert rules.skipped_why(is_real=True, has_address=True, has_secret=True) is None
    assert (
        rules.skipped_why(
            is_real=False, has_address=False, has_secret=False, audit=rules.SkippedWhy.AUDIT_AGREES
        )
        == "not_a_real_case"
    )
