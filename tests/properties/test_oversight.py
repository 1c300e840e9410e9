"""P17: whatever six people do in whatever order, no state is illegal and no decision in force lacks authority."""

import datetime as dt
import sys
from collections import Counter
from typing import ClassVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from apps.accounts import access
from apps.accounts.models import Delegation
from apps.core import refusals
from apps.flow import services as flow
from apps.flow.services import approving, authorising, breaking_glass, delegating
from apps.registry import selectors as registry
from apps.reviews import services as reviews
from apps.reviews.models import (
    Approval,
    Decision,
    OneTimeAuthority,
    Relation,
    Release,
    ReviewItem,
    Withdrawal,
)
from apps.reviews.services import relating
from tests.effort import LONG
from tests.world import APPROVE, arrive, noon, override, real

EXAMPLES, STEPS = (300, 50) if LONG else (2, 25)
ROLES = {
    "olga": {"officer"},
    "ben": {"officer"},
    "sam": {"supervisor"},
    "owen": {"owner"},
    "ana": {"analyst"},
    "adam": {"admin"},
}
people, officers = st.sampled_from(list(ROLES)), st.sampled_from(["olga", "ben", "sam"])
answers = st.sampled_from([APPROVE, override(), override("case_managed")])
stakes = st.sampled_from([111_100, 200_000, 400_000, 2_000_000])
WORDS = {"words": "So."}


