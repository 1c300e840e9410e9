"""The living page of components: complete, for staff, inside the budgets; nothing on it can be sent."""

import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest

from apps.console.pages.components_work import FORMS

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
# Parts of one screen, with the screen that shows them; every other partial is a component and stands on the page.
OF_ONE_SCREEN = {
    "console/_contract_error": "the editor of a contract",
    "console/_contract_not_yet": "the editor of a contract",
    "console/_contract_propose": "the editor of a contract",
    "console/_contract_told": "the editor of a contract",
    "console/_patterns": "patterns and insights, as one table",
    "console/_policy_begin": "the editor of a policy",
    "console/_policy_error": "the editor of a policy",
    "console/_policy_not_yet": "the editor of a policy",
    "console/_policy_propose": "the editor of a policy",
    "console/_policy_reason_hint": "the editor of a policy",
    "console/_policy_worked_panel": "the editor of a policy",
    "console/_requested": "my decisions",
    "console/_scope": "insights",
    "console/_sheet": "insights",
    "console/_signals": "insights",
    "console/_policy_ladder": "a version of a policy",
    "console/_policy_ladder_edit": "the editor of a policy",
    "console/_recourse": "the record of a case",
    "console/_team_had": "the team of an inbox",
    "console/_team_people": "the team of an inbox",
    "console/_team_week": "the team of an inbox",
    "console/_confirmed": "what is asked once more before it is done",
    "console/_finding_did": "a finding and a fix",
    "console/_finding_fix": "a finding and a fix",
    "console/_finding_form": "a finding",
    "console/_fix_act": "a finding and a fix",
    "console/_finding_lost": "a finding",
    "console/_finding_mend": "a finding",
    "console/_finding_rules": "a finding",
    "console/_finding_refused": "a finding",
    "console/_finding_side": "a finding",
    "console/_finding_steps": "a finding",
    "console/_finding_turn": "a finding",
    "console/_labelled": "a finding and a fix",
    "console/_given_rows": "authority given for one case",
    "console/_limit_rows": "the limits of authority of an AI system",
    "console/_practice": "how many known answers lie among the cases",
    "console/_skills": "the team of an inbox",
    "console/_staff_days": "an inbox's people",
    "console/_staff_skills": "an inbox's people",
    "console/_told": "what waits for an answer: held decisions, reversals, appeals",
    "review/_why": "why a case came to somebody",
    "review/_approve": "a held decision",
    "review/_ask": "the form of a case that asks somebody",
    "review/_line": "a document that one marks",
    "review/_marking": "a document that one marks",
    "review/_put": "a case that is asked about",
    "console/_days": "an inbox's people, one's own account, and powers handed on",
    "console/_note_groups": "notes of overrides",
    "console/_note_group": "notes of overrides",
    "console/_note_name": "notes of overrides",
    "console/_note_day": "notes of overrides",
    "console/_protected": "a search for patterns",
    "console/_recent": "the patterns",
    "console/_reason_care": "the reasons of an AI system",
    "console/_reason_act": "the reasons of an AI system",
    "console/_of_authority": "limits of authority, and authority given for one case",
    "console/_one_act": "powers handed on, break-glass, relations, and who is away",
    "console/_why": "limits of authority, authority given for one case, and relations",
    "console/_away_days": "an inbox's people and one's own account",
    "console/_clauses": "the editors of a policy and of segments",
    "console/_segment_fit": "the segments of an AI system",
    "console/_segment_form": "the editor of segments",
    "console/_codes": "the demonstration's codes, on the pages that ask for one",
    "console/_code": "a line of the codes and of the sign-ins",
    "console/_pause_spans": "a pause of a part",
    "console/_try_money": "a try",
    "console/_try_rows": "a try on history",
    "console/_policy_checks": "a version of a policy",
    "console/_policy_cell": "a version of a policy",
    "console/_policy_examples": "a version of a policy",
    "console/_policy_newest": "a version of a policy",
    "console/_policy_panel": "a version of a policy",
    "console/_policy_rule": "a version of a policy",
    "console/_policy_rules": "a version of a policy",
    "console/_policy_shadow": "a version of a policy",
    "console/_policy_sign": "a version of a policy",
    "console/_policy_steps": "a version of a policy",
    "console/_policy_tried": "a version of a policy",
    "console/_policy_windows": "a version of a policy",
    "console/_policy_worked": "a version of a policy",
    "console/_edit_input": "the editors of contract and policy",
    "console/_edit_select": "the editors of contract and policy",
    "console/_sign": "the editors of contract and policy",
    "console/_text_form": "contract and policy as text",
    "console/_versions": "the versions of contract and policy",
    "console/_posture_changes": "a risk decision",
    "console/_posture_form": "a risk decision",
    "console/_posture_input": "a risk decision",
    "console/_posture_looser": "a risk decision",
    "console/_posture_sentences": "a risk decision",
    "console/_posture_told": "a risk decision",
    "review/_first_view": "a case that asks for a view of one's own first",
    "console/_together": "an inbox: what is done with the cases chosen",
    "review/_related": "a case: the same person before",
    "console/_sign_ins": "the demonstration's people, on the page to sign in",
    "account/_fields": "the fields of the pages around sign-in",
    "api/_fields": "the reference of the API",
    "console/_confidence": "insights",
    "console/_deliveries": "insights",
    "console/_reasons": "insights",
    "console/_shares": "insights",
    "console/_quality": "quality of facts",
    "console/_questions": "quality of facts",
    "console/_contract_adopt": "the editor of a contract",
    "console/_contract_changes": "the versions of a contract",
    "console/_contract_list": "the editor of a contract",
    "console/_contract_part": "the editor of a contract",
    "console/_contract_cell": "the editor of a contract",
    "console/_contract_fact": "the editor of a contract",
    "console/_contract_panel": "the editor of a contract",
    "console/_decision": "my decisions",
    "console/_decisions": "my decisions",
    "console/_example_rows": "a pattern",
    "console/_examples": "a pattern",
    "console/_health": "health",
    "console/_kept": "an inbox",
    "console/_keys": "the sheet of keys",
    "console/_palette": "the palette itself; what it finds stands on the page",
    "console/_peek_side": "the place of a peek beside a list",
    "console/_people_grants": "people, account",
    "console/_people_roles": "people",
    "console/_people_secret": "people, keys",
    "console/_people_zones": "people, account",
}


