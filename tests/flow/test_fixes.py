"""A fix is drafted from a finding, tried, proposed, signed by another; the finding follows, and the effect is measured."""

import csv
import datetime as dt

import pytest

from apps.console.pages import fixes as pages
from apps.core import ids, transactions
from apps.flow import services as flow
from apps.flow.services import fixing
from apps.learning import services as learning
from apps.learning.models import Effect, Finding, FindingStep, Fix, Pattern
from apps.learning.services.measuring import measure_effects
from apps.measures.models import Outcome
from apps.measures.services import judge
from apps.notify.models import Notification
from apps.policy import selectors as policies
from apps.registry.models import ContractDraft, ReasonChange, ReasonSet
from tests.learning.habits import found, habit
from tests.measures.past import Past, days
from tests.world import arrive, code, decided, later, noon, override, recommendation

CAUTION = {
    "code": "it_other_work",
    "text": "There is no other work for them",
    "directions": ["more_cautious"],
    "core_category": "risk_judgement",
}


@pytest.fixture
def past(world):
    return Past(world)


@pytest.fixture
def finding(world, past):
    habit(past)
    learning.queue_run(system=world.system, now=noon)
    learning.mine(now=noon)
    return Finding.objects.get()


def drafted(world, finding, *, by=None, lane="SUPERVISOR", now=noon):
    return fixing.draft_rule(finding_id=finding.id, lane=lane, by=by or world.ana, now=now)


def state(finding):
    return Finding.objects.get(id=finding.id).state


def sign(world, by=None):
    version = policies.open_version(world.system.id).version
    return flow.adopt_policy(system=world.system, version=version, by=by or world.owen, now=noon)


def slice_of(finding, conditions=None, evidence=None):
    """The same finding, as if the miner had found another group or other evidence."""
    pattern = Pattern.objects.get(id=finding.last_pattern_id)
    pattern.id, pattern.place = ids.new(), 99
    pattern.conditions = conditions or pattern.conditions
    pattern.evidence = pattern.evidence if evidence is None else evidence
    pattern.save(force_insert=True)
    Finding.objects.update(last_pattern=pattern)


def test_one_click_drafts_the_rule_before_all_that_is_less_cautious(world, finding):
    fix = drafted(world, finding)

    tree = policies.open_version(world.system.id).tree
    codes = [one["code"] for one in tree["rules"]]
    rule = tree["rules"][codes.index("finding_fix_1")]
    assert rule["when"] == {"fact": "industry", "op": "eq", "value": "construction"}
    assert rule["then"] == {"lane": "SUPERVISOR", "inbox": "triage-supervisors", "due_hours": 48}
    assert codes[:3] == ["sr1", "sr2", "finding_fix_1"]
    assert (fix.state, state(finding), Finding.objects.get().assigned_to) == ("DRAFT", "ASSIGNED", world.ana)
    assert code(drafted, world, finding) == "fix_open_already"


def test_the_owner_who_signs_does_not_draft_and_readers_do_neither(world, finding):
    assert code(drafted, world, finding, by=world.owen) == "cannot_write_policy"
    assert code(drafted, world, finding, by=world.audrey) == "cannot_work_on_findings"
    assert code(drafted, world, finding, lane="AUTOMATIC") == "finding_is_no_rule"
    assert not Fix.objects.exists()


def test_a_protected_fact_is_never_a_condition(world, finding):
    slice_of(finding, [{"fact": "sex", "value": "female"}])

    assert code(drafted, world, finding) == "protected_never_decides"
    assert policies.open_version(world.system.id) is None


