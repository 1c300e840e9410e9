"""The page of reasons: each rate with its n and interval, a file and paper, and the care of the list."""

from apps.core import ids
from apps.registry.models import Reason, ReasonSet
from tests.api.speaking import Api, error
from tests.console.test_pages import text_of
from tests.flow.test_reason_care import overrides
from tests.measures.past import tally

CARE = {"kind": "MERGED", "code": "it_rule", "into": "it_weeks", "why": "Nobody tells them apart."}


def test_reasons_are_shown_with_n_told_as_a_file_and_cared_for(visit, world):
    overrides(world)
    client, address = visit("ana"), "/insights/reasons/?system=injury-triage&weeks=all"

    assert "Nothing is counted yet" in text_of(client.get(address))
    tally(world)
    said = text_of(client.get(address))
    assert "too few to say (n=4)" in said
    assert "The commonest reason is" in said
    lines = (
        client.get("/insights/reasons/table.csv?system=injury-triage&weeks=all").content.decode().splitlines()
    )
    assert lines[0].startswith("ai_system,reason,text,n,share,low,high")
    assert any(line.startswith("injury-triage,it_weeks,") and ",2,0.5," in line for line in lines)
    assert client.get("/insights/reasons/?weeks=12").status_code == 404
    assert client.get("/insights/reasons/?segment=no_such").status_code == 404

    form = {"version": "1", "idempotency_key": str(ids.new())}
    refused = client.post("/insights/reasons/care/", form | CARE | {"why": ""})
    assert (refused.status_code, "Say why, in at most 300 characters." in text_of(refused)) == (422, True)
    folded = refused.content.decode().split('id="care"')[1]
    assert folded.count("<details open>") == 1  # the act that was tried, the others folded
    form["idempotency_key"] = str(ids.new())
    assert client.post("/insights/reasons/care/", form | CARE).status_code == 303
    said = text_of(client.get(address))
    assert "1 of them were given as" in said
    assert "version 2 is in force" in said


def test_over_the_api_the_same_is_read_and_done_by_the_version_that_was_looked_at(world):
    overrides(world)
    tally(world)
    ana = Api(user=world.user("ana"))

    found = ana.get("ai-systems/injury-triage/reasons/")
    stale = ana.post("ai-systems/injury-triage/reasons/care/", CARE, version=9)
    made = ana.post("ai-systems/injury-triage/reasons/care/", CARE, version=found.json()["version"])

    assert {row["code"]: row["n"] for row in found.json()["reasons"] if row["n"]} == {
        "it_weeks": 2,
        "it_rule": 1,
        "none_fits": 1,
    }
    assert (found.json()["other"]["value"], found.json()["as_of"]) == (0.25, "2026-11-20T12:00:00Z")
    assert error(stale)[1] == "reasons_changed"
    assert (made.status_code, made.json()["version"], made.json()["into"]) == (201, 2, ["it_weeks"])
    live = ReasonSet.objects.get(system=world.system, ended_at=None)
    assert not Reason.objects.filter(reason_set=live, code="it_rule").exists()
