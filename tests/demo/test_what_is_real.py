"""What the page and the document say is what the demonstration does."""

import pytest

from apps.accounts.models import Role
from apps.console.pages import real, tour
from reviewhub.management.commands import write_docs
from tests.architecture import sources


def keys(section):
    return {row.key for row in section.rows if row.key}


def origins(cases, origin):
    return {one["fact"] for case in cases for one in case.story.entries if one["origin"] == origin}


def test_every_fact_is_on_the_side_where_the_overlay_puts_it(cases):
    conflicts = {case.story.conflict for case in cases} - {None}

    assert origins(cases, "real") == keys(real.REAL)
    assert origins(cases, "simulated") - conflicts == keys(real.SIMULATED)


@pytest.mark.parametrize("page", sorted(write_docs.PAGES))
def test_the_document_says_what_the_pages_say(page):
    assert (sources.ROOT / page).read_text(encoding="utf-8") == write_docs.PAGES[page](), (
        "run manage.py write_docs"
    )


def test_the_readme_has_the_tour_of_every_role_as_the_pages_have_it():
    text = (sources.ROOT / "README.md").read_text(encoding="utf-8")

    assert write_docs.readme(text) == text, "run manage.py write_docs"
    assert [text.count(str(title)) for title in tour.TITLES.values()] == [1] * (len(Role) + 1)
    assert "docs/what-is-simulated.md" in text
