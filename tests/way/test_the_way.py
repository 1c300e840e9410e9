"""A claim walks the whole way: over HTTP, through the real worker, to another process and back."""

import pytest

from apps.core import clock
from apps.delivery.models import Delivery
from apps.flow.selectors import timeline
from apps.learning.models import MiningRun
from tests import world as worlds
from tests.way.house import eventually, ring

REASON = {
    "reason": "it_weeks",
    "input": {"expected_weeks": "9"},
    "note": "Longer than it looks.",
    "sure": "fairly",
}
INBOX = "inboxes/triage-officers"
N_PAST = 100
OVERRIDDEN = [
    "recommendation.received", "item.claimed", "item.overridden", "decision.released", "delivery.sent",
    "delivery.applied", "outcome.recorded",
]  # fmt: skip
ESCALATED = [
    "recommendation.received", "item.claimed", "item.escalated", "item.claimed", "item.approved",
    "decision.released", "follow_up.opened", "follow_up.opened", "delivery.sent", "delivery.applied",
]  # fmt: skip


@pytest.fixture
def house(build):
    house = build(web_workers=2)
    house.start("web", "worker", "dispatcher", "claims-system")
    return house


@pytest.mark.processes
def test_a_claim_walks_from_arrival_to_applied_decision_and_pattern(house, cast):
    machine, olga, sam = house.api("triage-model"), house.api(cast.olga), house.api(cast.sam)

    first = overrides(machine, olga)
    second = escalates(machine, olga, sam)
    house.start("beat")
    other_days(machine, cast)
    whole_set_is_applied(house)
    pattern_is_read(house.api(cast.ana))

    assert fate(olga, first) == ("applied", "Standard lost-time", "more_cautious")
    assert fate(sam, second) == ("applied", "Fast track", "same")
    outcome_is_recorded(house.api("claims-system"))
    record_is_whole(cast)


def submitted(machine, **changes):
    answer = machine.post("recommendations/", worlds.recommendation(now=clock.now(), **changes))
    assert (answer.status, answer.body["lane"], answer.body["inbox"]) == (201, "OFFICER", "triage-officers")
    return answer.body


def claimed_next(api, expected):
    """Claim what should be done next and see it as a reviewer does."""
    claim = api.post(f"{INBOX}/claim-next/")
    assert (claim.status, claim.body["item"]) == (201, expected)
    return claim.body


def overrides(machine, olga):
    """Olga finds the claim in her inbox and decides otherwise, with a reason."""
    item = submitted(machine, number=1)["item"]
    listed = olga.get(f"{INBOX}/items/").body
    assert [row["case_ref"] for row in listed["items"]] == ["WC-1"]
    claim = claimed_next(olga, item)
    seen = olga.get(f"items/{item}/").body
    assert (seen["suggestion"]["code"], seen["may_decide"], seen["n_missing"]) == ("fast_track", True, 0)

    answer = {"outcome": "standard", "token": claim["token"], **REASON}
    decided = olga.post(f"items/{item}/decide/", answer, version=claim["version"])

    assert (decided.status, decided.body["kind"]) == (201, "OVERRIDDEN")
    return decided.body["id"]


def escalates(machine, olga, sam):
    """The next claim is above Olga's authority, so that Sam decides it."""
    item = submitted(machine, number=2, minor=250_000)["item"]
    claim = claimed_next(olga, item)
    handed = {"why": "over_authority", "note": "Above my limit.", "token": claim["token"]}
    raised = olga.post(f"items/{item}/escalate/", handed, version=claim["version"])
    assert raised.status == 201

    version = sam.get(f"items/{item}/").body["version"]
    claim = sam.post(f"items/{item}/claim/", version=version).body
    answer = {"outcome": "fast_track", "sure": "sure", "token": claim["token"]}
    decided = sam.post(f"items/{item}/decide/", answer, version=claim["version"])

    assert (decided.status, decided.body["kind"]) == (201, "APPROVED")
    return decided.body["id"]


def other_days(machine, cast):
    """A set arrives; whether light duty was offered sways the officers: 4 of 5 overridden without, 1 of 10 with."""
    now = clock.now()
    lines = [
        worlds.recommendation(
            now=now, number=number, facts_changed={"modified_duty": ("no", "yes")[number % 2]}
        )
        for number in range(1000, 1000 + N_PAST)
    ]
    answer = machine.post("recommendations/batch/", {"lines": lines})
    assert (answer.status, len(answer.body["lines"])) == (200, N_PAST)
    for place, line in enumerate(answer.body["lines"]):
        number = place // 2
        differs = number % 10 == 9 if place % 2 else number % 5 != 0
        item = worlds.reviews.claim(item_id=line["recommendation"]["item"], by=cast.olga, now=clock.now())
        worlds.decided(
            cast, cast.olga, worlds.override() if differs else worlds.APPROVE, item=item, now=clock.now()
        )


def whole_set_is_applied(house):
    """Every decision is sent once and comes back as applied, or as one of the few that the claims system refuses."""
    done = {"APPLIED", "REFUSED"}
    states = Delivery.objects.values_list("state", flat=True)
    eventually(
        lambda: [state in done for state in states.all()].count(True) == N_PAST + 2, 40, "all confirmed"
    )
    rows = house.applied()
    assert len(rows) == len({row[0] for row in rows}) == N_PAST + 2
    assert {row[2] for row in rows} == {1}
    assert sorted(states.all()) == sorted(row[3] for row in rows)


def pattern_is_read(ana):
    """The miner looks at all of it, which lies within an hour and so in one window; the analyst reads what it found."""
    ring("learning.mine")
    runs = MiningRun.objects.filter(state="DONE", target="overridden").values_list(
        "n_decisions", "n_overrides"
    )
    eventually(lambda: list(runs.all()) == [(N_PAST + 2, 46)], 20, "a mining run over everything")
    found = ana.get("findings/?target=overridden").body["findings"]
    assert [(one["n"], one["n_overridden"], one["state"]) for one in found] == [(50, 40, "NEW")]
    assert "light duty" in found[0]["words"].lower()
    page = ana.get(f"findings/{found[0]['id']}/").body
    assert len(page["examples"]) > 0
    assert page["reasons"] == {"Same facts, but I expect a different time off work": 40}


def fate(api, decision_id):
    rows = {row["id"]: row for row in api.get("decisions/", limit=200).body["decisions"]}
    return tuple(rows[decision_id][name] for name in ("fate", "outcome", "direction"))


def outcome_is_recorded(claims):
    """Weeks later the claims system knows how long it took."""
    known_at = worlds.iso(clock.now())
    said = {
        "external_id": "OUT-1",
        "case_ref": "WC-1",
        "measure": "long_claim",
        "value": True,
        "number": 12.0,
    }
    answers = [claims.post("outcomes/", said | {"known_at": known_at}) for _ in range(2)]
    assert [answer.status for answer in answers] == [201, 200]


def record_is_whole(cast):
    """The record tells every step, in the order in which the sequencer placed them."""

    def told(ref):
        return timeline(case_ref=ref, to=cast.audrey).entries

    eventually(lambda: all(one.position for ref in ("WC-1", "WC-2") for one in told(ref)), 15, "all placed")
    for ref, verbs in {"WC-1": OVERRIDDEN, "WC-2": ESCALATED}.items():
        places = [one.position for one in told(ref)]
        assert [one.verb for one in told(ref)] == verbs
        assert places == sorted(set(places))
    assert told("WC-1")[2].sentence == "Olga Marsh decided Standard lost-time instead"
    assert told("WC-2")[4].sentence == "Sam Whitaker approved Fast track"
