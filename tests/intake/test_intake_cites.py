import pytest

from apps.intake import rules
from tests.world import noon, recommendation


@pytest.mark.parametrize(
    ("text", "cite"),
    [
        ("hospital_stay", rules.Cite(fact="hospital_stay")),
        ("evidence:first_report", rules.Cite(evidence="first_report")),
        ("evidence:FR-12.b#2", rules.Cite(evidence="FR-12.b", page=2)),
    ],
)
def test_a_citation_names_a_fact_or_a_page_of_evidence(text, cite):
    assert rules.parse_cite(text) == cite


@pytest.mark.parametrize(
    "text",
    ["", "Hospital", "evidence:", "evidence:#2", "evidence:a#0", "evidence:a#-1", "evidence:a#1.5", "evidence:a#99999",
     "evidence:../../etc/passwd", "evidence:a/b", "evidence:a\x00", "evidence:a\u202eb", "evidence:" + "a" * 81,
     "evidence:a b", "evidence:a#2\n", "evidence:a#\u0662", None, 7, ["age"]],
)  # fmt: skip
def test_anything_else_is_none(text):
    assert rules.parse_cite(text) is None


def test_a_submission_may_cite_both_and_names_a_citation_that_is_none():
    body = recommendation()
    body["rationale"][0]["cites"] = ["hospital_stay", "evidence:first_report#2", "evidence:first_report#2"]

    (statement,) = rules.parse_recommendation(body, noon).rationale

    assert statement.cites == ("hospital_stay", "evidence:first_report#2")
    assert list(rules.of_evidence(statement.cites)) == ["evidence:first_report#2"]
    body["rationale"][0]["cites"][1] = "evidence:../x"
    with pytest.raises(rules.BadField) as refused:
        rules.parse_recommendation(body, noon)
    assert refused.value.field == "rationale[0].cites[1]"
