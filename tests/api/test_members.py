"""The people of an inbox over the API: the same verbs as the page, and a code wherever the page asks anew."""

import datetime as dt

import pytest

from apps.accounts.models import GrantChange, TimeAway
from apps.audit.models import Entry
from apps.core import clock, ids
from apps.reviews.models import ReviewItem
from tests.api.conftest import person
from tests.api.speaking import Api, error
from tests.api.test_proof import keyed
from tests.edges.stage import proved
from tests.world import iso

MEMBERS = "inboxes/triage-officers/members/"
BEN = "ben@bluegrass.example"
WORK = {"email": BEN, "may": "work_inbox", "why": "He moved on."}


def proven(name):
    """A session of somebody who has just proved who it is."""
    api = Api(user=person(name))
    proved(api.client, person(name))
    return api


def members(api):
    return {(one["email"], one["may"]): one for one in api.get(MEMBERS).json()["members"]}


def test_a_supervisor_takes_somebody_out_and_lets_them_in_again(sam, olga, waiting):
    item = waiting()
    ben = Api(user=person("ben"))
    assert ben.post(f"items/{item}/claim/", version=1).status_code == 201
    assert members(sam)[BEN, "work_inbox"]["n_held"] == 1
    assert error(sam.post(f"{MEMBERS}take-back/", WORK))[:2] == (403, "proof_needed")
    assert error(olga.post(f"{MEMBERS}take-back/", WORK))[:2] == (403, "only_who_staffs")

    api, once = proven("sam"), str(ids.new())
    answer = api.post(f"{MEMBERS}take-back/", WORK, key=once)

    assert (answer.status_code, answer.json()) == (200, {"n_put_back": 1, "n_freed": 0})
    assert ReviewItem.objects.get(id=item).state == "OPEN"
    assert (BEN, "work_inbox") not in members(sam)
    assert api.post(f"{MEMBERS}take-back/", WORK, key=once).json() == answer.json(), (
        "a retry is answered as before"
    )
    assert error(api.post(f"{MEMBERS}take-back/", WORK))[:2] == (404, "not_found")

    back = WORK | {"why": "He is back.", "until": iso(clock.now() + dt.timedelta(days=9))}
    assert api.post(f"{MEMBERS}let-in/", back).status_code == 204
    row = members(sam)[BEN, "work_inbox"]
    assert (row["why"], row["given_by"]) == ("He is back.", person("sam").name)
    assert GrantChange.objects.latest("id").by_id == person("sam").actor_id


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"may": "supervise_inbox"}, 403, "only_admins_say"),
        ({"email": "sam@bluegrass.example"}, 403, "own_membership"),
        ({"email": "lena@lakeshore.example"}, 422, "person_unknown"),
        ({"until": "2020-01-01T00:00:00Z"}, 422, "expiry_past"),
    ],
)
def test_what_a_supervisor_may_not_give_is_refused_by_name(db, changes, status, code):
    assert error(proven("sam").post(f"{MEMBERS}let-in/", WORK | changes))[:2] == (status, code)


def test_capacity_is_set_on_the_version_that_was_seen(sam):
    body = {"email": "olga@bluegrass.example", "per_day": 20}
    assert error(sam.post(f"{MEMBERS}capacity/", body))[:2] == (428, "if_match_missing")
    answer = sam.post(f"{MEMBERS}capacity/", body, version=0)

    kept = {"per_day": 20, "weekdays": [0, 1, 2, 3, 4, 5, 6], "version": 1}
    assert (answer.status_code, answer.json(), answer["ETag"]) == (200, kept, '"1"')
    assert error(sam.post(f"{MEMBERS}capacity/", body, version=0))[:2] == (412, "capacity_moved")
    taking = sam.get(MEMBERS).json()["taking"]
    assert (taking["per_day"], taking["room"], taking["over"]) == (20, None, 0)


