"""The whole of issue 5, by the pages and over the API: tightened, tried, signed, followed, paused, reversed.

An analyst tightens the amount above which a supervisor decides, sees what it would have done to what arrived, and
proposes; the owner signs after step-up, the next case follows, one act pauses, and what the machine decided under
the old version is reversed. Each leaves its entry.
"""

import copy
import json
import re

import pytest
from django.test import Client

from apps.audit.models import Entry
from apps.core import clock, ids
from apps.flow import services as flow
from apps.measures.models import Replay
from apps.policy import selectors as policies
from apps.reviews.models import Decision, ReversalRun
from tests.world import arrive, arrive_all, automatic, recommendation

N = 40
SYSTEM = "/systems/injury-triage"
API = "/api/v1/ai-systems/injury-triage"
LIMIT = 80_000  # the machine's cases have 90,000 at stake: from now on a supervisor decides them
RECORD = [
    "policy.drafted",
    "policy.draft_saved",
    "replay.asked",
    "replay.finished",
    "policy.proposed",
    "policy.adopted",
    "system.paused",
    "rollback.begun",
    "decision.reversed",
    "rollback.finished",
]


class ByPages:
    """What people do in a browser, as the forms of the pages send it."""

    def __init__(self, world) -> None:
        self.world = world
        self.ana, self.owen = Client(), Client()
        self.ana.force_login(world.user("ana"))
        self.owen.force_login(world.user("owen"))

    def send(self, client, path, **form):
        answer = client.post(f"{SYSTEM}/{path}", {"idempotency_key": str(ids.new()), **form})
        assert answer.status_code == 303, answer.content.decode()[:2000]
        return answer["Location"]

    def draft(self):
        return policies.open_version(self.world.system.id)

    def tighten(self, tree):
        self.send(self.ana, "policy/edit/", act="begin")
        self.send(self.ana, "policy/edit/text/", text=json.dumps(tree), version=self.draft().version)

    def try_on_the_last(self, n):
        at = self.send(self.ana, "tries/", version="2", last=str(n))
        flow.replay_policies(now=clock.now)
        page = self.ana.get(at).content.decode()
        assert "Too little is known to judge" in page, "no outcome is known yet"
        return int(re.search(r"Reviews</\w+>.*?\+(\d+)", page, re.DOTALL)[1])

    def propose(self):
        self.send(self.ana, "policy/edit/", act="propose", version=self.draft().version)

    def sign(self):
        away = self.send(self.owen, "policy/adopt/", version=self.draft().version)
        assert away.startswith("/account/reauthenticate/")
        self.owen.post(away, {"password": "bluegrass-owen-1982"})
        self.send(self.owen, "policy/adopt/", version=self.draft().version)

    def pause(self):
        self.send(self.owen, "pause/", why="Let us look first.")

    def reverse(self, n):
        page = self.owen.get(f"{SYSTEM}/rollbacks/?policy=1&outcome=standard").content.decode()
        assert f"{n} decisions would become" in page
        self.send(
            self.owen,
            "rollbacks/",
            policy="1",
            outcome="standard",
            why="The limit was too high.",
            count=str(n),
        )


class ByApi:
    """The same by requests; Owen's session has proved who it is."""

    def __init__(self, world) -> None:
        self.ana, self.owen = Client(), Client()
        self.ana.force_login(world.user("ana"))
        self.owen.force_login(world.user("owen"))

    def send(self, client, path, body=None, *, version=None):
        headers = {"Idempotency-Key": str(ids.new())} | ({"If-Match": version} if version else {})
        content = json.dumps(body or {})
        answer = client.post(f"{API}/{path}", content, content_type="application/json", headers=headers)
        assert answer.status_code in {200, 201}, answer.content
        return answer

    def tighten(self, tree):
        begun = self.send(self.ana, "policies/open/")
        self.seen = self.send(self.ana, "policies/open/save/", {"tree": tree}, version=begun["ETag"])["ETag"]

    def try_on_the_last(self, n):
        asked = self.send(self.ana, "replays/", {"policy_version": 2, "last": n}).json()
        flow.replay_policies(now=clock.now)
        found = self.ana.get(f"/api/v1/replays/{asked['id']}/").json()
        assert found["state"] == "DONE"
        assert found["n_reproduced"] == found["n_verdicts"] == N + 5
        more = found["draft"]["reviews"] - found["base"]["reviews"]
        assert found["money_minor"] == -100 * more
        return more

    def propose(self):
        self.seen = self.send(self.ana, "policies/open/propose/", version=self.seen)["ETag"]

    def sign(self):
        self.owen.post("/account/reauthenticate/", {"password": "bluegrass-owen-1982"})
        self.send(self.owen, "policies/open/adopt/", version=self.seen)

    def pause(self):
        self.send(self.owen, "pause/", {"why": "Let us look first."})

    def reverse(self, n):
        scope = {"policy": 1, "outcome": "standard"}
        assert self.owen.get(f"{API}/reversals/preview/", scope).json()["n"] == n
        self.send(self.owen, "reversals/", scope | {"why": "The limit was too high.", "count": n})


@pytest.fixture(params=[ByPages, ByApi], ids=["pages", "api"])
def hands(request, world, settings):
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    arrive_all(world, [automatic() for _ in range(N)])
    arrive_all(world, [recommendation() for _ in range(5)])
    return request.param(world)


def test_an_analyst_tightens_the_owner_signs_pauses_and_reverses(hands, world):
    last = Entry.objects.order_by("-id").values_list("id", flat=True)[0]
    tree = copy.deepcopy(policies.live(world.system.id).tree)
    next(one for one in tree["rules"] if one["code"] == "sr2")["when"]["value"] = LIMIT

    hands.tighten(tree)
    more = hands.try_on_the_last(3_000)
    assert 0 < more <= N, "what the machine decided alone would have come before people"
    assert Replay.objects.get().tally["draft"]["machine"] == 0
    hands.propose()
    hands.sign()
    assert policies.live(world.system.id).number == 2
    assert arrive(world, automatic(now=clock.now()), now=clock.now()).inbox_slug == "triage-supervisors"
    hands.pause()
    hands.reverse(N)
    while flow.roll_back(now=clock.now()):
        pass

    assert ReversalRun.objects.get().n_reversed == N
    assert Decision.objects.filter(reverses__isnull=False).count() == N
    said = list(Entry.objects.filter(id__gt=last).order_by("id").values_list("verb", flat=True))
    told = [verb for verb in dict.fromkeys(said) if verb in RECORD]
    assert told == RECORD