class Oversight(RuleBasedStateMachine):
    """Two cases, and a clock that moves a minute with every act."""

    world: ClassVar = None
    done: ClassVar[Counter[str]] = Counter()

    @initialize(first=stakes, second=stakes)
    def cases(self, first, second):
        self.now = noon
        self.ids = [arrive(self.world).item_id for _ in range(2)]
        for one, stake in zip(self.ids, (first, second), strict=True):
            ReviewItem.objects.filter(id=one).update(stake_minor=stake)

    def try_it(self, name, verb, *, now=None, **said):
        self.now += dt.timedelta(seconds=20)
        try:
            verb(now=now or self.now, **said)
            self.done[name] += 1
        except refusals.Refusal:
            self.done["refused"] += 1

    def teardown(self):
        """Each run begins with nothing handed on or declared: both keep people from cases, in the end from all."""
        for one in Delegation.objects.filter(ended_at=None):
            delegating.take_back(delegation_id=one.id, by=one.giver.actor, now=real())
        Relation.objects.filter(ended_at=None).update(ended_at=self.now, ended_by=self.world.owen)

    def actor(self, who):
        found = self.world.person(who)
        self.world.forget(found)
        return found

    def item(self, which):
        return ReviewItem.objects.get(id=self.ids[which])

    def held(self, which):
        return Approval.objects.filter(item=self.ids[which]).order_by("-raised_at", "-id").first()

    which = st.integers(0, 1)

    @rule(who=people, which=which)
    def claim(self, who, which):
        self.claim_it(who, which)

    def claim_it(self, who, which):
        self.try_it("claim", reviews.claim, item_id=self.ids[which], by=self.actor(who))

    @rule(who=officers, which=which, answer=answers)
    def work(self, who, which, answer):
        self.claim_it(who, which)
        self.decide_it(who, which, answer)

    @rule(who=people, which=which)
    def let_go(self, who, which):
        token = self.item(which).token
        self.try_it("let go", reviews.let_go, item_id=self.ids[which], token=token, by=self.actor(who))

    @rule(who=people, which=which, answer=answers)
    def decide(self, who, which, answer):
        self.decide_it(who, which, answer)

    def decide_it(self, who, which, answer):
        item = self.item(which)
        said = {"answer": answer, "version": item.version, "token": item.token, "by": self.actor(who)}
        self.try_it("decide", flow.decide, item_id=item.id, **said)

    @rule(who=people, which=which, back=st.booleans())
    def climb(self, who, which, back):
        item = self.item(which)
        said = {"note": "So.", "version": item.version, "token": item.token, "by": self.actor(who)}
        if back:
            self.try_it("return", flow.return_escalated, item_id=item.id, **said)
        else:
            self.try_it("escalate", flow.escalate, item_id=item.id, why="unsure", **said)

    @rule(
        who=st.sampled_from(["sam", "sam", "owen", "olga", "ana"]),
        which=which,
        how=st.sampled_from(["uphold", "reverse_held", "return_held", "amend", "pass_up"]),
    )
    def resolve(self, who, which, how):
        row = self.held(which)
        if row is None:
            return
        said = {"amend": {"answer": override("case_managed")}, "pass_up": {}}.get(how, WORDS)
        verb, version = getattr(approving, how), self.item(which).version
        self.try_it(how, verb, approval_id=row.id, version=version, by=self.actor(who), **said)

    @rule(who=people, which=which)
    def undo(self, who, which):
        last = Decision.objects.filter(item_id=self.ids[which]).order_by("-decided_at", "-id").first()
        if last is not None:
            self.try_it("undo", flow.undo, decision_id=last.id, by=self.actor(who))

    @rule(who=people, to=people, which=which)
    def give_authority(self, who, to, which):
        said = {
            "amount_minor": 500_000,
            "outcome": "",
            "why": "So.",
            "expires_at": self.now + dt.timedelta(hours=1),
        }
        verb = authorising.give_once
        self.try_it("give", verb, item_id=self.ids[which], to=self.actor(to), by=self.actor(who), **said)

    @rule(who=people, of=people, which=which)
    def declare(self, who, of, which):
        ref = self.item(which).case.case_ref
        said = {
            "case_ref": ref,
            "kind": "close",
            "person": self.actor(of),
            "why": "So.",
            "by": self.actor(who),
        }
        self.try_it("declare", relating.declare_relation, **said)

    @rule(
        who=people, to=people, power=st.sampled_from(["approve_held", "supervise_inbox"]), back=st.booleans()
    )
    def delegate(self, who, to, power, back):
        on = "system:injury-triage" if power == "approve_held" else "inbox:triage-supervisors"
        if back:
            last = Delegation.objects.filter(ended_at=None).order_by("-number").first()
            if last is not None:
                self.try_it(
                    "take back", delegating.take_back, delegation_id=last.id, by=self.actor(who), now=real()
                )
            return
        said = {"to": self.world.user(to).email, "why": "So.", "begins_at": None, "now": real()}
        said["ends_at"] = real() + dt.timedelta(days=1)
        self.try_it("delegate", delegating.delegate, power=power, on=on, by=self.actor(who), **said)

    @rule(slug=st.sampled_from(["triage-officers", "triage-supervisors"]), close=st.booleans())
    def break_glass(self, slug, close):
        adam = self.actor("adam")
        if not close:
            said = {"slug": slug, "why": "So.", "minutes": 60, "now": real()}
            self.try_it("break glass", breaking_glass.break_glass, by=adam, **said)
        for one in access.opened(adam) if close else ():
            self.try_it("close glass", breaking_glass.close_glass, glass_id=one.id, by=adam, now=real())

    @rule(minutes=st.sampled_from([1, 30, 300]))
    def time_passes(self, minutes):
        self.now += dt.timedelta(minutes=minutes)
        flow.release_due(now=self.now)
        flow.release_expired_claims(now=self.now)
        approving.climb_overdue(now=self.now)
        self.done["time"] += 1

    @invariant()
    def no_state_is_illegal(self):
        for one in ReviewItem.objects.filter(id__in=getattr(self, "ids", [])):
            is_open = Approval.objects.filter(item=one, closed_at=None).exists()
            assert is_open == (one.state == "HELD")
            assert (one.closed_at is None) == (one.state in {"OPEN", "CLAIMED", "WAITING", "HELD"})
            assert (one.holder_id is None) == (one.state != "CLAIMED")
            assert one.release_due_at is None or one.state == "DECIDED"

    @invariant()
    def nothing_in_force_lacks_authority(self):
        for put in Release.objects.filter(decision__item_id__in=getattr(self, "ids", [])):
            made = put.decision
            assert not Withdrawal.objects.filter(decision=made).exists()
            row = Approval.objects.filter(decision=made).first()
            answers = made.by if row is None else row.closed_by
            assert row is None or (row.result == "UPHELD" and row.closed_by_id not in {None, made.by_id})
            lent = made.delegation if row is None else row.delegation
            if lent is not None:
                assert lent.to.actor_id == answers.id
                assert lent.giver.actor_id not in {made.by_id if row else None, answers.id}
                if lent.power == "approve_held":
                    answers = lent.giver.actor
            assert not answers.user.role_assignments.filter(role="admin").exists()
            assert self.covers(answers, made) or OneTimeAuthority.objects.filter(used_by=made).exists()

    def covers(self, actor, made):
        roles = ROLES[actor.user.email.partition("@")[0]]
        reach = registry.reach(
            system_id=self.world.system.id, roles=frozenset(roles), person_id=actor.id, now=made.decided_at
        )
        stake = made.amount_minor or 0
        return registry.covers(reach.limits, outcome_id=made.outcome_code_id, amount_minor=stake)


def test_no_order_of_acts_leaves_an_illegal_state_or_a_decision_without_authority(world):
    Oversight.world, Oversight.done = world, Counter()
    for who in ("ben", "olga", "sam"):
        email = world.user(who).email
        delegating.list_stand_in(on="system:injury-triage", email=email, by=world.owen, now=noon)
        delegating.list_stand_in(on="inbox:triage-supervisors", email=email, by=world.adam, now=noon)
    run_state_machine_as_test(
        Oversight,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            derandomize=not LONG,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    n_in_force = Release.objects.filter(decision__item_id__isnull=False).count()
    assert n_in_force or not LONG, "a proof in which nothing came into force proves nothing"
    sys.stdout.write(
        f"\noversight: {Oversight.done.total()} acts by {len(ROLES)} people, {Oversight.done['refused']} refused, "
        f"{n_in_force} decisions in force, 0 without authority\n"
    )
