"""What the start page says of what waits: how many fixes, and whether later cases confirmed a new pattern."""

from apps.core import ids
from apps.flow.services import fixing
from apps.learning.models import Finding
from tests.console.at_home import section
from tests.learning import habits
from tests.ui.made import make_finding


def test_one_line_says_how_many_fixes_wait_for_the_owner_s_signature(visit, world):
    titles = []
    for finding in (make_finding(world), habits.found(world)):
        order = fixing.order_model(finding_id=finding.id, says="Learn.", by=world.ana, now=world.now)
        fixing.propose_fix(fix_id=order.id, by=world.ana, now=world.now)
        titles += [line.title for line in section(visit("owen"), "decide").lines if "fix" in line.title]

    assert titles == [
        "A fix of Injury triage model waits for your signature",
        "2 fixes of Injury triage model wait for your signature",
    ]


def test_a_new_pattern_says_whether_later_cases_confirmed_it(visit, world):
    finding = make_finding(world)
    assert section(visit("ana"), "findings").lines[0].detail.endswith("times the rest. Confirmed.")

    later = finding.last_pattern
    later.id, later.place, later.confirmation = ids.new(), 2, {"n": 60, "holds": False}
    later.save(force_insert=True)
    Finding.objects.update(last_pattern=later)
    assert section(visit("ana"), "findings").lines[0].detail.endswith("Not confirmed.")
