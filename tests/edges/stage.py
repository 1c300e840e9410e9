"""The stage of the access table: thirteen kinds of caller, and one thing of each kind that a URL can name."""

import datetime as dt
import json
from types import SimpleNamespace

from allauth.account.internal.flows.login import record_authentication
from django.test import Client
from django.urls import reverse

from apps.accounts import selectors as accounts_selectors
from apps.accounts import services as accounts
from apps.accounts.models import User
from apps.core import clock, ids, transactions
from apps.delivery.models import Delivery
from apps.flow import services as flow
from apps.flow.selectors import Scope
from apps.flow.services import appealing, authorising, breaking_glass, delegating, fixing, staffing
from apps.learning.models import Finding, MiningRun, Pattern
from apps.measures import services as measures
from apps.policy import selectors as policies
from apps.registry.models import AISystem
from apps.reviews import services as reviews
from apps.reviews.models import FirstView, Inbox, ReviewItem, SecondReview
from apps.reviews.rules import Answer, Place
from apps.reviews.services import relating
from apps.reviews.states import MarkUnit
from tests import practising, world
from tests.intake.sending import document

WHO = (
    "stranger",  # nobody is signed in
    "officer",  # Olga: works the inbox in question, holds its item, made its decision
    "elsewhere",  # an officer of another inbox of the same organisation
    "other_org",  # an officer of the other organisation
    "supervisor",
    "analyst",
    "owner",
    "auditor",
    "admin",
    "machine",  # the submitting machine, with a key that has every scope
    "machine_else",  # a machine of the other organisation, with a key that has every scope
    "revoked",  # an officer whose grant was taken back
    "inactive",  # an officer who was deactivated while signed in
)
PEOPLE = {
    "officer": "olga",
    "other_org": "lena",
    "supervisor": "sam",
    "analyst": "ana",
    "owner": "owen",
    "auditor": "audrey",
    "admin": "adam",
    "revoked": "priya",
    "inactive": "ben",
}
APPROVE = Answer(outcome="fast_track")


def proved(client, user):
    """Let a session be one that has just proved who it is."""
    asked = SimpleNamespace(session=client.session)
    record_authentication(asked, user, method="password", reauthenticated=True)
    asked.session.save()


def a_second(decision, by, now):
    """A decision of which somebody, who lost their grant since, thinks otherwise."""
    item = ReviewItem.objects.get(id=decision.item_id)
    with transactions.verb():
        row = reviews.open_second_review(
            decision=decision, item=item, why="random", share=1, due_at=now, by=by, now=now
        )
    ReviewItem.objects.filter(id=row.item_id).update(state="DECIDED", closed_at=now)
    FirstView.objects.create(
        item=row.item, recommendation=decision.recommendation, by=by, item_version=1, snapshot_digest=b"",
        given_at=now,
    )  # fmt: skip
    SecondReview.objects.filter(id=row.id).update(result="CANNOT_SAY", reviewer=by, given_at=now, version=2)
    return row


