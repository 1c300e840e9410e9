"""Every table is known: its verbs leave an entry of the record, or one sentence says why not."""

import ast

from django.apps import apps
from django.db import models

from tests.architecture import sources, tables

SHORTEST_SENTENCE = 20


def our_models():
    return {
        model._meta.label: model
        for model in apps.get_models(include_auto_created=True)
        if model.__module__.startswith("apps.")
    }


def unknown(labels, with_entry, without):
    """Find tables in no list, in both, or in a list without being there."""
    listed = set(with_entry) | set(without)
    yield from (f"{label}: say which entry it leaves, or why none" for label in sorted(set(labels) - listed))
    yield from (f"{label}: listed twice" for label in sorted(set(with_entry) & set(without)))
    yield from (f"{label}: no such table" for label in sorted(listed - set(labels)))


def verbs(modules):
    """Give the verbs that code records: the string constants of the product that look like `decision.made`."""
    return {
        node.value
        for module in modules
        for node in module.nodes
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def unsaid(with_entry, said):
    return sorted(
        f"{label}: nothing records {verb!r}"
        for label, all_ in with_entry.items()
        for verb in all_
        if verb not in said
    )


def test_every_table_leaves_an_entry_or_says_why_not():
    assert list(unknown(our_models(), tables.WITH_ENTRY, tables.WITHOUT_ENTRY)) == []


def test_every_exemption_has_a_sentence():
    assert [label for label, why in tables.WITHOUT_ENTRY.items() if len(why) < SHORTEST_SENTENCE] == []


def test_every_entry_that_is_promised_is_recorded_somewhere():
    services = [module for module in sources.modules("apps") if "services" in module.path.as_posix()]

    assert unsaid(tables.WITH_ENTRY, verbs(services)) == []


def test_every_public_key_is_a_uuid_made_by_us():
    odd = {
        label
        for label, model in our_models().items()
        if not isinstance(
            model._meta.pk.target_field if model._meta.pk.is_relation else model._meta.pk, models.UUIDField
        )
    }

    assert odd == set(tables.WITHOUT_UUID)


def test_every_append_only_model_inherits_from_the_base_that_says_so():
    for label in tables.APPEND_ONLY_WITHOUT_UUID:
        assert label in our_models()


def test_planted_tables_are_found():
    found = list(unknown({"a.New", "a.Twice"}, {"a.Twice": ("x.y",), "a.Gone": ("x.y",)}, {"a.Twice": "why"}))

    assert found == [
        "a.New: say which entry it leaves, or why none",
        "a.Twice: listed twice",
        "a.Gone: no such table",
    ]
    assert unsaid({"a.New": ("never.said",)}, verbs([sources.planted("audit.record('was.said')")])) != []
