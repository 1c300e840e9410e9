"""Before a first view that a case asks for, no byte of its advice reaches whoever may decide it; afterwards it does.

A case with unmistakable advice is planted, and every address of the access table is asked for it as each person to
whom it may come. Its twin has the same facts and other advice: what they are answered about the two is the same, to
the byte and in length.
"""

import json
import re
from contextlib import contextmanager
from types import SimpleNamespace

import pytest
from django.db import connection, transaction
from django.urls import reverse

from apps.accounts import services as accounts
from apps.accounts.models import Actor
from apps.console.pages import paper
from apps.core import ids
from apps.flow import services as flow
from apps.intake.models import Case, Recommendation
from apps.registry.states import PauseMode, PauseScope
from apps.reviews import services as reviews
from apps.reviews.models import ReviewItem, SecondReview
from apps.reviews.rules import Place
from apps.reviews.states import MarkUnit
from tests import world
from tests.edges.access import Row
from tests.edges.access_api import API
from tests.edges.access_pages import PAGES
from tests.edges.stage import Stage
from tests.intake.sending import document
from tests.seconding import draws
from tests.viewing import views

WHY, NOTE, OWN = "Zebras gallop sideways.", "Quaggas graze there.", "Okapis browse here."
MARKED = (
    "Gnus wander by."  # the note of a mark that somebody who need not wait made on a document of the case
)
ADVICE = (WHY, "0.8731", "0.873", "87 in 100")
PLANTED = {"outcome": "case_managed", "confidence": 0.8731}
TWIN = {"outcome": "fast_track", "confidence": 0.5512}
OTHER_WHY = (
    "No hospital stay is recorded so far, and the worker was seen twice by the doctor of the employer."
)
ROWS = PAGES | API
MAY_DECIDE = ("officer", "supervisor", "analyst")  # the analyst also works the inbox
LISTS = {
    "console:inbox": ("?peek={item}", "?view=mine", "?flag=soon"),
    "console:escalations": ("?peek={item}",),
    "console:decisions": ("?kind=overruled",),
    "console:search": ("?q={ref}",),
    "console:review": ("?as=text",),
    "api:inbox-items": ("?view=mine",),
    "api:cases": ("?q={ref}",),
}


def said(why, **changes):
    return changes | {"rationale": [{"text": why, "cites": ["hospital_stay"], "direction": "for"}]}


class Planted(Stage):
    """The stage, and on it two cases that ask for a first view: the planted one and its twin."""

    def things(self):
        super().things()
        views(self.world)
        accounts.give(
            user=self.world.user("ana"),
            permission="work_inbox",
            on=self.world.officers,
            by=self.system,
            now=self.now,
        )
        self.planted = self.case(7001, said(WHY, **PLANTED))
        self.twin = self.case(7002, said(OTHER_WHY, **TWIN))
        self.climbed = self.case(7003, said(WHY, **PLANTED), climbs=True)

    def case(self, number, advice, *, climbs=False):
        received = world.arrive(self.world, now=self.now, number=number, **advice)
        case = Case.objects.get(id=received.case_id)
        found = SimpleNamespace(
            item=received.item_id, ref=case.case_ref, recommendation=received.id, number=number
        )
        self.have_marked(found)
        if climbs:
            self.climb(found)
        return found

    def looked_at(self, number, answer):
        """A decision of Olga's in force waits for a second opinion, which Ana may give."""
        draws(self.world)
        received = world.arrive(self.world, now=self.now, number=number)
        ReviewItem.objects.filter(id=received.item_id).update(first_view=False)
        decision = world.decided(self.world, self.world.olga, answer, received=received)
        flow.release_one(item_id=decision.item_id, now=decision.undo_until)
        item = SecondReview.objects.get(decision=decision).item_id
        found = SimpleNamespace(
            item=item, ref=decision.case.case_ref, recommendation=received.id, number=number
        )
        found.document = found.mark = item  # there is none
        return found

    def have_marked(self, found):
        """Owen marks the first line of a document of the case."""
        found.document = document(
            self.world, found.ref, content=b"First line", name="Letter.txt", now=self.now
        ).id
        place = Place(1, MarkUnit.LINE, 1, 1)
        found.mark = reviews.mark_evidence(
            case_ref=found.ref, evidence_id=found.document, place=place, note=MARKED, by=self.world.owen, now=self.now
        ).id  # fmt: skip

    def climb(self, found):
        """Olga gives her view and sends it up, so that what she thought must not reach Sam."""
        olga = self.world.olga
        held = reviews.claim(item_id=found.item, by=olga, now=self.now)
        own = reviews.View(outcome="fast_track", words=OWN)
        reviews.give_first_view(item_id=held.id, view=own, version=1, token=held.token, by=olga, now=self.now)
        flow.escalate(
            item_id=held.id, why="unsure", note=NOTE, version=2, token=held.token, by=olga, now=self.now
        )

    def answers(self, who, case):
        """Give what every address says to a person when it names the case: (address, bytes with headers)."""
        for name, row in ROWS.items():
            yield from self._of(who, case, name, row)

    def _of(self, who, case, name, row):
        named = {
            "item_id": case.item,
            "ref": case.ref,
            "case_ref": case.ref,
            "recommendation_id": case.recommendation,
            "evidence_id": case.document,
            "mark_id": case.mark,
        }
        kwargs = {key: named.get(key, value) for key, value in row.kwargs(self).items()}
        path = reverse(name, kwargs=kwargs)
        if row.method == "POST":
            with undone():
                yield path, self._post(who, case, name, row, path)
            return
        more = [path + one.format(item=case.item, ref=case.ref) for one in LISTS.get(name, ())]
        for address in (path, *more):
            yield address, whole(self.clients[who].get(address))
        if name.startswith("console:") and "item_id" in kwargs:
            yield path, whole(self.clients[who].get(path, headers={"HX-Request": "true"}))

    def _post(self, who, case, name, row, path):
        item = ReviewItem.objects.get(id=case.item)
        body = row.body(self)
        body |= {"token": item.token, "version": item.version} if "token" in body else {}
        if not name.startswith("api:"):
            return whole(self.clients[who].post(path, body | {"idempotency_key": str(ids.new())}))
        headers = {"Idempotency-Key": str(ids.new()), "If-Match": f'"{body.pop("if_match", item.version)}"'}
        sent = json.dumps(body, default=str)
        return whole(self.clients[who].post(path, sent, content_type="application/json", headers=headers))

    def view(self, who, case, outcome="standard"):
        """Let a person take the case and give their view."""
        actor = Actor.objects.get(user=self.clients[who].session["_auth_user_id"])
        held = reviews.claim(item_id=case.item, by=actor, now=self.now)
        view = reviews.View(outcome=outcome)
        flow.give_view(
            item_id=held.id, view=view, version=held.version, token=held.token, by=actor, now=self.now
        )