def test_tried_proposed_and_signed_by_another_it_is_live_and_those_it_came_from_are_told(world, finding):
    own = decided(world, world.olga, override())
    arrive(world, recommendation(facts_changed={"industry": "construction"}))
    slice_of(finding, evidence=[own.id])
    fix = drafted(world, finding)
    fixing.try_fix(fix_id=fix.id, by=world.ana, now=later(hours=1))
    assert code(fixing.propose_fix, fix_id=fix.id, by=world.ana, now=later(hours=1)) == "try_not_complete"
    flow.replay_policies(now=lambda: later(hours=1))

    fixing.propose_fix(fix_id=fix.id, by=world.ana, now=later(hours=1))
    assert (state(finding), Fix.objects.get().state) == ("FIX_PROPOSED", "PROPOSED")
    assert code(sign, world, by=world.ana) == "only_the_owner_approves"
    sign(world)

    fix = Fix.objects.get()
    assert (fix.state, fix.signed_by, fix.live_at, state(finding)) == ("LIVE", world.owen, noon, "ADOPTED")
    assert fix.replay.tally["n"] == 2
    kinds = list(FindingStep.objects.order_by("id").values_list("kind", flat=True))
    assert kinds == ["FIX_DRAFTED", "FIX_TRIED", "FIX_PROPOSED", "FIX_LIVE"]
    assert [one.to for one in Notification.objects.filter(kind="override_taught")] == [world.olga]


def test_returned_it_is_a_draft_again_and_withdrawn_its_rule_leaves_the_draft(world, finding):
    fix = drafted(world, finding)
    fixing.propose_fix(fix_id=fix.id, by=world.ana, now=noon)
    flow.return_policy(system=world.system, why="Too wide.", by=world.owen, now=noon)
    assert (state(finding), Fix.objects.get().state) == ("ASSIGNED", "DRAFT")
    assert FindingStep.objects.get(kind="FIX_RETURNED").text == "Too wide."

    fixing.withdraw_fix(fix_id=fix.id, why="We look again.", by=world.ana, now=noon)

    assert (state(finding), Fix.objects.get().state) == ("ASSIGNED", "WITHDRAWN")
    assert policies.open_version(world.system.id) is None
    assert drafted(world, finding).number == 2


@pytest.mark.parametrize("how", ["dropped", "taken out"])
def test_a_version_that_loses_the_rule_loses_the_fix(world, finding, how):
    fix = drafted(world, finding)
    draft = policies.open_version(world.system.id)
    if how == "dropped":
        flow.drop_policy(system=world.system, by=world.ana, now=noon)
    else:
        tree = {**draft.tree, "rules": [one for one in draft.tree["rules"] if one["code"] != "sr2"]}
        tree["rules"] = [one for one in tree["rules"] if one["code"] != fix.body["rule"]["code"]]
        saved = flow.save_policy(
            system=world.system, tree=tree, version=draft.version, by=world.ana, now=noon
        )
        flow.propose_policy(system=world.system, version=saved.version, by=world.ana, now=noon)

    assert (state(finding), Fix.objects.get().state) == ("ASSIGNED", "WITHDRAWN")


def test_a_fact_is_made_required_here_and_whoever_drafted_it_does_not_sign(world, finding):
    fix = fixing.draft_requirement(finding_id=finding.id, fact="represented", by=world.owen, now=noon)
    when = {"fact": "industry", "op": "eq", "value": "construction"}
    assert fix.body == {"fact": "represented", "required_when": when}
    assert fix.says == "Has an attorney is required when Industry is Construction."
    facts = {one["key"]: one for one in fix.contract_draft.body["facts"]}
    assert facts["represented"]["required_when"] == when

    refused = {"finding_id": finding.id, "by": world.owen, "now": noon}
    assert code(fixing.draft_requirement, fact="age", **refused) == "fix_open_already"
    fixing.withdraw_fix(fix_id=fix.id, why="No.", by=world.owen, now=noon)
    assert code(fixing.draft_requirement, fact="hospital_stay", **refused) == "fact_cannot_be_required"
    assert code(fixing.draft_requirement, fact="sex", **refused) == "fact_cannot_be_required"


def test_a_required_fact_goes_live_by_the_contract_s_own_life_with_another_s_signature(world, finding):
    fix = fixing.draft_requirement(finding_id=finding.id, fact="represented", by=world.ana, now=noon)
    fix = fixing.propose_fix(fix_id=fix.id, by=world.ana, now=noon)
    assert (fix.state, state(finding)) == ("PROPOSED", "FIX_PROPOSED")
    assert code(fixing.sign_fix, fix_id=fix.id, by=world.owen, now=noon) == "fix_signed_elsewhere"

    version = ContractDraft.objects.get(closed_at=None).version
    contract = flow.adopt_contract(system=world.system, version=version, by=world.owen, now=noon)

    fix.refresh_from_db()
    assert (fix.state, fix.contract, fix.signed_by, fix.live_at) == ("LIVE", contract, world.owen, noon)
    assert state(finding) == "ADOPTED"
    facts = {one["key"]: one for one in contract.body["facts"]}
    assert facts["represented"]["required_when"] == {"fact": "industry", "op": "eq", "value": "construction"}


