"""What browser tests need beyond the cast: a pattern with its evidence, models, alarms, tried policies, postures."""

import copy
import datetime as dt
from decimal import Decimal

from apps.core import bulk, clock, ids, transactions
from apps.flow import selectors
from apps.flow import services as flow
from apps.flow.selectors import Scope
from apps.flow.services import fixing, skilling, staffing
from apps.learning import services as learning
from apps.learning.models import Effect, Finding, Fix, MiningRun, Pattern
from apps.learning.states import FindingState, MiningRunState
from apps.measures import services as measures
from apps.measures.models import ModelTally, Outcome, SourceAlarm
from apps.policy import selectors as policies
from apps.registry import services as registry
from apps.reviews import services as reviews
from apps.reviews.models import ReviewItem
from apps.reviews.rules import Place
from apps.reviews.states import MarkUnit
from tests import world as worlds
from tests.measures.past import Past, days
from tests.practising import answered, known, put
from tests.template import pack
from tests.viewing import asking, viewed


def make_finding(world):
    run = MiningRun.objects.create(
        system=world.system, state=MiningRunState.DONE, period_on=world.now.date(), queued_at=world.now,
        started_at=world.now, ended_at=world.now, n_decisions=900, n_overrides=150, n_cells=80, n_tests=64,
        smallest_effect=0.08, horizon=ids.new(), known_at=world.now, digest=b"5" * 32, stage="",
        notes=[{"code": "constant", "facts": ["state"]}], versions={"product": "0.1.0", "method": 2},
        plan={"max_facts": 2}, parameters={"q_limit": 0.05, "min_ratio": 1.3, "min_points": 0.03, "min_n": 30},
        happened=[
            {"at": world.now.isoformat(), "code": "begun", "n_months": 3},
            {"at": world.now.isoformat(), "code": "finished", "n_patterns": 1, "n_opened": 1, "ms": {"COUNT": 2100}},
        ],
        protected=[
            group | {"fact": "sex", "value": value, "p": 0.4, "q": 0.8, "stands_out": False}
            for value in ("female", "male")
            for group in (
                {"side": "people", "n": 450, "k": 75, "rate": 0.17, "interval": [0.14, 0.2], "rest_rate": 0.16},
                {"side": "ai", "n": 12, "k": 2, "rate": None, "interval": None, "rest_rate": None},
            )
        ],
    )  # fmt: skip
    decisions = [worlds.decided(world, world.olga, worlds.override()) for _ in range(2)]
    worlds.release(world)
    pattern = Pattern.objects.create(
        run=run, place=1, conditions=[{"fact": "hospital_stay", "value": "true"}], conditions_key="hospital_stay",
        words="After a hospital stay", n=120, n_overridden=60, rate=0.5, low=0.41, high=0.59, rest_rate=0.12, p=1e-9,
        q=1e-7, excess=45.6, reasons={"reason": {"it_weeks": 40, "it_missing": 20}, "core": {"risk_judgement": 40}},
        confirmation={"n": 60, "n_overridden": 28, "rate": 0.47, "low": 0.35, "high": 0.59, "rest_rate": 0.11,
                      "p": 0.001, "holds": True},
        evidence=[one.id for one in decisions[:1]], counter_examples=[one.id for one in decisions[1:]],
    )  # fmt: skip
    return Finding.objects.create(
        system=world.system, conditions_key="hospital_stay", state=FindingState.NEW, first_pattern=pattern,
        last_pattern=pattern, opened_at=world.now, seen_at=world.now,
    )  # fmt: skip


def make_fix(world, finding):
    """A rule from the finding went live and did harm; the finding was given to somebody and talked over."""
    due = world.now.date()
    learning.assign(
        finding_id=finding.id, to=world.ana.id, due_on=due, version=1, by=world.owen, now=world.now
    )
    learning.discuss(finding_id=finding.id, text="The report came late.", by=world.ana, now=world.now)
    fix = fixing.order_model(
        finding_id=finding.id, says="Weigh the hospital stay.", by=world.ana, now=world.now
    )
    Fix.objects.filter(id=fix.id).update(
        state="LIVE", signed_by=world.owen, signed_at=world.now, live_at=world.now, replay=try_a_policy(world, worked=True)
    )  # fmt: skip
    Finding.objects.filter(id=finding.id).update(state="MEASURED")
    for look, (verdict, k) in enumerate((("HARMED", 20), ("NO_EFFECT", 12)), start=1):
        Effect.objects.create(
            fix=fix, look=look, verdict=verdict, counts="decisions_wrong", method="difference_in_differences",
            from_at=world.now, to_at=world.now, n_before=90, k_before=18, n_after=58, k_after=k, rest_n_before=800,
            rest_k_before=90, rest_n_after=400, rest_k_after=44, expected=0.19, difference=k / 58 - 0.19, low=-0.02,
            high=0.3, level=0.975, assumes=["moves_as_rest", "no_other_change", "by_decision"],
            cost={"before": {"n_people": 80, "hours": 9.5}, "after": {"n_people": 58, "hours": 31.0}}, at=world.now,
        )  # fmt: skip
    return fix


