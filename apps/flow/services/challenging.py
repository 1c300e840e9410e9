"""Several models on one case: one advises, what the others say is kept unseen and compared afterwards."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from apps.accounts.models import Actor
from apps.audit import services as audit
from apps.core import refusals, transactions
from apps.flow.received import Received, told_before, told_unseen
from apps.intake import rules as intake_rules
from apps.intake import services as intake
from apps.intake.models import UnseenRecommendation
from apps.intake.services import Accepted, Known
from apps.policy import selectors as policies
from apps.registry.rules import LineUp
from apps.registry.selectors import InForce

Answer = Received | refusals.Refusal


def segment_of(setup: InForce) -> Callable[[Mapping[str, object]], str]:
    """Return what names the segment of resolved facts."""
    segments = policies.compiled_segments(setup.system.segments)
    return lambda facts: policies.segment_of(segments, facts)


def licensed(setup: InForce) -> InForce:
    """Take the autonomy away where another model stands in: it was earned by the one that does not advise."""
    line_up = setup.line_up
    if line_up is None or line_up.advising == line_up.models[0]:
        return setup
    return replace(setup, autonomy={})


def spoke(fresh: Sequence[Accepted], setup: InForce) -> None:
    """Note that a model advises on these cases, so that no other need stand in."""
    if setup.line_up is not None:
        case_ids = [one.recommendation.case_id for one in fresh]
        intake.nobody_waits(case_ids=case_ids, system_id=setup.system.id)


def set_apart(
    *, lines: Sequence[intake_rules.RecommendationIn], setup: InForce, by: Actor, now: datetime
) -> dict[int, Answer]:
    """Keep what comes from models that do not advise; the answers by the line's place.

    Without a line-up every model advises. A line that cannot be kept is a refusal in its place: what
    intake.accept refuses, intake.UnknownModel.
    Writes: UnseenRecommendation and record `challenger.kept` for each, besides its case.
    """
    transactions.require()
    line_up = setup.line_up
    if line_up is None:
        return {}
    before = intake.kept_before(system=setup.system, lines=lines)
    apart: dict[int, Answer] = {}
    others: dict[int, intake_rules.RecommendationIn] = {}
    roles: dict[str, bool] = {}
    for place, line in enumerate(lines):
        model = line_up.of_version(line.model_version)
        advises = model == line_up.advising
        if line.external_id in before:
            apart[place] = _again(before[line.external_id], line, setup)
        elif model is None:
            apart[place] = intake.UnknownModel(field="model_version")
        elif roles.setdefault(line.external_id, advises) != advises:
            apart[place] = intake.RepeatedInBatch(field="external_id", external_id=line.external_id)
        elif not advises:
            others[place] = line
    return apart | _keep(others, setup, line_up, by, now)


def _again(row: UnseenRecommendation, line: intake_rules.RecommendationIn, setup: InForce) -> Answer:
    if bytes(row.body_digest) != intake.body_digest(line):
        return intake.SameIdOtherBody(field="external_id", external_id=line.external_id)
    if row.advised_as_id:
        return told_before([row.advised_as_id], system_ids=[setup.system.id])[row.advised_as_id]
    return told_unseen(row, case_ref=line.case_ref, is_new=False)


def _keep(
    lines: Mapping[int, intake_rules.RecommendationIn],
    setup: InForce,
    line_up: LineUp,
    by: Actor,
    now: datetime,
) -> dict[int, Answer]:
    if not lines:
        return {}
    outcomes = intake.accept(
        lines=list(lines.values()), setup=setup, segment_of=segment_of(setup), by=by, now=now
    )
    fresh = [one for one in outcomes if isinstance(one, Accepted)]
    rows = intake.keep_unseen(accepted=fresh, line_up=line_up, now=now)
    _record(rows, by, now)
    told: dict[UUID, Received] = {
        one.recommendation.id: told_unseen(row, case_ref=one.case_ref, is_new=True)
        for one, row in zip(fresh, rows, strict=True)
    }
    known = [one.id for one in outcomes if isinstance(one, Known) and one.id not in told]
    told |= told_before(known, system_ids=[setup.system.id])
    return {place: _told(one, told) for place, one in zip(lines, outcomes, strict=True)}


def _told(outcome: intake.Outcome, told: Mapping[UUID, Received]) -> Answer:
    if isinstance(outcome, refusals.Refusal):
        return outcome
    if isinstance(outcome, Accepted):
        return told[outcome.recommendation.id]
    return told[outcome.id]._replace(is_new=False)


def _record(rows: Sequence[UnseenRecommendation], by: Actor, now: datetime) -> None:
    """Write no case into the entries: a case's record is read by people who are about to decide it."""
    audit.record_many(
        [
            audit.Line(
                "challenger.kept",
                ("unseen", row.id),
                by,
                now,
                None,
                {"system": row.system_id, "body_sha256": row.body_digest},
            )
            for row in rows
        ]
    )
