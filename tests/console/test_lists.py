"""The list of an inbox as its reader wants it: order, kept views, counts."""

from apps.core import ids
from apps.flow import services as flow
from apps.measures.models import WorkSignal
from tests.world import arrive, claimed, later, noon

INBOX = "/inboxes/triage-officers/"


def post(client, path, **body):
    return client.post(path, {"idempotency_key": str(ids.new()), **body})


def order(client, path):
    text = client.get(path).content.decode()
    return sorted(range(3), key=lambda number: text.index(f"/cases/{NAMES[number]}/review/"))


NAMES: dict[int, str] = {}


def test_a_list_in_another_order_says_so_and_leaves_a_sign(visit, world):
    client = visit("olga")
    for number, (minor, hours) in enumerate([(290000, 0), (50000, -1), (90000, -2)]):
        NAMES[number] = str(arrive(world, minor=minor, now=later(hours=hours)).item_id)

    sent = post(client, f"{INBOX}sort/", sort="age")

    assert (sent.status_code, sent["Location"]) == (303, f"{INBOX}?sort=age")
    assert order(client, INBOX) == [0, 2, 1]
    assert order(client, f"{INBOX}?sort=age") == [2, 1, 0]
    assert order(client, f"{INBOX}?sort=amount") == [0, 2, 1]
    assert "Longest waiting first" in client.get(f"{INBOX}?sort=age").content.decode()
    assert WorkSignal.objects.filter(kind="resorted", code="age").count() == 1


def test_a_view_kept_as_the_first_one_opens_the_inbox_and_the_open_cases_stay_in_reach(visit, world):
    client = visit("olga")
    arrive(world)
    post(client, f"{INBOX}views/", name="Dear ones", **{"from": "99999", "is_default": "on"})

    opened = client.get(INBOX)
    page = client.get(opened["Location"]).content.decode()

    assert (opened.status_code, opened["Location"]) == (303, f"{INBOX}?from=99999")
    assert "Dear ones" in page
    assert "No case fits these filters" in page
    assert f'href="{INBOX}?view=open"' in page
    assert client.get(f"{INBOX}?view=open").status_code == 200


def test_what_is_laid_aside_is_listed_with_until_when_and_by_whom(visit, world):
    item = claimed(world, world.olga)
    said = {"until": later(hours=2), "why": "document", "version": item.version, "token": item.token}
    flow.snooze(item_id=item.id, **said, by=world.olga, now=noon)

    page = visit("ben").get(f"{INBOX}?view=snoozed").content.decode()

    assert f"/cases/{item.id}/review/" in page
    assert "Olga Marsh, until 09:00" in page
    assert "What comes back first" in page
    assert f"/cases/{item.id}/review/" not in visit("ben").get(f"{INBOX}?view=waiting").content.decode()