REASONS = ("it_weeks", "it_missing")


def figures(world):
    """Give the insights weeks of decisions, outcomes of the older ones, and what confidence proved to be."""
    past = Past(world)
    for n in range(160):
        past.add(
            override=n % 4 == 0,
            at=days(-100 + n // 2),
            confidence=Decimal(f"0.{50 + n % 45}"),
            reason=REASONS[n % 8 == 0],
        )
    with transactions.verb():
        lines = past.write()
        bulk.insert(
            [
                Outcome(
                    id=ids.new(), case_id=line.case_id, external_id="O-1", measure="long_claim",
                    value=n % 4 == 0 and n % 3 > 0, known_at=world.now, received_at=world.now, body_digest=b"",
                )
                for n, line in enumerate(lines)
            ]
        )  # fmt: skip
        measures.compute(system_id=world.system.id, now=world.now)
        measures.calibrate(system_id=world.system.id, now=world.now)
        learning.tally_findings(system_id=world.system.id, now=world.now)


def line_models_up(world):
    """Another model is kept unseen beside the one that advises."""
    models = [{"name": "gradient", "pattern": "triage-gb-*"}, {"name": "forest", "pattern": "triage-rf-*"}]
    with transactions.verb():
        body = {"models": models, "wait_minutes": 30}
        registry.line_up(system=world.system, body=body, by=world.owen, now=world.now)
    worlds.arrive(world, worlds.recommendation(model_version="triage-rf-7", outcome="standard"))
    for name, is_seen, n, n_right in (("triage-gb-1", True, 812, 702), ("triage-rf-7", False, 640, 561)):
        counts = {"n_decided": n, "n_agreed": n - 90, "n_known": n - 40, "n_right": n_right}
        said = {"said": "fast_track", "is_seen": is_seen, "computed_at": world.now}
        ModelTally.objects.create(system=world.system, name=name, **said, **counts)


def change_facts(world, item_id, value=31000):
    now = clock.now()
    as_of = worlds.iso(now - dt.timedelta(minutes=1))
    sent = [
        worlds.fact("weekly_wage", value, "employer", as_of=as_of),
        worlds.fact("hospital_stay", True, "hospital", as_of=as_of),
    ]
    ref = ReviewItem.objects.get(id=item_id).case.case_ref
    flow.add_facts(case_ref=ref, facts=sent, by=world.model, now=now)


def try_a_policy(world, *, worked):
    """A draft that leaves nothing to the machine, tried on what arrived; another one that waits for a worker."""
    worlds.arrive(world, worlds.automatic())
    tree = copy.deepcopy(policies.live(world.system.id).tree)
    tree["rules"] = [one for one in tree["rules"] if one["code"] != "au1"]
    tree["otherwise"]["due_hours"] = 12 if worked else 13
    replay = measures.ask_replay(
        system_id=world.system.id, tree=tree, last=100, by=world.ana, now=clock.now()
    )
    if worked:
        flow.replay_policies(now=clock.now)
    return replay


def an_alarm(world):
    SourceAlarm.objects.create(
        system=world.system, fact="body_part", source="doctor", kind="stale", onset_on=dt.date(2026, 11, 9),
        n=60, n_at_fault=25, n_before=480, n_at_fault_before=16, q=0.001, raised_at=world.now,
    )  # fmt: skip


def postures(world):
    """A second risk decision with limits is signed, and a third is being written."""
    limits = {
        "override": {"most": 0.3, "then": "narrow"},
        "stale": {"most": 0.2, "then": "narrow"},
        "overdue": {"most": 20, "then": "pause"},
    }
    flow.begin_posture(system=world.system, by=world.owen, now=world.now)
    body = pack()["posture"] | {"limits": limits, "tell": ["analyst"], "expires_on": "2027-04-30"}
    flow.save_posture(system=world.system, body=body, version=1, by=world.owen, now=world.now)
    flow.sign_posture(system=world.system, version=2, by=world.owen, now=world.now)
    flow.begin_posture(system=world.system, by=world.owen, now=world.now)
    body |= {"audit_share": 0.2}
    flow.save_posture(system=world.system, body=body, version=1, by=world.owen, now=world.now)


def ask_for_a_fact(world):
    """Two cases that lack a fact and are Olga's: of one she asked for it."""
    lacking, asked = (
        worlds.claimed(world, world.olga, facts_changed={"contact_status": None}) for _ in range(2)
    )
    reviews.ask(
        item_id=asked.id, fact="contact_status", version=1, token=asked.token, by=world.olga, now=world.now
    )  # fmt: skip
    return lacking, asked


def ask_somebody(world, waiting):
    """Of the case that waits for a fact, Olga also asks Sam and her team; he answered her about another one."""
    item = ReviewItem.objects.get(id=waiting.id)
    said = {"now": world.now, "by": world.olga}
    question = reviews.ToPeople(
        text="Was the worker seen twice?", to=world.sam.id, fact="age", shown=("weekly_wage", "injured_on")
    )
    put = flow.ask_people(item_id=item.id, question=question, version=item.version, token=item.token, **said)
    known = worlds.claimed(world, world.olga)
    other = reviews.ToPeople(text="May they work from home?", to=world.sam.id)
    asked = flow.ask_people(item_id=known.id, question=other, version=1, token=known.token, **said)
    flow.answer_question(question_id=asked.id, text="Yes.", version=1, by=world.sam, now=world.now)
    return put


def marked(world, row):
    """Olga marked a line of a document, Sam a band of its picture."""
    said = {"case_ref": row.case.case_ref, "evidence_id": row.id, "now": world.now}
    line, band = Place(1, MarkUnit.LINE, 2, 2), Place(1, MarkUnit.BAND, 40, 100)
    reviews.mark_evidence(place=line, note="Without the bonus; see the letter.", by=world.olga, **said)
    reviews.mark_evidence(place=band, note="", by=world.sam, **said)
    return row


def ask_first(world):
    """Two cases of Olga's that ask for her view before the suggestion is shown: on one she gave it."""
    first, said = worlds.claimed(world, world.olga), worlds.claimed(world, world.olga)
    for one in (first, said):
        asking(one.id)
    viewed(world, said, world.olga, words="Light work is on offer.")
    return first, said


def roll_back(world):
    """What the machine decided under the first policy is reversed; another one is decided afterwards."""
    worlds.arrive(world, worlds.automatic())
    page = selectors.rollback_page(
        slug="injury-triage", scope=Scope(policy=1), outcome="standard", to=world.owen
    )
    rollback = flow.begin_rollback(
        system_id=world.system.id, scope=Scope(policy=1), outcome="standard", why="The wages were wrong.",
        count=page.preview.n, by=world.owen, now=clock.now(),
    )  # fmt: skip
    while flow.roll_back(now=clock.now()):
        pass
    worlds.arrive(world, worlds.automatic())
    return rollback


def staff(world):
    """Olga and Ben are counted, the room differs, Ben is away; returns Olga, who holds cases."""
    with transactions.verb():
        reviews.set_room(inbox=world.officers, per_day=40, by=world.adam, now=world.now)
    for name, per_day in (("olga", 20), ("ben", 12)):
        staffing.set_capacity(
            slug="triage-officers", user_id=world.user(name).id, per_day=per_day, version=0, by=world.sam, now=world.now
        )  # fmt: skip
    staffing.let_into_inbox(
        slug="triage-officers",
        user_id=world.user("audrey").id,
        permission="look_inbox",
        why="She checks how overrides are explained.",
        expires_at=world.now + dt.timedelta(days=30),
        by=world.sam,
        now=world.now,
    )
    staffing.state_away(
        user_id=world.user("ben").id,
        from_at=world.now + dt.timedelta(days=1),
        until_at=world.now + dt.timedelta(days=4),
        by=world.sam,
        now=world.now,
    )
    said = {"slug": "triage-officers", "by": world.sam, "now": world.now}
    asked = {"system_slug": world.system.slug, "segment": "minor_surface"}
    skilling.ask_for_skill(**said, **asked, name="Surface injuries")
    skilling.give_skill(
        **said, user_id=world.user("ben").id, name="Spanish-speaking", why="He grew up with it."
    )
    off = world.now.date() + dt.timedelta(days=3)
    skilling.set_rota_day(**said, user_id=world.user("olga").id, day_on=off, is_on=False)
    return world.user("olga").id


def second_reviews(world):
    """One decision waits for a second opinion, which Ben holds; of another the two differ."""
    waits, differing = (_second(world) for _ in range(2))
    held = reviews.claim(item_id=differing.item_id, by=world.priya, now=world.now)
    view = reviews.View(outcome="standard", sure="fairly", words="A hospital stay is recorded.")
    flow.give_view(
        item_id=held.id, view=view, version=held.version, token=held.token, by=world.priya, now=world.now
    )
    known(world)
    practice = put(world)
    answered(world, practice, world.olga, now=world.now)
    second = reviews.claim(item_id=waits.item_id, by=world.ben, now=world.now).id
    return {"second": second, "differing": differing.id, "practised": practice.item_id}


def _second(world):
    decision = worlds.decided(world, world.olga, worlds.APPROVE)
    flow.release_one(item_id=decision.item_id, now=decision.undo_until)
    item = ReviewItem.objects.get(id=decision.item_id)
    with transactions.verb():
        return reviews.open_second_review(
            decision=decision, item=item, why="random", share=1, due_at=world.now, by=world.sam, now=world.now
        )