def test_an_absence_is_stated_by_a_key_and_names_its_person(olga_user, sam, ben):
    key = keyed(olga_user, scopes=["members:read", "members:write"])
    now = clock.now()
    span = {"from": iso(now), "until": iso(now + dt.timedelta(days=3))}
    answer = key.post("absences/", span)

    assert answer.status_code == 201
    assert Entry.objects.filter(verb="person.away_stated").latest("id").actor_id == olga_user.actor_id
    assert error(key.post("absences/", span))[:2] == (409, "away_already")
    assert key.get("absences/").json()["absences"] == [answer.json()]
    assert members(sam)["olga@bluegrass.example", "work_inbox"]["away"] == answer.json()
    assert error(ben.get("absences/", email="olga@bluegrass.example"))[:2] == (403, "not_yours_to_say")

    assert sam.post(f"absences/{answer.json()['id']}/end/").json()["ended_at"]
    assert error(key.post(f"absences/{answer.json()['id']}/end/"))[:2] == (409, "away_ended")
    assert TimeAway.objects.get().ended_at is not None


def test_cases_are_not_given_to_who_is_away(sam, olga_user, waiting):
    now, item = clock.now(), waiting()
    span = {"email": olga_user.email, "from": iso(now), "until": iso(now + dt.timedelta(days=3))}
    assert sam.post("absences/", span).status_code == 201
    give = {"act": "assign", "items": [{"id": item, "version": 1}], "to": olga_user.email}

    assert error(sam.post("inboxes/triage-officers/together/", give)) == (422, "recipient_away", "to")
    assert ReviewItem.objects.get(id=item).assigned_to is None


def test_pages_of_members_end(sam):
    first = sam.get(MEMBERS, limit=2).json()
    assert len(first["members"]) == 2
    rest = sam.get(MEMBERS, limit=200, after=first["next"]).json()
    assert rest["next"] is None
    assert error(sam.get(MEMBERS, after="x"))[:2] == (422, "bad_cursor")
    assert first["you_may_give"] == ["work_inbox", "look_inbox"]


def test_skills_and_single_days_are_said_by_who_supervises_and_listed_with_the_members(sam, ben, waiting):
    waiting()
    asks = {"ai_system": "injury-triage", "segment": "minor_surface", "skill": "burns"}
    skills = "inboxes/triage-officers/skills/"
    assert sam.post(f"{skills}ask/", asks).status_code == 204
    assert error(ben.post(f"{skills}ask/", asks))[:2] == (403, "only_who_staffs")
    assert error(sam.post(f"{skills}ask/", asks | {"segment": "no-such"}))[:2] == (422, "segment_unknown")
    assert sam.get(skills).json()["skills"][0]["is_for_everybody"]

    has = {"email": BEN, "skill": "burns", "why": "He trained for it."}
    assert sam.post(f"{skills}give/", has).status_code == 204
    assert error(sam.post(f"{skills}give/", has))[:2] == (409, "skill_moved")
    day = (clock.now() + dt.timedelta(days=9)).date().isoformat()
    assert sam.post(f"{MEMBERS}day/", {"email": BEN, "day": day, "is_on": False}).status_code == 204
    past = {"email": BEN, "day": "2020-01-01", "is_on": False}
    assert error(sam.post(f"{MEMBERS}day/", past))[:2] == (422, "rota_day_invalid")
    row = members(sam)[BEN, "work_inbox"]
    assert (row["skills"], row["days"]) == (["burns"], {day: False})
    (one,) = sam.get(skills).json()["skills"]
    assert (one["segments"], one["n_on"]) == (["Minor surface injury, no hospital stay"], 1)

    assert sam.post(f"{skills}take/", has | {"why": "He asks for a rest."}).status_code == 204
    assert error(sam.post(f"{skills}take/", has))[:2] == (409, "skill_moved")
    assert sam.post(f"{skills}ask/", asks | {"skill": ""}).status_code == 204
    assert sam.get(skills).json() == {"skills": []}
