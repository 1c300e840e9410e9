"""Decisions to deliver, made directly: what comes before them is tested elsewhere."""

import datetime as dt
import itertools

from apps.accounts.models import Actor, ActorKind, MachineClient, Organisation, User
from apps.core import clock, ids, secrets_box, transactions
from apps.delivery import services as delivery
from apps.intake.models import Case, CaseKind, ContextSnapshot, Recommendation, Subject
from apps.intake.states import ContextState, RecommendationState
from apps.policy.models import PolicyVersion
from apps.policy.states import PolicyState
from apps.registry.models import AISystem, ContextContract, OutcomeCode, SourceSystem
from apps.reviews.models import Decision, Inbox, ReviewItem
from apps.reviews.states import DecisionKind, ItemKind, ItemState

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
CONTRACT = {"facts": [{"key": "days", "label": "Days", "type": "integer", "sensitivity": "plain"}]}
DIGEST = b"\x00" * 32


class Scene:
    """One business system with one AI system; `decide` makes a decision in force, `queue` sends it off."""

    def __init__(self, slug="north", url="", **source) -> None:
        self.now = clock.now()
        self.numbers = itertools.count(1)
        self.organisation = Organisation.objects.create(slug=slug, name=slug)
        self.system_actor = self.actor(ActorKind.SYSTEM)
        self.officer = self.actor(ActorKind.PERSON)
        self.source = self.make_source(url, source)
        self.machine = self.actor(ActorKind.MACHINE)
        MachineClient.objects.create(
            actor=self.machine, organisation=self.organisation, name="claims", source_id=self.source.id
        )
        self.ai = self.make_ai(slug)
        self.codes = {
            code: OutcomeCode.objects.create(system=self.ai, code=code, label=code, caution=rank)
            for rank, code in enumerate(("pay", "ask"))
        }
        self.contract = ContextContract.objects.create(
            system=self.ai, number=1, body=CONTRACT, digest=DIGEST, by=self.officer, in_force_at=self.now
        )
        self.policy = PolicyVersion.objects.create(
            system=self.ai,
            number=1,
            state=PolicyState.DRAFT,
            tree={},
            digest=DIGEST,
            author=self.officer,
            drafted_at=self.now,
        )

    def actor(self, kind):
        return Actor.objects.create(organisation=self.organisation, kind=kind, name=kind.lower())

    def make_source(self, url, more):
        source = SourceSystem(
            id=ids.new(),
            organisation=self.organisation,
            slug="claims",
            name="Claims",
            delivery_url=url,
            **more,
        )
        if "sealed_secret" not in more:
            source.sealed_secret = secrets_box.seal_secret(SECRET, bound_to=source.id)
        source.save(force_insert=True)
        return source

    def make_ai(self, slug):
        owner = User.objects.create(
            actor=self.actor(ActorKind.PERSON),
            organisation=self.organisation,
            email=f"owner@{slug}.example",
            name="Owner",
            joined_at=self.now,
        )
        return AISystem.objects.create(
            organisation=self.organisation,
            source=self.source,
            owner=owner,
            slug="triage",
            name="Triage",
            purpose="",
            decision_question="",
            currency="USD",
        )

    def case(self, kind=CaseKind.REAL):
        number = next(self.numbers)
        subject = Subject.objects.create(source=self.source, subject_ref=f"S-{number}")
        return Case.objects.create(
            source=self.source, case_ref=f"C-{number}", kind=kind, subject=subject, opened_at=self.now
        )

    def recommend(self, case):
        snapshot = ContextSnapshot.objects.create(
            case=case,
            contract=self.contract,
            facts=[],
            sealed=b"",
            sealed_digest=DIGEST,
            digest=DIGEST,
            state=ContextState.LEGIBLE,
            findings=[],
            at=self.now,
        )
        number = next(self.numbers)
        return Recommendation.objects.create(
            case=case,
            system=self.ai,
            snapshot=snapshot,
            by_id=self.machine.id,
            external_id=f"R-{number}",
            number=number,
            state=RecommendationState.ROUTED,
            outcome_code=self.codes["pay"],
            stake_minor=111100,
            currency="USD",
            confidence="0.9",
            model_version="m1",
            made_at=self.now,
            received_at=self.now,
            body_digest=DIGEST,
        )

    def decide(self, case=None, outcome="ask", **more):
        case = case or self.case()
        return Decision.objects.create(
            **{
                "case": case,
                "recommendation": self.recommend(case),
                "by": self.officer,
                "kind": DecisionKind.OVERRIDDEN if outcome == "ask" else DecisionKind.APPROVED,
                "outcome_code": self.codes[outcome],
                "direction": "more_cautious",
                "amount_minor": 111100,
                "decided_at": self.now,
                "undo_until": self.now,
                "recommendation_digest": DIGEST,
                "snapshot_digest": DIGEST,
                "policy": self.policy,
            }
            | more
        )

    def audit_item(self, audited):
        inbox = Inbox.objects.create(organisation=self.organisation, slug="officers", name="Officers")
        return ReviewItem.objects.create(
            case=audited.case,
            recommendation=audited.recommendation,
            system=self.ai,
            inbox=inbox,
            kind=ItemKind.AUDIT,
            audits=audited,
            state=ItemState.OPEN,
            urgency=0,
            due_at=self.now,
            opened_at=self.now,
        )

    def queue(self, decision=None, due_at=None):
        decision = decision or self.decide()
        with transactions.verb():
            return delivery.queue(decision=decision, due_at=due_at or self.now, now=self.now)

    def receive(self, sent, receipt_id="r-1", status="APPLIED", by=None, **more):
        told = {"at": self.now, "reference": "WC-1", "code": "", "detail": "", "now": self.now} | more
        with transactions.verb():
            return delivery.accept_receipt(
                delivery_id=getattr(sent, "id", sent),
                receipt_id=receipt_id,
                status=status,
                by=by or self.machine,
                **told,
            )


class Clock:
    """A clock that a test moves."""

    def __init__(self, at) -> None:
        self.at = at

    def __call__(self) -> dt.datetime:
        return self.at

    def move(self, **by):
        self.at += dt.timedelta(**by)