def whole(answer):
    content = answer.getvalue() if answer.streaming else answer.content
    return str(dict(answer.headers)).encode() + content


@pytest.fixture(scope="module")
def stage(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        with undone():
            yield Planted()
        connection.close()


@pytest.fixture(autouse=True)
def _undrawn(monkeypatch):
    monkeypatch.setattr(paper, "pdf", str.encode)


@contextmanager
def undone():
    block = transaction.atomic()
    block._from_testcase = True
    with block:
        yield
        transaction.set_rollback(True)


def leaks(answers, words):
    return sorted({(path, word) for path, said in answers for word in words if found(word, said)})


def found(word, said):
    """Tell whether a word is in an answer; digits are no part of a longer number, as 0.873 is of 10.873 seconds."""
    as_bytes = word.encode()
    return as_bytes in said and re.search(rb"(?<![0-9])" + re.escape(as_bytes), said)


@pytest.mark.parametrize("who", ["officer", "analyst"])
def test_no_byte_of_advice_before_the_view(stage, who):
    assert leaks(stage.answers(who, stage.planted), ADVICE) == []


@pytest.mark.parametrize("who", MAY_DECIDE)
def test_nor_of_what_somebody_marked_on_its_documents(stage, who):
    case = stage.climbed if who == "supervisor" else stage.planted
    of_documents = {name for name in ROWS if "evidence" in name} | {"console:mark", "api:marks"}

    def shown(*names):
        listed = f"/api/v1/cases/{case.ref}/marks/"
        yield listed, whole(stage.clients[who].get(listed))
        for name in names:
            yield from stage._of(who, case, name, ROWS[name])

    asked = shown(*of_documents, "console:review", "console:case", "console:case_pdf", "api:item")
    assert leaks(asked, (MARKED, str(case.mark), "Clay marked", "1 mark")) == []
    with undone():
        stage.view(who, case)
        assert len(leaks(shown("console:evidence"), (MARKED, str(case.mark)))) == 2 * 2


def test_nor_of_what_an_officer_thought_of_it_before_the_supervisors_own_view(stage):
    assert leaks(stage.answers("supervisor", stage.climbed), (*ADVICE, NOTE, OWN)) == []


@pytest.mark.parametrize(
    ("who", "also"),
    [
        ("officer", ("api:inbox-items",)),
        ("supervisor", ("console:escalation",)),
        ("analyst", ("console:recommendation",)),
    ],
)
def test_after_the_view_it_is_shown_where_it_belongs(stage, who, also):
    case = stage.climbed if who == "supervisor" else stage.planted
    with undone():
        stage.view(who, case)
        for name in ("console:review", "console:case", "api:item", *also):
            assert leaks(stage._of(who, case, name, ROWS[name]), ADVICE), name


OF_THE_CASE = ("console:review", "console:case", "console:recommendation", "api:item")


def test_who_cannot_decide_it_sees_it_at_once(stage):
    for name in OF_THE_CASE:
        assert leaks(stage._of("auditor", stage.planted, name, ROWS[name]), ADVICE), name


def test_an_auditor_who_also_works_the_inbox_reads_on_home_nothing_of_what_was_done(stage):
    audrey, refs = stage.world.user("audrey"), (stage.planted.ref, stage.twin.ref, stage.climbed.ref)
    assert leaks([("/", whole(stage.clients["auditor"].get("/")))], refs), "who only audits reads it"
    with undone():
        accounts.give(
            user=audrey, permission="work_inbox", on=stage.world.officers, by=stage.system, now=stage.now
        )
        home = [("/", whole(stage.clients["auditor"].get("/")))]
        assert leaks(home, refs) == []


def test_the_owner_waits_too_who_is_the_last_level_of_every_ladder(stage):
    for name in OF_THE_CASE:
        assert leaks(stage._of("owner", stage.planted, name, ROWS[name]), ADVICE) == [], name


def alike(said, case):
    """Leave out what tells two cases apart whatever their advice: ids, references, places, keys, instants, digests."""
    text = said.decode()
    for known in (str(case.item), str(case.recommendation)):
        text = text.replace(known, "X")
    text = re.sub(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "U", text)
    for known in (case.ref, str(case.number)):  # after the ids, in which the digits of a number may stand
        text = text.replace(known, "X")
    text = re.sub(r'(csrfmiddlewaretoken" value=")\w+', "", text)
    places = r'(Place among [\w ]+:</span>) \d of \d|"place":\{"n":\d,"of":\d\}'  # by which came first
    text = re.sub(places, "", text)
    text = re.sub(r"'Content-Length': '\d+'", "", text)  # the content itself is compared, times apart
    text = re.sub(r"\d\d:\d\d(:\d\d)?(\.\d+Z?)?|\d+ min( \d+ s)?\b|\d+ s\b|[\w-]{20,}=*", "T", text)
    return text.replace("today, T to today, T", "today, T")  # where a minute ended between two entries


def about(stage, who, case):
    """What the addresses that name a case, and lists narrowed to it, say of it."""
    rows = [name for name, row in ROWS.items() if row.things and {"item_id", "ref"} & row.things.keys()]
    for name in rows:
        row = ROWS[name]
        if row.method == "GET" and "evidence" not in name:
            yield from stage._of(who, case, name, row)
    path = f"/search/?q={case.ref}"
    yield path, whole(stage.clients[who].get(path))


@pytest.mark.parametrize("who", MAY_DECIDE)
def test_other_advice_on_the_same_facts_changes_no_answer(stage, who):
    pairs = list(zip(about(stage, who, stage.planted), about(stage, who, stage.twin), strict=True))

    assert len(pairs) > 10
    for (path, planted), (_, twin) in pairs:
        assert alike(planted, stage.planted) == alike(twin, stage.twin), path


@pytest.mark.parametrize(("mode", "key"), [("hold", "case_managed"), ("people", "fast_track")])
def test_nor_does_a_pause_of_what_is_suggested_in_one_of_them(stage, mode, key):
    with undone():
        what = flow.What(PauseScope.OUTCOME, key, PauseMode(mode))
        flow.pause(
            system_id=stage.world.system.id, why="Look first.", by=stage.world.owen, now=stage.now, what=what
        )
        planted, twin = stage.case(7004, said(WHY, **PLANTED)), stage.case(7005, said(OTHER_WHY, **TWIN))

        pairs = zip(about(stage, "officer", planted), about(stage, "officer", twin), strict=True)
        for (path, one), (_, two) in pairs:
            assert alike(one, planted) == alike(two, twin), path
        found = ReviewItem.objects.filter(id__in=[planted.item, twin.item]).values_list("state", flat=True)
        assert set(found) == {"WAITING" if mode == "hold" else "OPEN"}


def test_nor_does_what_was_decided_before_the_second_opinion(stage):
    """Two decisions in force on the same facts, one as the AI suggests and one otherwise, each drawn."""
    with undone():
        cases = [stage.looked_at(7006, world.APPROVE), stage.looked_at(7007, world.override(note=NOTE))]

        pairs = list(zip(*(about(stage, "analyst", one) for one in cases), strict=True))
        assert len(pairs) > 10
        for (path, one), (_, two) in pairs:
            assert alike(one, cases[0]) == alike(two, cases[1]), path
        stage.view("analyst", cases[1])
        assert leaks(
            stage._of("analyst", cases[1], "console:case", ROWS["console:case"]), ("Standard lost-time",)
        )


def test_rows_of_the_two_in_the_list_of_the_api_differ_in_nothing_else(stage):
    items = stage.clients["officer"].get("/api/v1/inboxes/triage-officers/items/").json()["items"]
    planted, twin = (
        next(one for one in items if one["id"] == str(each.item)) for each in (stage.planted, stage.twin)
    )

    own = {"id", "case_id", "case_ref", "title"}
    assert {key: value for key, value in planted.items() if key not in own} == {
        key: value for key, value in twin.items() if key not in own
    }
    assert (planted["suggestion"], planted["confidence"], planted["asks_first_view"]) == (None, None, True)


def test_a_machine_decides_nothing_by_it_and_is_told_as_before(stage):
    row = Row("GET", "", {"recommendation_id": str(stage.planted.recommendation)})

    assert stage.ask("machine", row, "api:recommendation") == 200
    assert Recommendation.objects.get(id=stage.planted.recommendation).outcome_code.code == "case_managed"
