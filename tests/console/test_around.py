"""What stands around every page: keys, search, notices, the navigation, pages for what went wrong."""

import html
import json
import re
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.test import Client

from apps.accounts.models import User
from apps.console.pages import approving, deciding, keys
from apps.console.pages import notices as notice_pages
from apps.console.pages.shell import Shell
from apps.core import clock, ids, transactions
from apps.notify import services as notify
from apps.notify.models import Notification
from tests import world as worlds
from tests.console.test_pages import PEOPLE, text_of

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = {path: path.read_text() for path in (ROOT / "templates").rglob("*.html")}
SHORTCUT = re.compile(r'aria-keyshortcuts="([^"]*)"')
KINDS = ("item_returned", "delivery_refused", "receipt_overdue", "delivery_stuck")


def tell(world, actor, kind="item_returned", case_id=None):
    now = clock.now()
    with transactions.verb():
        notify.tell(to_actor_id=actor.id, kind=kind, about_id=ids.new(), case_id=case_id, now=now)


class TestKeys:
    def in_keymap(self):
        return {key for one in keys.entries() for key in one.keys}

    def in_markup(self):
        named = {name for text in TEMPLATES.values() for name in SHORTCUT.findall(text)}
        literal = {key for name in named if "{" not in name for key in name.split()}
        return {key.lower().replace("control", "ctrl") for key in literal}

    def test_every_key_of_the_markup_is_in_the_keymap(self):
        chosen = {key.lower() for key in deciding.OUTCOME_KEYS}
        acts = self.acts(deciding) | self.acts(approving)

        assert self.in_markup() | chosen | {act.lower() for act in acts} <= self.in_keymap()
        assert self.acts(deciding) == {"A", "O", "E", "H", "I", "T"}
        assert self.acts(approving) == {"U", "A", "R", "T"}
        assert not acts & set(deciding.OUTCOME_KEYS)

    def acts(self, module):
        return set(
            re.findall(r'(?:_\(|pgettext\("act", )"[^"]+"\),\s*"([A-Z])"', Path(module.__file__).read_text())
        )

    def test_every_key_of_the_keymap_does_something(self):
        script = (ROOT / "apps/console/static/console/console.js").read_text()
        shown = self.in_markup() | set("qwybaoehitur12345678")
        for one in keys.entries():
            if one.do and one.do not in {"close", "open"}:
                assert re.search(rf"^  {one.do}[:,]", script, re.MULTILINE), one
            elif not one.do and not one.go:
                assert set(one.keys) <= shown, one

    def test_no_key_means_two_things(self):
        every = [key for one in keys.entries() for key in one.keys]
        assert len(every) == len(set(every))

    def test_the_sheet_says_all_of_them(self, visit):
        words = text_of(visit("olga").get("/help/keys/"))
        for one in keys.entries():
            assert one.words in words

    def test_the_document_says_all_of_them(self):
        document = (ROOT / "docs" / "keys.md").read_text()
        rows = re.findall(r"^\| (.+?) \| (.+?) \|$", document, re.MULTILINE)[2:]
        written = [
            (", ".join(" ".join(keys.caps(key)) for key in one.keys), one.words) for one in keys.entries()
        ]
        assert rows == written

    def test_without_single_letters_only_chords_are_handled(self, visit, world):
        User.objects.filter(id=world.user("olga").id).update(single_keys=False)
        page = visit("olga").get("/decisions/").content.decode()
        handled = json.loads(html.unescape(re.search(r'data-keys="([^"]*)"', page)[1]))

        assert 'data-single-keys="off"' in page
        assert {"ctrl+k", "ctrl+enter"} < set(handled)
        assert all(key.startswith(("ctrl+", "meta+", "escape")) for key in handled)


