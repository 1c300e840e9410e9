"""What the page and the document say is what the demonstration does."""

from pathlib import Path

import pytest

from apps.accounts.models import Role
from apps.console.pages import real, tour
from reviewhub.management.commands.write_docs import PAGES
from tests.architecture import sources


def keys(section):
    return {row.key for row in section.rows if row.key}


def origins(cases, origin):
    return {one["fact"] for case in cases for one in case.story.entries if one["origin"] == origin}


def test_every_fact_is_on_the_side_where_the_overlay_puts_it(cases):
    conflicts = {case.story.conflict for case in cases} - {None}

    assert origins(cases, "real") == keys(real.REAL)
    assert origins(cases, "simulated") - conflicts == keys(real.SIMULATED)


@pytest.mark.parametrize("page", sorted(PAGES))
def test_the_document_says_what_the_pages_say(page):
    assert (sources.ROOT / page).read_text(encoding="utf-8") == PAGES[page](), "run manage.py write_docs"


def test_the_readme_has_the_officers_tour_and_leads_to_the_others():
    readme = Path(sources.ROOT / "README.md").read_text(encoding="utf-8")

    assert tour.markdown(Role.OFFICER) in readme
    assert "docs/tour.md" in readme
    assert "docs/what-is-simulated.md" in readme
