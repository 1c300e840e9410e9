"""A told past holds what was learnt from it: searched as of that day, ordered, signed, and measured as it comes."""

import datetime as dt

from django.urls import reverse

from apps.learning import services as learning
from apps.learning.models import Effect, Finding, Fix, MiningRun
from tests import world as worlds
from tests.learning.habits import habit
from tests.measures.past import Past, days
from tests.platform.test_import_history import bring_in, line, write

ANA, OWEN = "ana@bluegrass.example", "owen@bluegrass.example"
OF = {"system": "injury-triage", "story": "an order"}
WHERE = {"industry": "construction"}


def told():
    return [
        line(days(-100), "search", ANA, **OF),
        line(days(-99), "order", ANA, where=WHERE, says="Weigh the building trade.", **OF),
        line(days(-98), "sign", OWEN, **OF),
        line(days(-58), "measure", ANA, **OF),
        line(days(-3), "measure", ANA, **OF),
    ]


def test_a_pattern_of_the_past_is_found_as_of_its_day_ordered_signed_and_measured(world, tmp_path, client):
    world.system.measures = []
    world.system.save(update_fields=["measures"])
    past = Past(world)
    habit(past, first_day=-112)
    habit(past, n=390, first_day=-60, share=0.1, model_version="triage-gb-2")
    learning.queue_run(system=world.system, now=worlds.noon)
    learning.mine(now=worlds.noon)  # what the jobs found meanwhile, of all decisions

    file = write(tmp_path / "past.jsonl", told())
    bring_in(file)

    run = MiningRun.objects.get(queued_at=days(-100))
    assert (run.n_decisions, run.state, run.ended_at) == (400, "DONE", days(-100))
    finding = Finding.objects.get()
    assert (finding.opened_at, finding.state) == (days(-100), "MEASURED")
    fix = Fix.objects.get()
    assert (fix.signed_by, fix.live_at) == (world.owen, days(-60))
    effect = Effect.objects.get()
    assert (effect.at, effect.counts, effect.n_after, effect.verdict) == (
        days(-3),
        "overruled",
        130,
        "HELPED",
    )
    assert days(-3) - dt.timedelta(days=1) < effect.to_at
    client.force_login(world.user("ana"))
    page = client.get(reverse("console:fix", args=[fix.id])).content.decode()
    assert "Helped" in page

    bring_in(write(tmp_path / "again.jsonl", told()))
    assert (
        MiningRun.objects.filter(queued_at=days(-100)).count(),
        Fix.objects.count(),
        Effect.objects.count(),
    ) == (1, 1, 1)


def test_a_pattern_that_was_not_found_is_not_ordered(world, tmp_path, capsys):
    habit(Past(world), first_day=-112)

    bring_in(
        write(
            tmp_path / "past.jsonl",
            [line(days(-99), "order", ANA, where={"industry": "sea"}, says="x", **OF)],
        )
    )

    assert "1 refused" in capsys.readouterr().out
    assert not Fix.objects.exists()