def test_reasons_change_with_the_owner_s_signature(world, finding):
    def change(**changes):
        asked = {"add": CAUTION, "retire": "", "by": world.ana, "now": noon, **changes}
        return fixing.draft_reasons(finding_id=finding.id, **asked)

    assert code(change, add=None) == "reason_change_not_valid"
    assert code(change, retire="nothing") == "reason_change_not_valid"
    assert code(change, add=CAUTION | {"core_category": "weather"}) == "reason_change_not_valid"
    number = ReasonSet.objects.get(system=world.system, ended_at=None).number
    gone = ReasonSet.objects.get(system=world.system, ended_at=None).reasons.order_by("place").last()
    fix = change(retire=gone.code)
    assert code(fixing.sign_fix, fix_id=fix.id, by=world.owen, now=noon) == "fix_over"
    fixing.propose_fix(fix_id=fix.id, by=world.ana, now=noon)
    assert Notification.objects.get(kind="fix_proposed").to == world.owen
    assert code(fixing.sign_fix, fix_id=fix.id, by=world.ana, now=noon) == "not_the_owner"

    fixing.sign_fix(fix_id=fix.id, by=world.owen, now=noon)

    live = ReasonSet.objects.get(system=world.system, ended_at=None)
    codes = set(live.reasons.values_list("code", flat=True))
    assert (live.number, "it_other_work" in codes, gone.code in codes) == (number + 1, True, False)
    noted = ReasonChange.objects.get()
    assert (noted.kind, noted.code, noted.reason_set, noted.by) == ("RETIRED", gone.code, live, world.owen)
    assert gone.text in noted.why
    assert (Fix.objects.get().state, state(finding)) == ("LIVE", "ADOPTED")


def test_a_model_is_live_with_the_first_version_that_came_after_the_signature(world, past, finding, client):
    fix = fixing.order_model(finding_id=finding.id, says="Weigh the trade.", by=world.ana, now=noon)
    fixing.propose_fix(fix_id=fix.id, by=world.ana, now=noon)
    judge_now(world, noon)
    fixing.sign_fix(fix_id=fix.id, by=world.owen, now=noon)
    measure_effects(now=later(days=1))
    assert Fix.objects.get().state == "SIGNED"

    past.add(model_version="triage-gb-2", at=days(2))
    past.write()
    judge_now(world, later(days=3))
    measure_effects(now=later(days=3))

    assert (Fix.objects.get().state, Fix.objects.get().live_at) == ("LIVE", days(2))
    client.force_login(world.user("ana"))
    page = client.get(f"/patterns/{finding.id}/").content.decode()
    assert page.count("22 Nov 2026") == 2, "of the card and of the history"
    assert "With the first decision of triage-gb-2; noticed on 23 Nov" in page


def judge_now(world, now):
    with transactions.verb():
        judge(system_id=world.system.id, now=now)


@pytest.fixture
def made(world):
    return found(world)


