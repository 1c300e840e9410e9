"""What a case says before anything is typed: what one may decide, how far to trust it, what is no longer true."""

import datetime as dt
import html
import re

from apps.flow import services as flow
from apps.measures.models import Calibration, ModelVersion
from apps.reviews.models import ReviewItem
from tests import world as worlds
from tests.console.test_pages import text_of
from tests.console.test_review import later_fact, post, watch


def test_what_lies_beyond_ones_authority_says_that_it_is_held_before_anything_is_typed(visit, world):
    fast, other = (worlds.claimed(world, world.olga, minor=minor) for minor in (160000, 140000))
    client = visit("olga")

    said = text_of(client.get(f"/cases/{fast.id}/review/"))

    assert (
        "It is held, not sent, until a second person upholds it. Your authority for it ends at $1,500.00."
        in said
    )
    assert "It is held" not in text_of(client.get(f"/cases/{other.id}/review/"))


def test_how_far_to_trust_it_speaks_of_the_same_kind_of_case_or_says_that_it_does_not(visit, world, held):
    def calibrated(segment, n, n_correct):
        Calibration.objects.create(
            system=world.system, model_version="triage-gb-1", segment=segment, n=n, n_correct=n_correct,
            n_audited=0, state="MEASURED", because="", computed_at=world.now,
        )  # fmt: skip

    client, page = visit("olga"), f"/cases/{held.id}/review/"
    calibrated("", 400, 300)
    assert "In 400 cases of every kind officers agreed in 300" in text_of(client.get(page))
    calibrated(held.recommendation.segment, 40, 20)
    assert "In 40 similar cases officers agreed in 20" in text_of(client.get(page))


def test_the_kind_of_case_where_it_is_weakest_is_named_or_that_too_few_say_it(visit, world, held):
    def calibrated(segment, n, n_correct):
        Calibration.objects.create(
            system=world.system, model_version="triage-gb-1", segment=segment, n=n, n_correct=n_correct,
            n_audited=0, state="MEASURED", because="", computed_at=world.now,
        )  # fmt: skip

    def says():
        return text_of(visit("olga").get(f"/cases/{held.id}/review/"))

    calibrated("limb_trunk", 29, 1)
    assert "There are not enough cases to say for which kind of case it is weakest." in says()
    calibrated("minor_surface", 40, 30)
    calibrated("hospital_limb_trunk", 120, 61)
    assert "weakest for Limb or trunk, with a hospital stay: there officers agreed in 61 of 120." in says()
    calibrated(held.recommendation.segment, 90, 9)
    assert "This is the kind of case where it is weakest: Lower back." in says()
    ModelVersion.objects.create(
        system=world.system, name="triage-gb-1", first_at=world.now, last_at=world.now, n_decisions=80, n_known=80,
        n_right=50, by_segment={"minor_surface": [40, 12], "lower_back": [40, 38]}, computed_at=world.now,
    )  # fmt: skip
    assert (
        "It is weakest for Minor surface injury, no hospital stay: there it proved right in 12 of 40."
        in says()
    )


def test_what_it_states_is_drawn_only_beside_what_was_measured(visit, world, held):
    """A share of few cases is no measure, and a stated one alone would look like one."""
    client, page = visit("olga"), f"/cases/{held.id}/review/"

    def drawn(n, n_correct):
        Calibration.objects.update_or_create(
            system=world.system, model_version="triage-gb-1", segment="",
            defaults={"n": n, "n_correct": n_correct, "n_audited": 0, "state": "MEASURED", "because": "",
                      "computed_at": world.now},
        )  # fmt: skip
        return client.get(page)

    assert drawn(29, 20).context["page"].suggestion.scale is None
    answer = drawn(400, 300)
    scale = answer.context["page"].suggestion.scale
    assert scale.says == "91 stated, 75 measured in 100; 95% interval 71 to 79%."
    assert scale.band_x < scale.measured.x < scale.band_x + scale.band_width < scale.stated.x
    assert scale.says in html.unescape(answer.content.decode())


def test_what_goes_nowhere_is_not_said_to_be_confirmed(visit, world, held):
    client, page = visit("olga"), f"/cases/{held.id}/review/"
    assert "The business system must confirm it." in text_of(client.get(page))
    type(world.system.source).objects.update(delivery_url="")

    words = text_of(client.get(page))

    assert "must confirm it" not in words
    assert "Nothing is sent: its business system has no address here." in words


def test_a_reason_that_a_later_fact_made_untrue_is_marked(visit, world, held):
    def faults():
        page = visit("olga").get(f"/cases/{held.id}/review/").context["page"]
        return [bool(one.fault) for one in page.suggestion.arguments_for]

    assert faults() == [False]
    later_fact(world, held)
    assert faults() == [True]


