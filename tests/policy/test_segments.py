"""Segments of an AI system: a case is in at most one of them, and who says otherwise is told where."""

import pytest

from apps.policy import rules
from apps.policy.selectors import segment_of
from tests.policy.trees import clause


def segment(key, *clauses):
    return {"key": key, "label": f"Segment {key}", "when": {"all": list(clauses)}}


SMALL = segment("small", clause("lt", 100))


@pytest.mark.parametrize(
    "other",
    [
        segment("large", clause("ge", 100)),
        segment("other", {"not": {"any": [clause("lt", 100), clause("eq", True, "y")]}}),
        segment("other", {"not": SMALL["when"]}),
    ],
)
def test_segments_that_exclude_each_other_are_read(other):
    found = rules.read_segments([SMALL, other])
    rules.refuse_overlap(found)

    assert [segment_of(found, {"x": x, "y": False}) for x in (99, 100)] == ["small", other["key"]]
    assert segment_of(found, {"x": None, "y": False}) == ""


@pytest.mark.parametrize(
    "other",
    [
        segment("large", clause("ge", 99)),
        segment("blue", clause("eq", "blue", "colour")),
        segment("other", {"not": {"all": [clause("lt", 100), clause("eq", True, "y")]}}),
    ],
)
def test_segments_that_overlap_are_refused_with_both_clauses_named(other):
    found = rules.read_segments([segment("none", clause("gt", 1_000)), SMALL, other])

    with pytest.raises(rules.BadPolicy) as refused:
        rules.refuse_overlap(found)
    assert refused.value.pointer in ("/segments/1/when", "/segments/2/when")
    assert "/segments/2/when" in refused.value.sentence
    assert refused.value.sentence.startswith("The segments ")


@pytest.mark.parametrize(
    ("raw", "pointer"),
    [
        ({}, "/segments"),
        ([{"key": "a", "label": "A"}], "/segments/0/when"),
        ([segment("A", clause("lt", 1))], "/segments/0/key"),
        ([SMALL, SMALL], "/segments/1/key"),
        ([segment("a", clause("lt", 1)) | {"label": ""}], "/segments/0/label"),
        ([segment("a", clause("lt", "1", "colour"))], "/segments/0/when/all/0/value"),
        ([segment("a", clause("eq", 1, "shoe_size"))], "/segments/0/when/all/0/fact"),
        ([segment("a", clause("in", ["red", "mauve"], "colour"))], "/segments/0/when/all/0/value/1"),
    ],
)
def test_a_segment_that_is_none_is_refused_with_its_clause(raw, pointer):
    with pytest.raises(rules.BadPolicy) as refused:
        rules.read_segments(raw, facts={"x": "integer", "colour": "code"}, codes={"colour": ["red"]})
    assert refused.value.pointer == pointer