def lived(world, past, finding, *, wrong, now=None):
    """Sixty decisions of the group and sixty others after the fix; `wrong` of the group's proved wrong."""
    fix = drafted(world, finding)
    fixing.propose_fix(fix_id=fix.id, by=world.ana, now=noon)
    sign(world)
    before = list(Outcome.objects.all())
    assert not before
    rows = []
    for number in range(240):
        here, after = number % 2 == 0, number >= 120
        line = past.add(
            at=days(number / 10 - 12),  # the first one after is the very one that it is live with
            features={"industry": "construction" if here else "manufacturing"},
            was_escalated=number // 2 * 7 % 60 < ((60 - wrong if after else 30) if here else 6),
        )
        share = (wrong if after else 30) if here else 6
        rows.append((line.case_id, number // 2 * 7 % 60 < share))
    past.write()
    Outcome.objects.bulk_create(
        Outcome(
            case_id=case_id, external_id=f"o-{place}", measure="long_claim", value=value,
            known_at=days(60), received_at=days(60), body_digest=b"x",
        )
        for place, (case_id, value) in enumerate(rows)
    )  # fmt: skip
    return measure_effects(now=now or days(120))


@pytest.mark.parametrize(("wrong", "verdict"), [(3, "HELPED"), (30, "NO_EFFECT"), (55, "HARMED")])
def test_its_effect_is_measured_against_what_was_to_be_expected_and_kept(
    world, past, made, client, monkeypatch, wrong, verdict
):
    assert lived(world, past, made, wrong=wrong) == 1

    effect = Effect.objects.get()
    assert (effect.verdict, effect.counts, effect.n_after, effect.k_after) == (
        verdict,
        "decisions_wrong",
        60,
        wrong,
    )
    assert effect.low < effect.difference < effect.high
    assert state(made) == "MEASURED"
    assert Notification.objects.filter(kind="effect_measured", to=world.owen).exists()
    learning.watch(finding_id=made.id, by=world.ana, now=noon)
    learning.watch(finding_id=made.id, by=world.ana, now=noon)
    assert FindingStep.objects.filter(kind="WATCHED").count() == 1
    client.force_login(world.user("ana"))
    page = client.get(f"/fixes/{effect.fix_id}/").content.decode()
    assert f"{wrong} of 60<small>" in page
    assert ("Too few cases to tell: an effect of up to" in page) is (verdict == "NO_EFFECT")
    said = {
        "HELPED": ["The group is calm: close it."],
        "NO_EFFECT": ["too few cases to tell what it did", "showed no effect"],
        "HARMED": ["showed harm"],
    }
    for words in said[verdict]:
        turn = client.get(f"/patterns/{made.id}/").content.decode().split('id="turn"')[1]
        assert words in turn
        assert (f"Seen {wrong} of 60" in turn, "is calm" in turn) == (
            verdict != "HELPED",
            verdict == "HELPED",
        )
        monkeypatch.setattr(pages, "WIDE", 1)
    (look,) = csv.DictReader(client.get(f"/fixes/{effect.fix_id}/table.csv").content.decode().splitlines())
    assert (look["verdict"], look["k_after"]) == (verdict, str(wrong))
    assert measure_effects(now=days(121)) == 1  # 60 cases: the second look was due as well
    assert measure_effects(now=days(122)) == 0


def test_it_is_not_measured_before_outcomes_are_due(world, past, made):
    assert lived(world, past, made, wrong=3, now=noon + dt.timedelta(days=20)) == 0


def test_where_no_outcome_can_say_what_was_wrong_overrides_count(world, past, made):
    type(world.system).objects.filter(id=world.system.id).update(measures=[])

    lived(world, past, made, wrong=0)

    effect = Effect.objects.get()
    assert (effect.counts, effect.verdict, effect.n_after, effect.k_after) == (
        "overruled",
        "NO_EFFECT",
        60,
        0,
    )


@pytest.mark.parametrize(("wrong", "verdict"), [(57, "HELPED"), (5, "HARMED")])
def test_a_finding_about_work_is_measured_by_that_work(world, past, made, wrong, verdict):
    Finding.objects.filter(id=made.id).update(target="escalated")

    lived(world, past, made, wrong=wrong)

    effect = Effect.objects.get()
    assert (effect.counts, effect.verdict, effect.n_after, effect.k_after) == (
        "escalated",
        verdict,
        60,
        60 - wrong,
    )


@pytest.mark.parametrize("target", ["late", "skipped"])
def test_what_did_not_happen_to_any_case_is_counted_as_nothing(world, past, made, target):
    Finding.objects.filter(id=made.id).update(target=target)

    lived(world, past, made, wrong=3)

    effect = Effect.objects.get()
    assert (effect.counts, effect.verdict, effect.n_after, effect.k_after) == (target, "NO_EFFECT", 60, 0)