def test_an_address_that_takes_forms_only_says_so_on_a_page(visit):
    answer = visit("olga").get("/tour/")

    assert answer.status_code == 405
    assert "This address takes what a form sends." in text_of(answer)


def test_a_note_that_is_too_long_is_refused_in_words_and_kept_whole(visit, world, held):
    note = "The worker says: ümlauts, 疼痛. " * 330
    assert len(note) > 9000
    client = visit("olga")

    refused = post(client, held, note=note)
    kept = client.post(f"/cases/{held.id}/draft/", {"act": "approve", "note": note})

    assert refused.status_code == 422
    assert "A note has at most 4,000 characters." in text_of(refused)
    assert kept.status_code == 204
    for answer in (refused, client.get(f"/cases/{held.id}/review/")):
        assert note.strip() in html.unescape(answer.content.decode())


def test_why_it_stands_where_it_stands_is_said_in_parts(visit, world):
    item = worlds.claimed(world, world.olga, minor=290000, facts_changed={"industry": None})
    parts = "Urgency 29 of 100: 19 for what is at stake, 10 because its facts are not in order."

    client = visit("olga")

    assert parts in text_of(client.get(f"/cases/{item.id}/review/"))
    assert parts in text_of(client.get(f"/inboxes/triage-officers/?view=mine&peek={item.id}"))
    listed = text_of(client.get("/inboxes/triage-officers/?view=mine"))
    assert "urgency" not in listed  # of a low one nothing is said: it would stand on every row
    ReviewItem.objects.filter(id=item.id).update(urgency=44, urgency_risk=25)
    assert "urgency medium" in text_of(client.get("/inboxes/triage-officers/?view=mine"))


class TestEscalations:
    def raised(self, world, **changes):
        item = worlds.claimed(world, world.olga, **changes)
        flow.escalate(
            item_id=item.id, why="unsure", note="", version=item.version, token=item.token, by=world.olga,
            now=world.now,
        )  # fmt: skip
        return item

    def test_the_list_shows_what_the_inbox_shows_of_the_facts(self, visit, world):
        old = [
            one | {"as_of": worlds.iso(worlds.noon - dt.timedelta(days=400))}
            if one["fact"] == "weekly_wage"
            else one
            for one in worlds.facts(industry=None)
        ]
        self.raised(world, facts=old)

        words = text_of(visit("sam").get("/escalations/"))

        assert "Too old" in words
        assert "Missing" in words

    def test_the_list_says_how_urgent_each_is_and_the_panel_why(self, visit, world):
        item = self.raised(world, minor=290000)
        client = visit("sam")

        assert "urgency" not in text_of(client.get("/escalations/"))
        panel = text_of(client.get(f"/escalations/?peek={item.id}"))
        assert "Urgency 19 of 100, all of it for what is at stake." in panel


def row_of(answer, fact):
    return " ".join(answer.content.decode().split(f'id="fact-{fact}"')[1].split("</tr>")[0].split())


def test_a_fact_that_changed_says_so_where_it_stands_and_which_value_holds(visit, world, held):
    client = visit("olga")
    before = client.get(f"/cases/{held.id}/review/")
    later_fact(world, held)

    watched = watch(client, before.content.decode(), held).content.decode()
    after = client.get(f"/cases/{held.id}/review/")

    assert 'data-fact="hospital_stay" data-says="Changed, now Yes"' in watched
    row = row_of(after, "hospital_stay")
    assert 'class="flag"' in row
    assert "<s>No</s>" in row
    assert '<b class="b">Yes</b>' in row
    assert "Changed" in row
    assert "1 changed since the suggestion" in text_of(after)
    assert "<s>" not in row_of(before, "hospital_stay")


def test_a_decided_case_says_what_was_decided_by_whom_and_offers_no_act(visit, world, held):
    client = visit("olga")
    post(client, held)

    own = client.get(f"/cases/{held.id}/review/")
    words, others = text_of(own), text_of(visit("ben").get(f"/cases/{held.id}/review/"))

    assert re.search(r"You decided \d+ s ago Fast track Not sent yet", words)
    assert re.search(r"Olga Marsh decided \d+ s ago Fast track Not sent yet", others)
    assert 'name="act"' not in own.content.decode()
    for said in ("You may decide up to", "Why it is in this inbox", "Due "):
        assert said not in words


def test_what_is_missing_of_an_override_is_said_all_at_once(visit, held):
    words = text_of(post(visit("olga"), held, act="override"))

    assert "Choose the outcome that you decide instead." in words
    assert "Choose the main reason why you decide otherwise than the AI suggests." in words
