"""What the AI is told of what people decided before, so that it does not raise again what was dismissed."""

from apps.core import ids
from apps.flow import services as flow
from apps.intake.models import Case
from apps.registry.models import Reason
from apps.reviews import selectors as reviews
from apps.reviews.models import OverrideReason
from tests import counting
from tests.world import arrive, arrive_all, automatic, claimed, decided, later, noon, override, recommendation


def about(number, **changes):
    """Another case of the person that number 1 is about."""
    return recommendation(number=number, subject=recommendation(number=1)["subject"], **changes)


def decide(world, number, answer, *, at=noon):
    item = claimed(world, world.olga, received=arrive(world, about(number), now=at), now=at)
    return decided(world, world.olga, answer, item=item, now=at)


def test_a_new_subject_was_never_decided_on(world):
    assert arrive(world).earlier == ()


def test_what_a_person_dismissed_is_told_with_the_next_recommendation_on_the_subject(world):
    decision = decide(world, 1, override())

    (told,) = arrive(world, about(2)).earlier

    assert (told.id, told.decided_at, told.ai_system) == (decision.id, noon, "injury-triage")
    assert (told.case_ref, told.outcome, told.agreed, told.is_in_force) == ("WC-1", "standard", False, False)
    assert told.core_category == OverrideReason.objects.get(decision=decision).core_category
    flow.release_due(now=later(minutes=1))
    assert arrive(world, about(3)).earlier[0].is_in_force is True


def test_it_is_told_again_when_the_same_recommendation_comes_again(world):
    decide(world, 1, override())
    first = arrive(world, body := about(2))

    assert arrive(world, body) == first._replace(is_new=False)
    assert first.earlier


def test_the_latest_five_are_told_newest_first(world):
    decisions = [decide(world, number, override(), at=later(minutes=number)) for number in range(1, 8)]

    told = arrive(world, about(9), now=later(hours=1)).earlier

    assert [one.id for one in told] == [one.id for one in reversed(decisions)][:5]


def test_neither_a_withdrawn_decision_nor_one_of_the_machine_is_told(world):
    undone = decide(world, 1, override())
    flow.undo(decision_id=undone.id, by=world.olga, now=noon)
    arrive(world, automatic(number=2, subject=recommendation(number=1)["subject"]))

    assert arrive(world, about(3)).earlier == ()


def test_why_is_not_told_when_the_reason_is_restricted(world):
    decision = decide(world, 1, override())
    Reason.objects.filter(id=OverrideReason.objects.get(decision=decision).reason_id).update(
        is_restricted=True
    )

    (told,) = arrive(world, about(2)).earlier

    assert told.core_category == ""


def test_no_name_note_or_value_is_told(world):
    decide(world, 1, override(note="canary-note"))

    said = repr(arrive(world, about(2)))

    assert "canary-note" not in said
    assert "Jo Example" not in said
    assert str(world.olga.id) not in said


def test_a_machine_is_told_of_its_own_ai_systems_alone(world):
    decide(world, 1, override())
    subject = Case.objects.get(case_ref="WC-1").subject_id

    def told(*system_ids):
        return reviews.earlier_decisions(subject_ids=[subject], system_ids=system_ids)

    assert len(told(world.system.id)[subject]) == 1
    assert told(ids.new()) == told() == {}


def test_findings_and_reasons_are_told_in_words(world):
    got = arrive(world, facts_changed={"hospital_stay": None})

    (finding,) = [one for one in got.findings if one["fact"] == "hospital_stay"]
    assert finding["kind"] == "missing"
    assert finding["way_out"].startswith("Ask ")
    assert got.because[0][1] == "Whether there was a hospital stay is not known, so a person looks first."


def test_a_batch_on_known_subjects_asks_one_statement_more_whatever_its_size(world):
    decide(world, 1, override())
    arrive_all(world, [about(number) for number in range(100, 105)])
    with counting.asked() as few:
        arrive_all(world, [about(number) for number in range(200, 205)])
    with counting.asked() as many:
        arrive_all(world, [about(number) for number in range(300, 400)])

    assert len(many) == len(few)