class TestNotices:
    def test_each_kind_that_is_told_has_words_of_its_own(self):
        written = "".join(path.read_text() for path in (ROOT / "apps/flow/services").glob("*.py"))
        assert set(KINDS) == set(re.findall(r'[^_]kind="(item_\w+|delivery_\w+|receipt_\w+)"', written))
        assert len({notice_pages.sentence(kind) for kind in (*KINDS, "else")}) == len(KINDS) + 1

    def test_a_notice_leads_to_its_case_and_is_counted_in_the_header(self, visit, world):
        received = worlds.arrive(world)
        tell(world, world.olga, case_id=received.case_id)
        page = visit("olga").get("/notifications/")
        assert "came back with a note" in text_of(page)
        assert f"/cases/{received.case_ref}/" in page.content.decode()
        assert "Notices 1 new" in text_of(page)

    def test_news_of_one_case_count_once_wherever_they_are_counted(self, visit, world):
        received = worlds.arrive(world)
        for kind in ("item_returned", "facts_changed", "delivery_refused"):
            tell(world, world.olga, kind=kind, case_id=received.case_id)
        tell(world, world.olga)
        client = visit("olga")
        pages = [text_of(client.get(page)) for page in ("/notifications/", "/inboxes/triage-officers/", "/")]
        assert ["Notices 2 new" in page for page in pages] == [True, True, True]
        assert "New 2" in pages[0]

    def test_one_and_all_are_read(self, visit, world):
        for _ in range(3):
            tell(world, world.olga)
        client = visit("olga")
        one = Notification.objects.filter(to=world.olga).first()
        assert client.post("/notifications/", {"notice": str(one.id)}).status_code == 303
        assert Notification.objects.filter(read_at=None).count() == 2
        client.post("/notifications/")
        assert Notification.objects.filter(read_at=None).count() == 0
        assert "No new notice" in text_of(client.get("/notifications/"))
        assert "came back" in text_of(client.get("/notifications/?view=all"))

    def test_nobody_reads_or_ticks_anothers(self, visit, world):
        tell(world, world.olga)
        one = Notification.objects.get()
        client = visit("ben")
        assert client.post("/notifications/", {"notice": str(one.id)}).status_code == 404
        client.post("/notifications/")
        assert "came back with a note" not in text_of(client.get("/notifications/?view=all"))
        assert Notification.objects.get().read_at is None

    def test_many_have_pages(self, visit, world):
        for _ in range(60):
            tell(world, world.olga)
        client = visit("olga")
        first = client.get("/notifications/").content.decode()
        after = html.unescape(re.search(r'href="([^"]*after=[^"]*)"', first)[1])
        second = client.get(after).content.decode()
        ids_ = [re.findall(r'name="notice"\s+value="([^"]+)"', one) for one in (first, second)]
        assert len(ids_[0] + ids_[1]) == len(set(ids_[0] + ids_[1])) == 60


class TestSignedOut:
    SCRIPTS = ({"HX-Request": "true"}, {"X-Requested-With": "fetch"})

    @pytest.mark.parametrize("headers", SCRIPTS)
    @pytest.mark.django_db
    def test_a_script_is_told_and_the_page_stays(self, client, headers):
        answer = client.post("/notifications/", headers=headers)
        assert (answer.status_code, answer.headers["X-Signed-Out"]) == (401, "session")
        assert "HX-Redirect" not in answer.headers

    def test_a_form_from_before_the_new_sign_in_is_told_too(self, world):
        client = Client(enforce_csrf_checks=True)
        client.force_login(world.user("olga"))
        answer = client.post("/notifications/", headers=self.SCRIPTS[0])
        assert (answer.status_code, answer.headers["X-Signed-Out"]) == (403, "form")


class TestWrongTurns:
    def test_the_missing_permission_is_named_with_who_grants_it(self, visit):
        words = text_of(visit("ana").get("/escalations/"))
        assert "What is missing: Supervise this inbox. An admin of your organisation can grant it." in words

    @pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "429", "500", "503"])
    def test_each_says_that_nothing_was_recorded_or_what_is_missing_and_a_way_on(self, name):
        text = render_to_string(f"{name}.html", {"shell": Shell()})
        assert re.search(r'<a class="btn pri" href="', text)
        assert "<h1>" in text

    @pytest.mark.django_db
    def test_too_many_tries_answer_in_our_words(self, client, settings):
        settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
        given = {"login": "olga@bluegrass.example", "password": "x"}
        client.post("/account/login/", given)
        answer = client.post("/account/login/", given)
        assert answer.status_code == 429
        assert "Too many tries" in text_of(answer)

    @pytest.mark.django_db
    def test_the_icon_is_there_under_its_old_name(self, client):
        assert client.get("/favicon.ico").headers["Location"].endswith("console/mark.svg")


@pytest.mark.parametrize("who", [*PEOPLE, "nobody"])
def test_whoever_one_is_no_link_of_the_navigation_refuses(visit, world, who):
    worlds.arrive(world)
    if who == "nobody":
        who = "ana"
        world.user(who).role_assignments.all().delete()
        world.user(who).grant_terms.all().delete()
    client = visit(who)
    page = client.get("/", follow=True).content.decode()
    links = set(re.findall(r'href="(/[^"#]*)"', page.partition("</nav>")[0]))
    links = {link for link in links if not link.startswith("/static/")}
    assert "/notifications/" in links
    for link in links:
        answer = client.get(link, follow=True)
        assert answer.status_code == 200, link
        if "text/html" in answer.headers["Content-Type"]:
            title = re.search(r"<title>\s*(.*?)\s*· ReviewHub\s*</title>", answer.content.decode(), re.DOTALL)
            assert title, link
            assert title[1].strip(), link