class Stage:
    """Everything that the table's addresses and bodies name, and one client per kind of caller."""

    def __init__(self) -> None:
        self.now = clock.now()
        self.world = world.World(self.now)
        self.clients = {who: Client(raise_request_exception=False) for who in WHO}
        self.headers = {who: {} for who in WHO}
        self.people()
        self.machines()
        self.things()
        self.stand_in, self.delegation = self.a_delegation(self.world.sam)
        self.glass = self.a_broken_glass(self.world.adam)
        self.known, self.practised = self.a_practice(self.world.olga)

    def people(self):
        with transactions.verb():
            users = {who: self.world.user(name) for who, name in PEOPLE.items()} | {
                "elsewhere": self.officer_elsewhere()
            }
        for who, user in users.items():
            self.clients[who].force_login(user)
        self.users, self.analysing, self.its_system = users, users["analyst"], self.world.system
        User.objects.filter(id=users["inactive"].id).update(is_active=False)
        with transactions.verb():
            accounts.take_back(
                user=users["revoked"],
                permission="work_inbox",
                on=self.world.officers,
                by=self.system,
                now=self.now,
            )

    @property
    def system(self):
        return accounts_selectors.system_actor(self.world.organisation.id)

    def officer_elsewhere(self):
        there = Inbox.objects.create(
            organisation=self.world.organisation, slug="other-claims", name="Other claims"
        )
        user = accounts.invite(
            organisation=self.world.organisation,
            email="elsa@bluegrass.example",
            name="Elsa Where",
            password=ids.new().hex,
            roles=["officer"],
            time_zone="UTC",
            is_simulated=True,
            by=self.system,
            now=self.now,
        )
        accounts.give(user=user, permission="work_inbox", on=there, by=self.system, now=self.now)
        return user

    def machines(self):
        there = self.world.lakeshore
        with transactions.verb():
            stranger, _ = accounts.connect_machine(
                organisation=there,
                name="stranger",
                source_id=None,
                system_ids=[],
                by=accounts_selectors.system_actor(there.id),
                now=self.now,
            )
            for who, actor in (("machine", self.world.model), ("machine_else", stranger.actor)):
                self.headers[who] = {"Authorization": f"Bearer {self.key(actor)}"}

    def key(self, actor):
        return accounts.issue_key(
            actor=actor,
            scopes=accounts.SCOPES,
            expires_at=self.now + dt.timedelta(days=1),
            by=accounts_selectors.system_actor(actor.organisation_id),
            now=self.now,
        )

    def an_absence(self, by):
        from_at, until_at = (self.now + dt.timedelta(days=n) for n in (1, 2))
        return staffing.state_away(
            user_id=by.user.id, from_at=from_at, until_at=until_at, by=by, now=self.now
        )

    def a_delegation(self, by):
        """Elsa is listed for an inbox; what Sam handed to her rests, as Owen took her off his list."""
        email, now, owen = "elsa@bluegrass.example", self.now, self.world.owen
        row = delegating.list_stand_in(on="inbox:triage-officers", email=email, by=self.world.adam, now=now)
        said = {"on": "system:injury-triage", "now": now}
        off = delegating.list_stand_in(email=email, by=owen, **said)
        ends = now + dt.timedelta(days=9)
        given = delegating.delegate(
            power="approve_held", to=email, why="So.", begins_at=None, ends_at=ends, by=by, **said
        )
        delegating.end_stand_in(stand_in_id=off.id, by=owen, now=now)
        return row, given

    def a_broken_glass(self, by):
        """Adam opened an inbox of nobody on the stage, and closed it again."""
        said = {"slug": "other-claims", "why": "So.", "minutes": 5}
        row = breaking_glass.break_glass(by=by, now=self.now, **said)
        return breaking_glass.close_glass(glass_id=row.id, by=by, now=self.now)

    def own_key(self, by):
        raw = accounts.make_own_key(name="Laptop", scopes=["items:read"], days=1, by=by, now=self.now)
        return raw.split("_")[1]

    def laid_aside(self, until):
        item, olga = world.claimed(self.world, self.world.olga), self.world.olga
        return flow.snooze(
            item_id=item.id, until=until, why="call", version=1, token=item.token, by=olga, now=self.now
        )

    def kept_view(self):
        return reviews.save_view(
            inbox_slug="triage-officers",
            name="Dear",
            asked={"from": "500"},
            is_default=False,
            by=self.world.olga,
            now=self.now,
        )

    def things(self):
        """One item of each kind; Olga holds `held`, made `decision` and raised what Sam holds."""
        olga, sam = self.world.olga, self.world.sam
        self.received = world.arrive(self.world)
        self.open = SimpleNamespace(id=self.received.item_id, version=1, token=0)
        self.case_ref = self.received.case_ref
        self.held = world.claimed(self.world, olga)
        self.kept = self.kept_view()
        sent = self.in_force(olga)
        long = self.now + dt.timedelta(minutes=10)  # its undo time outlasts the table
        self.follow_up = sent.follow_ups.order_by("due_at")[0]
        self.aside = self.laid_aside(long)
        self.decision = world.decided(self.world, olga, APPROVE, now=long)
        self.decided = SimpleNamespace(version=2)
        raised = world.claimed(self.world, olga)
        flow.escalate(
            item_id=raised.id, why="unsure", note="", version=1, token=raised.token, by=olga, now=self.now
        )
        self.raised = reviews.claim(item_id=raised.id, by=sam, now=self.now)
        self.lacking = world.claimed(self.world, olga, facts_changed={"contact_status": None})
        self.asked = world.claimed(self.world, olga, facts_changed={"contact_status": None})
        reviews.ask(
            item_id=self.asked.id, fact="contact_status", version=1, token=self.asked.token, by=olga, now=self.now
        )  # fmt: skip
        self.asked = SimpleNamespace(id=self.asked.id, version=2, token=self.asked.token)
        self.put, self.seconded = self.a_question(olga), self.a_held_decision(olga)
        self.finding, self.fix = self.a_finding(), self.a_fix(self.a_finding("industry"))
        self.run, self.running = self.searches()
        flow.begin_contract(system=self.world.system, by=self.world.ana, now=self.now)
        flow.begin_posture(system=self.world.system, by=self.world.owen, now=self.now)
        flow.begin_policy(system=self.world.system, by=self.world.ana, now=self.now)
        self.mark, self.person = self.a_mark(olga), self.world.user("sam")
        self.question = measures.ask(
            system_id=self.world.system.id,
            fact="age",
            text="At which date?",
            to_id=self.world.owen.id,
            by=self.world.ana,
            now=self.now,
        )
        taken = world.arrive(self.world, world.automatic(now=self.now))
        self.rollback = flow.begin_rollback(
            system_id=self.world.system.id,
            scope=Scope(policy=1),
            outcome="standard",
            why="The wages were wrong.",
            count=1 if taken.decision_id else 0,
            by=self.world.owen,
            now=self.now,
        )
        self.replay = measures.ask_replay(
            system_id=self.world.system.id,
            tree=policies.live(self.world.system.id).tree,
            last=100,
            by=self.world.ana,
            now=self.now + dt.timedelta(minutes=1),
        )
        self.prefix = self.headers["machine"]["Authorization"].split("_")[1]
        self.own_prefix = self.own_key(olga)
        self.leaver, self.absence = self.users["officer"], self.an_absence(olga)

    def a_practice(self, by):
        """A case with a known answer, which somebody answered."""
        row = practising.known(self.world)
        put = practising.put(self.world, beside=self.received.item_id, now=self.now)
        practising.answered(self.world, put, by, now=self.now)
        return row, put.item

    def in_force(self, by):
        """Two decisions in force: one was sent, of the other one a reversal is asked for."""
        self.sent, back = (world.decided(self.world, by, APPROVE) for _ in range(2))
        world.release(self.world)
        self.asked_back, self.delivery = self.a_request(back), Delivery.objects.get(decision=self.sent)
        self.second = a_second(self.sent, self.world.priya, self.now)
        self.appeal = self.an_appeal(self.sent, by=self.world.sam)
        return self.sent

    def a_request(self, decision):
        at = self.now + dt.timedelta(minutes=5)
        return flow.request_reversal(decision_id=decision.id, why="So.", by=decision.by, now=at)

    def a_relation(self, by):
        """Sam says that Priya, whose right was taken back, knows the person of the open case."""
        return relating.declare_relation(
            case_ref=self.received.case_ref,
            kind="close",
            person=self.world.priya,
            why="So.",
            by=by,
            now=self.now,
        )

    def a_held_decision(self, by):
        """A decision above Olga's authority, which Sam may uphold; `on` names its item, as the pages do."""
        limits = self.world.system.authority_limits
        self.relation, self.limit = self.a_relation(self.world.sam), limits.first()
        item = world.claimed(self.world, by)
        self.once = authorising.give_once(
            item_id=item.id, to=by, amount_minor=1, outcome="", why="So.", by=self.world.sam, now=self.now,
            expires_at=self.now + dt.timedelta(hours=2),
        )  # fmt: skip
        ReviewItem.objects.filter(id=item.id).update(stake_minor=200_000)
        decision = world.decided(self.world, by, APPROVE, item=item)
        return SimpleNamespace(
            id=decision.held_as, on=item.id, version=ReviewItem.objects.get(id=item.id).version
        )

    @property
    def seconded_item(self):
        return self.seconded.on

    def an_appeal(self, decision, by):
        """Sam wrote down what the affected person says of a decision of Olga's."""
        at = self.now + dt.timedelta(minutes=5)
        return appealing.register_appeal(decision_id=decision.id, kind="APPEAL", words="So.", by=by, now=at)

    def a_question(self, by):
        held = world.claimed(self.world, by)
        return flow.ask_people(
            item_id=held.id,
            question=reviews.ToPeople(text="Why?", to=self.world.ana.id),
            version=1,
            token=held.token,
            by=by,
            now=self.now,
        )

    def a_fix(self, finding):
        """Draft an order for whoever builds the model."""
        fix = fixing.order_model(finding_id=finding.id, says="Weigh it.", by=self.world.ana, now=self.now)
        return fixing.propose_fix(fix_id=fix.id, by=self.world.ana, now=self.now)

    def a_finding(self, fact="modified_duty"):
        system = AISystem.objects.get(slug="injury-triage")
        run = MiningRun.objects.create(
            system=system, state="DONE", period_on=self.now.date(), number=len(fact), queued_at=self.now, started_at=self.now,
            ended_at=self.now,
        )  # fmt: skip
        pattern = Pattern.objects.create(
            run=run, place=0, conditions=[{"fact": fact, "value": "no"}], words="No light duty",
            conditions_key=f"{fact}=no", n=40, n_overridden=20, rate=0.5, low=0.35, high=0.65,
            rest_rate=0.2, p=0.001, q=0.01, excess=12.0, evidence=[], counter_examples=[],
            reasons={"reason": {"it_missing": 15}, "core": {"fact_missing": 15}},
        )  # fmt: skip
        return Finding.objects.create(
            system=system, conditions_key=f"{fact}=no", state="NEW", first_pattern=pattern,
            last_pattern=pattern, opened_at=self.now, seen_at=self.now,
        )  # fmt: skip

    def searches(self):
        """Give the search that found it, and one that waits; the week is written as well."""
        system, day = self.finding.system, self.now.date()
        run = MiningRun(system=system, state="QUEUED", period_on=day, number=99, queued_at=self.now)
        run.save(force_insert=True)
        self.week = world.reported(self.world)
        return self.finding.first_pattern.run_id, run.id

    def a_mark(self, by):
        """Make a mark on a document of the case."""
        self.document = document(self.world, self.case_ref)
        place = Place(1, MarkUnit.BAND, 100, 200)
        return reviews.mark_evidence(
            case_ref=self.case_ref, evidence_id=self.document.id, place=place, note="", by=by, now=self.now
        )

    def ask(self, who, row, name):
        """Ask as `who` and return the status."""
        return self.answer(who, row, name).status_code

    def answer(self, who, row, name):
        """Ask as `who` and return the answer."""
        client, headers = self.clients[who], dict(self.headers[who])
        path = reverse(name, kwargs=row.kwargs(self))
        if row.is_proven and who in self.users:
            proved(client, self.users[who])
        if row.method == "GET":
            return client.get(path, headers=headers)
        body = row.body(self)
        if not name.startswith("api:"):
            return client.post(path, body | {"idempotency_key": str(ids.new())}, headers=headers)
        headers["Idempotency-Key"] = str(ids.new())
        headers["If-Match"] = f'"{body.pop("if_match", 1)}"'
        content = json.dumps(body, default=str)
        answer = client.post(path, content, content_type="application/json", headers=headers)
        if answer.streaming:
            answer.getvalue()
        return answer
