"""Whatever language the one who acts reads, what is kept is English: rows are the same for everybody."""

import datetime as dt

import pytest
from django.apps import apps
from django.db import models
from django.utils import translation
from django.utils.translation import trans_real

from apps.flow import services as flow
from apps.learning import services as learning
from apps.reviews import services as reviews
from tests import world as worlds
from tests.learning.habits import habit
from tests.measures.past import Past

MARK = "¤¤¤¤"  # long enough that no sealed bytes hold it by chance
TEXT = (models.CharField, models.TextField, models.JSONField, models.BinaryField)


@pytest.fixture
def marked(monkeypatch):
    """German, in which every sentence that is translated carries a mark."""
    with translation.override("de"):
        catalogue = trans_real.catalog()
        monkeypatch.setattr(catalogue, "gettext", lambda text: f"{MARK}{text}")
        monkeypatch.setattr(catalogue, "ngettext", lambda one, many, n: f"{MARK}{one if n == 1 else many}")
        yield


def kept():
    """Give every text that any table of ours holds, with the column's name."""
    for model in apps.get_models():
        if model.__module__.startswith("apps."):
            for field in (one for one in model._meta.local_fields if isinstance(one, TEXT)):
                for value in model.objects.values_list(field.attname, flat=True):
                    said = (
                        bytes(value).decode(errors="replace")
                        if isinstance(value, memoryview | bytes)
                        else str(value)
                    )
                    yield f"{model._meta.label}.{field.attname}", said


def work(world):
    """One case each way: blocked, approved and undone, overridden, escalated and returned, left lying."""
    worlds.arrive(world, facts_changed={"hospital_stay": None, "report_lag_days": 900})
    worlds.arrive(world, worlds.automatic(now=worlds.noon))
    decision = worlds.decided(world, world.olga)
    flow.undo(decision_id=decision.id, by=world.olga, now=worlds.noon)
    worlds.decided(world, world.olga, worlds.override())
    item = worlds.claimed(world, world.olga)
    reviews.escalate(
        item_id=item.id,
        why="unsure",
        note="See.",
        version=item.version,
        token=item.token,
        by=world.olga,
        now=worlds.noon,
    )
    flow.escalate_overdue(now=worlds.later(days=30))
    worlds.release(world)


def test_nothing_translated_is_ever_written(world, marked):
    work(world)
    habit(Past(world))
    learning.queue_run(system=world.system, now=worlds.noon)
    learning.mine(now=worlds.noon + dt.timedelta(minutes=1))

    assert translation.gettext("The hold ran out").startswith(MARK)
    texts = list(kept())
    assert len(texts) > 1000
    assert sorted({name for name, said in texts if MARK in said}) == []
    assert sorted(
        {said for name, said in texts if name == "reviews.ItemReason.says" and "due time" in said}
    ) == ["Its due time passed undecided"]
