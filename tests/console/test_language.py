"""Pages speak the language a person chose, else the one their browser asks for; names and data stay."""

import io
import re
from datetime import timedelta
from html import unescape

import pytest
import yaml
from babel.messages.pofile import read_po
from django.utils import translation

from apps.console.pages import words
from apps.flow.selectors import words as fact_words
from tests import world as worlds
from tests.architecture import sources
from tests.console.test_pages import text_of

PACK = sources.ROOT / "packs" / "injury_triage"
SETUP = sources.ROOT / "demo" / "setup.yaml"
SHORT = 7
STATEMENTS = [{"text": "A hospital stay is recorded.", "cites": ["hospital_stay"], "direction": "for"}]

PAGES = {
    "/": "olga",
    "/inboxes/triage-officers/": "olga",
    "/decisions/": "olga",
    "/escalations/": "sam",
    "/insights/": "ana",
    "/patterns/": "ana",
    "/systems/injury-triage/": "owen",
    "/manage/people/": "adam",
    "/account/": "olga",
}


@pytest.fixture
def german(world, client):
    def read(path, who):
        client.force_login(world.user(who))
        return client.get(path, headers={"Accept-Language": "de"})

    return read


@pytest.mark.parametrize(("path", "who"), PAGES.items())
def test_every_main_page_can_be_read_in_german(german, path, who):
    answer = german(path, who)

    assert (answer.status_code, answer.headers["Content-Language"]) == (200, "de")
    assert 'lang="de"' in answer.content.decode()
    assert 'dir="ltr"' in answer.content.decode()


def test_a_case_is_reviewed_in_german_with_its_own_names(world, german):
    received = worlds.arrive(world, facts_changed={"hospital_stay": None})

    page = german(f"/cases/{received.item_id}/review/", "olga").content.decode()

    assert "Es wurde kein Wert gesendet" in page
    assert "o value was sent" not in page
    assert "Jo Example" in page


def test_a_person_s_own_choice_goes_before_the_browser_s(world, client):
    user = world.user("olga")
    user.language = "en"
    user.save(update_fields=["language"])
    client.force_login(user)

    answer = client.get("/decisions/", headers={"Accept-Language": "de"})

    assert answer.headers["Content-Language"] == "en"


def test_a_refusal_speaks_german_to_a_person(german):
    answer = german("/patterns/", "olga")

    assert answer.status_code == 403
    assert "Muster sehen alle, die ein KI-System betreuen." in answer.content.decode()


def pack_says():
    """Give what the pack wrote for people and says otherwise in German; short words stand in names and codes."""
    catalogue = read_po(io.BytesIO((PACK / "locale/de/LC_MESSAGES/django.po").read_bytes()), locale="de")
    return [
        one.id
        for one in catalogue
        if one.id
        and one.id != one.string
        and len(one.id) > SHORT
        and (one.id[0].isupper() or " " in one.id.replace(" ", "", 1))
    ]


@pytest.mark.parametrize(("path", "who"), [*PAGES.items(), ("review", "olga"), ("case", "audrey")])
def test_what_a_pack_says_is_german_too(world, german, path, who):
    received = worlds.arrive(world, facts_changed={"hospital_stay": None, "industry": "construction"})
    worlds.decided(world, world.olga, worlds.override())
    places = {"review": f"/cases/{received.item_id}/review/", "case": f"/cases/{received.case_ref}/"}

    page = unescape(german(places.get(path, path), who).content.decode())

    assert [text for text in pack_says() if text in page] == []


@pytest.mark.parametrize(("path", "who"), [("/inboxes/triage-officers/", "olga"), ("review", "olga")])
def test_amounts_are_written_as_german_writes_them(world, german, path, who):
    received = worlds.arrive(world)

    page = unescape(
        german({"review": f"/cases/{received.item_id}/review/"}.get(path, path), who).content.decode()
    )

    assert "1.111,00" in page
    assert "$1,111" not in page


def test_no_length_of_time_ends_like_a_sentence(world, german):
    """A sentence that ends with a time has one full stop: units are signs, not words cut short."""
    with translation.override("de"):
        lengths = (5, 300, 7200, 7500, 200_000, 2_000_000)
        said = [words.duration(seconds) for seconds in lengths]
        said += [fact_words.age(world.now - timedelta(seconds=seconds), world.now) for seconds in lengths]

    assert [one for one in said if one.endswith(".")] == []


def test_roles_and_inboxes_of_the_demonstration_are_said_in_german(world, german):
    page = text_of(german("/", "sam"))

    assert "Sam Whitaker, supervisor" not in page
    assert "Injury triage, supervisors" not in page
    assert {one["name"] for one in yaml.safe_load((PACK / "inboxes.yaml").read_text())["inboxes"]} == {
        one["name"] for one in yaml.safe_load(SETUP.read_text())["organisations"][0]["inboxes"]
    }
    assert yaml.safe_load((PACK / "pack.yaml").read_text())["name"] == world.system.name


@pytest.mark.parametrize("name", ["Injury triage model", "Das Modell der Kanzlei"])
def test_an_ai_system_has_the_german_name_of_its_pack_or_the_one_it_was_given(world, german, name):
    type(world.system).objects.update(name=name)

    page = text_of(german("/systems/injury-triage/", "owen"))

    assert "Injury triage model" not in page
    assert ("Das Modell der Kanzlei" in page) is (name == "Das Modell der Kanzlei")


def test_a_statement_of_the_ai_says_its_language_where_the_page_has_another(world, german, client):
    item = worlds.claimed(world, world.olga, rationale=STATEMENTS).id
    path = f"/cases/{item}/review/"

    said = german(path, "olga").content.decode()
    assert '<span lang="en">A hospital stay is recorded.</span>' in said
    assert ' lang="en">A hospital stay is recorded.</option>' in said
    assert "<span>A hospital stay is recorded.</span>" in client.get(path).content.decode()
    world.system.language = ""
    world.system.save(update_fields=["language"])
    assert "<span>A hospital stay is recorded.</span>" in german(path, "olga").content.decode()


LENGTH = re.compile(r'\s(?:x|y|x1|x2|y1|y2|cx|cy|r|width|height)="\d+,\d+"')


def test_no_picture_is_measured_with_a_decimal_comma(german):
    """A browser draws nothing for x2="450,0": lengths are no numbers that a person reads."""
    page = german("/account/components/", "adam").content.decode()

    assert page.count('<svg class="chart') >= 8
    assert LENGTH.findall(page) == []