class Page(HTMLParser):
    """What stands on a page: its ids, how many elements, and every way to send something from its content."""

    def __init__(self, content: str) -> None:
        super().__init__()
        self.n = 0
        self.ids = []
        self.sends = []
        self.main = 0
        self.feed(content)

    def handle_starttag(self, tag, attrs):
        said = dict(attrs)
        self.n += 1
        self.main += tag == "main"
        self.ids += [said["id"]] if "id" in said else []
        is_sent = said.get("method", "").lower() == "post" or {"hx-post", "formaction", "data-draft"} & set(
            said
        )
        if self.main and is_sent:
            self.sends.append(f"{tag} {said}")

    def handle_endtag(self, tag):
        self.main -= tag == "main"


@pytest.fixture
def opened(visit):
    def open_it(form=""):
        return visit("adam").get("/account/components/", {"form": form} if form else {})

    return open_it


def partials():
    return {str(path.relative_to(TEMPLATES).with_suffix("")) for path in TEMPLATES.rglob("_*.html")}


def test_every_partial_is_shown_or_belongs_to_one_screen(opened):
    used = {one.name.removesuffix(".html") for one in opened().templates if one.name and "/_" in one.name}

    assert partials() - used == set(OF_ONE_SCREEN)


def test_every_component_has_a_stable_id_and_the_page_keeps_its_budget(opened):
    page = Page(opened().content.decode())

    assert [one for one, n in Counter(page.ids).items() if n > 1] == []
    assert len([one for one in page.ids if one.startswith("c-")]) >= 16
    assert page.n <= 1500


def test_the_decision_form_shows_outcomes_reasons_with_digits_the_bar_and_the_hold(opened):
    said = opened().content.decode()

    assert re.search(r'name="act"\s+value="override"[^>]*checked', said)
    assert len(re.findall(r'name="outcome"', said)) == 3
    assert re.findall(r'name="reason"[^>]*aria-keyshortcuts="(\d)"', said) == ["1", "2", "3"]
    assert "data-primary" in said
    assert 'id="hold" data-left="750"' in said


@pytest.mark.parametrize("form", FORMS)
def test_each_state_of_the_form_has_ids_of_its_own_and_nothing_is_sent_from_it(opened, form):
    page = Page(opened(form).content.decode())

    assert [one for one, n in Counter(page.ids).items() if n > 1] == []
    assert page.sends == []
    assert page.n <= 1500
    assert f"?form={form}#c-decide" in opened(form).content.decode()


def test_a_form_that_could_be_sent_is_found():
    sends = Page('<main><form method="post"><button formaction="/x"></button></form></main>').sends

    assert len(sends) == 2


def test_every_picture_says_what_it_shows(opened):
    pictures = re.findall(r'<svg[^>]*role="img"[^>]*>', opened().content.decode())

    assert len(pictures) >= 11
    assert all(re.search(r'aria-label="[^"]+"', one) for one in pictures)


@pytest.mark.parametrize("who", ["olga", "ana", "owen"])
def test_others_are_refused(visit, who):
    assert visit(who).get("/account/components/").status_code == 403
