"""How an inbox stands over the API, and a case taken from who has it."""

from apps.reviews.models import ReviewItem
from tests.api.conftest import person
from tests.api.speaking import Api, error

INBOX = "inboxes/triage-officers/"


def test_a_supervisor_reads_how_it_stands_and_hands_a_case_on(sam, olga, waiting):
    item = waiting()
    assert olga.post(f"items/{item}/claim/", version=1).status_code == 201
    team = sam.get(f"{INBOX}team/").json()
    assert (team["health"]["n_held"], team["target"], team["weeks"]) == (1, None, [])
    loads = {one["email"]: one["n_held"] for one in sam.get(f"{INBOX}loads/").json()["people"]}
    assert loads["olga@bluegrass.example"] == 1
    (had,) = sam.get(f"{INBOX}held-or-given/").json()["items"]
    assert (had["item"], had["is_held"]) == (str(item), True)

    path, body = f"items/{item}/hand-on/", {"to": "ben@bluegrass.example", "why": "load"}
    assert error(olga.post(path, body, version=had["version"]))[:2] == (403, "may_not_assign")
    assert error(sam.post(path, body | {"why": "so"}, version=had["version"]))[:2] == (422, "hand_on_why")
    done = sam.post(path, body, version=had["version"])

    assert (done.status_code, done.json()["version"]) == (200, had["version"] + 1)
    assert ReviewItem.objects.get(id=item).assigned_to_id == person("ben").actor_id
    assert error(sam.post(path, body, version=had["version"]))[:2] == (412, "stale")


def test_what_is_aimed_at_is_set_and_read(sam, olga):
    assert sam.post(f"{INBOX}target/", {"in_hundred": 90}).json() == {
        "inbox": "triage-officers",
        "target": 0.9,
    }
    assert sam.get(f"{INBOX}team/").json()["target"] == 0.9
    assert error(sam.post(f"{INBOX}target/", {"in_hundred": 0}))[:2] == (422, "target_invalid")
    assert error(Api(user=person("olga")).get(f"{INBOX}team/"))[:2] == (403, "only_who_supervises")


def test_how_somebody_decides_is_told_to_them_without_a_share_of_too_few(sam, olga, waiting):
    path = f"people/{person('olga').id}/figures/"
    mine = olga.get(path).json()
    assert (mine["n"], mine["overridden"]) == (0, {"n": 0, "share": None, "low": None, "high": None})
    assert sam.get(path).status_code == 200
    assert error(Api(user=person("ben")).get(path))[:2] == (404, "not_found")
    assert error(olga.get(f"people/{person('sam').id}/figures/"))[:2] == (404, "not_found")
