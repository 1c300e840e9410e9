"""One word, one meaning (docs/architecture.md, Words): in fields, in code, and in what a person reads."""

import ast
import re

import pytest
from django.apps import apps
from django.db import models

from tests.architecture import sources, tables

IN_NAMES = {
    "priority": "urgency",
    "queue": "inbox",
    "ticket": "item",
    "task": "item",
    "assignee": "claim",
    "lock": "claim",
    "feedback": "reason",
    "log": "record",
    "rollback": "reversal",
    "reject": "override or refusal",
    "rejected": "overridden or refused",
    "webhook": "delivery",
}
ON_PAGES = {
    "priority": "urgency",
    "priorities": "urgency",
    "queue": "inbox",
    "queues": "inboxes",
    "ticket": "case",
    "tickets": "cases",
    "recommendation": "suggestion",
    "recommendations": "suggestions",
    "reject": "override",
    "rejected": "overridden, or refused by the source system",
    "feedback": "reason",
    "audit log": "record",
    "audit trail": "record",
    "rollback": "reversal",
}
EVERYWHERE = {
    "priority": "urgency",
    "prioritise": "urgency",
    "prioritize": "urgency",
    "assignee": "claim holder",
}
FIELD_TYPES = {
    "_at": models.DateTimeField,
    "_on": models.DateField,
    "_minor": models.IntegerField,
    "_share": (models.FloatField, models.DecimalField),
}
INSTANTS = ("at", "since", "until")
DATES = ("on",)
NOT_OURS = frozenset({"last_login", "password"})  # from Django's AbstractBaseUser
TAG = re.compile(r"{%(.*?)%}|{{(.*?)}}|{#.*?#}|{%\s*comment\s*%}.*?{%\s*endcomment\s*%}", re.DOTALL)
QUOTED = re.compile(r"\"([^\"]*)\"|'([^']*)'")
READ_ALOUD = re.compile(r"\b(?:title|alt|placeholder|aria-label|label|value)=\"([^\"]*)\"")


def our_fields():
    for model in apps.get_models():
        if model.__module__.startswith("apps."):
            for field in model._meta.local_fields:
                yield model._meta.label, field


def wrong_names(names):
    """Find a forbidden word among the parts of model and field names."""
    for name in names:
        parts = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name.replace(".", "_")).lower().split("_")
        yield from (f"{name}: say {IN_NAMES[part]}" for part in parts if part in IN_NAMES)


def wrong_types(fields):
    """Find a field whose ending promises another type, or an instant, date or count without its ending."""
    for label, field in fields:
        name = field.name
        if name in NOT_OURS:
            continue
        promised = next((kind for ending, kind in FIELD_TYPES.items() if name.endswith(ending)), None)
        if name.startswith("n_"):
            promised = models.IntegerField
        if promised is not None and not isinstance(field, promised):
            yield f"{label}.{name} is a {type(field).__name__}"
        if isinstance(field, models.DateField):
            endings = INSTANTS if isinstance(field, models.DateTimeField) else DATES
            if name.rsplit("_", 1)[-1] not in endings:
                yield f"{label}.{name} must end in {' or '.join(endings)}"


def identifiers(module):
    for node in module.nodes:
        match node:
            case (
                ast.Name(id=name) | ast.Attribute(attr=name) | ast.arg(arg=name) | ast.keyword(arg=str(name))
            ):
                yield node, name
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                yield node, name


def wrong_identifiers(modules):
    for module in modules:
        for node, name in identifiers(module):
            yield from (
                f"{sources.where(module, node)} {name}" for word in EVERYWHERE if word in name.lower()
            )


def page_words(text):
    """Give what a person can read in a template: text, spoken attributes, and words quoted inside tags."""
    quoted = [a or b for tag in TAG.finditer(text) for a, b in QUOTED.findall(tag.group(0))]
    bare = TAG.sub(" ", text)
    spoken = READ_ALOUD.findall(bare)
    return "\n".join([re.sub(r"<[^>]*>", " ", bare), *spoken, *(q for q in quoted if "/" not in q)])


def wrong_on_pages(templates):
    for template in templates:
        words = page_words(template.text).lower()
        for word, ours in ON_PAGES.items():
            if re.search(rf"\b{word}\b", words):
                yield f"{template.path}: {word!r}, say {ours}"


def test_models_and_fields_use_the_words_of_the_glossary():
    names = {f"{label}.{field.name}" for label, field in our_fields()}

    assert names
    assert sorted(wrong_names(names)) == []


def test_a_field_is_what_its_ending_promises():
    assert sorted(wrong_types(our_fields())) == []


def test_money_has_a_currency():
    by_model = {}
    for label, field in our_fields():
        by_model.setdefault(label, set()).add(field.name)
    without = {
        label
        for label, names in by_model.items()
        if any(name.endswith("_minor") for name in names) and not any("currency" in name for name in names)
    }

    assert without == set(tables.CURRENCY_ELSEWHERE)


def test_no_identifier_uses_a_forbidden_word():
    assert list(wrong_identifiers(sources.modules(*sources.PRODUCT, "demo"))) == []


def test_pages_use_the_words_of_the_glossary():
    assert list(wrong_on_pages(sources.templates())) == []


def test_planted_names_are_found():
    assert list(
        wrong_names(["reviews.ReviewItem.priority", "reviews.WorkQueue.name", "core.Blocked.catalogue"])
    ) == [
        "reviews.ReviewItem.priority: say urgency",
        "reviews.WorkQueue.name: say inbox",
    ]
    planted = sources.planted("def prioritise(item):\n    return item.urgency\n")
    assert list(wrong_identifiers([planted])) == ["apps/reviews/planted.py:1 prioritise"]


def test_planted_types_are_found():
    fields = []
    for name, field in {
        "claimed_at": models.DateField(),
        "due": models.DateTimeField(),
        "n_items": models.FloatField(),
        "stake_minor": models.BigIntegerField(),
    }.items():
        field.set_attributes_from_name(name)
        fields.append(("planted.Row", field))

    assert list(wrong_types(fields)) == [
        "planted.Row.claimed_at is a DateField",
        "planted.Row.claimed_at must end in on",
        "planted.Row.due must end in at or since or until",
        "planted.Row.n_items is a FloatField",
    ]


@pytest.mark.parametrize(
    ("text", "n_found"),
    [
        ("<h1>Your queue</h1>", 1),
        ('<img alt="High priority">', 1),
        ('{% include "x.html" with title="Rejected tickets" %}', 2),
        ("{# a queue that nobody reads #}<p>Inbox</p>", 0),
        ('<a class="queue-link" href="{% url "console:inbox" %}">Inbox</a>', 0),
    ],
)
def test_planted_words_on_pages_are_found(text, n_found):
    assert len(list(wrong_on_pages([sources.planted(text, "templates/planted.html")]))) == n_found
