"""What mining says, for those who may analyse the AI system."""

import json
from io import BytesIO

import pyarrow.parquet as pq

from apps.audit.models import Entry
from tests.api.speaking import Api, error
from tests.api.test_governing import proved

UNKNOWN = "0192f5e4-0000-7000-8000-000000000000"


def test_findings_come_with_interval_and_comparison(ana, finding):
    said = ana.get("findings/").json()

    assert [row["id"] for row in said["findings"]] == [str(finding.id)]
    row = said["findings"][0]
    assert row["low"] <= row["rate"] <= row["high"]
    assert row["n_overridden"] <= row["n"]


def test_one_finding_names_the_decisions_it_rests_on(ana, finding):
    answer = ana.get(f"findings/{finding.id}/")

    assert answer.status_code == 200
    assert answer.json()["finding"]["id"] == str(finding.id)


def test_an_order_is_signed_by_the_owner_who_proves_anew_who_they_are(ana, world, finding):
    fix = ana.post(f"findings/{finding.id}/fixes/model/", {"says": "Weigh the duty."}).json()["id"]
    assert ana.post(f"fixes/{fix}/propose/").json()["state"] == "PROPOSED"
    assert error(ana.post(f"findings/{finding.id}/watch/"))[:2] == (409, "finding_over")

    owen = Api(user=world.user("owen"))
    assert error(owen.post(f"fixes/{fix}/return/", {"why": " "}))[0] == 422
    assert error(owen.post(f"fixes/{fix}/sign/"))[:2] == (403, "proof_needed")
    assert proved(owen, "owen").post(f"fixes/{fix}/sign/").json()["state"] == "SIGNED"
    assert ana.get(f"fixes/{fix}/").json()["figures"] is None


def test_cases_come_as_parquet_with_the_finding_and_a_retry_gives_the_same_bytes(ana, finding, olga):
    path = f"findings/{finding.id}/cases.parquet"

    first = ana.post(path, key="cases-1")
    again = ana.post(path, key="cases-1")

    assert (first.status_code, first["Content-Type"]) == (200, "application/vnd.apache.parquet")
    assert (again.content, again["Idempotency-Replayed"]) == (first.content, "true")
    assert Entry.objects.filter(verb="finding.exported").count() == 1
    table = pq.read_table(BytesIO(first.content))
    assert json.loads(table.schema.metadata[b"reviewhub.finding"])["finding"] == str(finding.id)
    assert error(olga.post(path))[0] == 404


def test_others_do_not_see_it(olga, lena, finding):
    for stranger in (olga, lena):
        assert stranger.get("findings/").json()["findings"] == []
        assert error(stranger.get(f"findings/{finding.id}/"))[0] == 404


def test_an_unknown_finding_is_not_found(ana, db):
    assert error(ana.get(f"findings/{UNKNOWN}/"))[0] == 404


def test_a_wrong_question_is_refused(ana, db):
    assert error(ana.get("findings/", limit="0"))[::2] == (422, "limit")
    assert error(ana.get("findings/", limit="x"))[::2] == (422, "limit")
    assert error(ana.get("findings/", after="x"))[::2] == (422, "after")
