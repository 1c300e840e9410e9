"""Real decisions of 1990 are brought in with the model's advice: no reason, moment or name is made up.

`bin/prove loan` brings in all 1,989 of them and says what the miner finds there.
"""

import html
import sys

import pytest
from django.core.management import call_command

from apps.accounts.models import User
from apps.core import clock
from apps.delivery.models import Delivery
from apps.flow import services as flow
from apps.learning import selectors as findings
from apps.learning.states import Target
from apps.measures import selectors as measures
from apps.measures import services as measuring
from apps.measures.models import DecisionFacts, Measurement
from apps.policy.models import Verdict
from apps.registry.models import AISystem
from apps.reviews.models import Claim, Decision, OverrideReason, Release, ReviewItem
from demo import loan_history, loans
from tests import ground
from tests import world as worlds
from tests.effort import LONG

N = 1_989 if LONG else 60


@pytest.fixture
def bank(world, tmp_path):
    call_command("setup", ground.ROOT / "demo/loans.yaml", keys=tmp_path / "keys.json")
    return AISystem.objects.get(slug="loan-exceptions")


def person(name):
    return User.objects.get(email=f"{name}@boston1990.example").actor


def told(pattern):
    """Say one pattern with both rates, as the proof's row has it."""
    here, there = pattern, pattern.confirmation
    held = {True: "held", False: "did not hold", None: "too few"}[there["holds"]]
    return (
        f"{here.words}: {here.n_overridden} of {here.n} ({here.rate:.0%} against {here.rest_rate:.0%}), "
        f"in the other half {there['n_overridden']} of {there['n']} ({held})"
    )


def answered(client, path):
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def reads(client, name):
    """Return what a page says to Iris, the analyst."""
    client.force_login(User.objects.get(email="iris@boston1990.example"))
    return " ".join(answered(client, name).split())


def everywhere(client, decided):
    """Return what pages, files and the API say that show decisions or count them, by their place."""
    one = decided.filter(outcome_code__code="decline").select_related("case").first()
    said = {
        path: reads(client, path)
        for path in (
            "/patterns/",
            "/insights/?system=loan-exceptions&weeks=all",
            "/insights/weekly.csv?system=loan-exceptions",
            "/insights/cases/overrides/?system=loan-exceptions&weeks=all",
            f"/cases/{one.case.case_ref}/",
        )
    }
    client.force_login(User.objects.get(email="carl@boston1990.example"))
    for path in ("/inboxes/loan-officers/?view=done", f"/cases/{one.item_id}/review/"):
        said[path] = answered(client, path)
    page = answered(client, f"/decisions/{one.id}/explanation/")
    said["explanation"] = " ".join(html.unescape(page).split())
    for path in (
        f"items/{one.item_id}/",
        f"decisions/{one.id}/explanation/",
        "inboxes/loan-officers/items/?view=done",
    ):
        said["api"] = said.get("api", "") + answered(client, f"/api/v1/{path}")
    return said


def test_what_was_recorded_comes_in_is_mined_in_halves_and_nothing_is_made_up(
    bank, tmp_path, capsys, client, settings
):
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    file = tmp_path / "loans.jsonl"
    auc = loan_history.write(file, now=worlds.noon, most=N)
    for _ in range(2):  # once more changes nothing
        call_command("import_history", file, now=worlds.noon)

    assert f"line {2 * N} of {2 * N}; {2 * N} done, 0 nothing to do, 0 refused" in capsys.readouterr().out
    judged = Verdict.objects.filter(recommendation__system=bank).values_list("added", flat=True)
    assert {facts["n_unsupported"] for facts in judged} == {0}
    real = {one.ref: "decline" if one.declined else "approve" for one in loans.read()[:N]}
    decided = Decision.objects.filter(recommendation__system=bank)
    assert dict(decided.values_list("case__case_ref", "outcome_code__code")) == real
    assert set(decided.values_list("decided_at", "claimed_at", "by__name")) == {
        (clock.NOT_RECORDED, None, "Loan officers of 1990 (not named)")
    }
    assert not OverrideReason.objects.filter(decision__in=decided).exists()
    assert not Claim.objects.filter(item__system=bank).exists()
    assert not Delivery.objects.filter(decision__in=decided).exists()
    assert Release.objects.filter(decision__in=decided, why="brought_in").count() == N
    assert not ReviewItem.objects.filter(system=bank).exclude(state="DECIDED").exists()
    settings.DATASET_FOLDER = tmp_path / "dataset"
    measuring.export_facts(system=bank, now=worlds.noon)
    assert [(one.month, one.n_rows) for one in measuring.parts(bank.id)] == [("not-recorded", N)]
    facts = DecisionFacts.objects.filter(system_id=bank.id)
    overridden = facts.filter(is_override=True)
    assert 0 < overridden.count() == decided.filter(kind="OVERRIDDEN").count() < N
    assert set(facts.values_list("reason", "core_category", "seconds_to_decide")) == {("", "", None)}
    flow.compute_measures(now=worlds.noon)
    assert measures.override_reasons(system_id=bank.id, what=None, since=None) == []
    assert not Measurement.objects.filter(system=bank).exists()

    flow.mine(now=worlds.noon)
    run = bank.mining_runs.get(target="overridden")
    assert (run.state, run.n_decisions, run.parameters["cross_fit"]) == ("DONE", N, True)
    found = findings.findings(to=person("iris"), target=Target.OVERRIDDEN).rows
    assert all(one.is_crossed and one.main_reason is None for one in found)
    record = reads(client, "/cases/LX-0001/")
    assert "Loan officers of 1990 (not named) had decided Approve before ReviewHub" in record
    assert "when and why they decided was not recorded" in record
    pages = [reads(client, f"/patterns/{one.id}/") for one in found]
    assert all("in the other half" in page and "time not recorded" in page for page in pages)
    every = {
        "record": record,
        **{str(at): page for at, page in enumerate(pages)},
        **everywhere(client, decided),
    }
    assert [at for at, page in every.items() if "1800" in page] == []
    assert "Decline. When was not recorded." in every["explanation"]
    assert "The principal reasons were not recorded." in every["explanation"]
    if LONG:
        assert found
        said = "; ".join(told(one) for one in found)
        sys.stdout.write(f"\nloan: {N} real decisions, model AUC {auc:.3f} out of fold, ")
        sys.stdout.write(f"{run.n_overrides} differ from it; found: {said}\n")


def test_live_nobody_writes_down_a_decision_without_a_reason(world):
    item_id = worlds.arrive(world).item_id

    refused = worlds.code(flow.recount, item_id=item_id, outcome="standard", by=world.olga, now=worlds.noon)

    assert refused == "not_brought_in"
    assert not Decision.objects.filter(item_id=item_id).exists()
