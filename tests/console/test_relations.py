"""Relations on their page: declared by oneself or a supervisor, told on the case, and ended by a supervisor alone."""

from apps.reviews.models import Relation
from tests.console import test_held as held
from tests.console.test_pages import text_of

PAGE = "/account/relations/"
item, visit = held.item, held.visit


def send(client, act, key=None, **fields):
    return client.post(PAGE, {"idempotency_key": key or act, "act": act, **fields})


def test_who_declares_their_own_is_told_on_the_case_and_a_supervisor_ends_it(visit, world, item):
    olga, sam, ref = visit("olga"), visit("sam"), item.case.case_ref
    assert send(olga, "declare", case_ref=ref, kind="family").status_code == 303

    assert "You have something to do with the person of this case" in text_of(
        olga.get(f"/cases/{item.id}/review/")
    )
    row = Relation.objects.get()
    assert send(olga, "end", id=row.id).status_code == 403
    assert send(olga, "over", id=row.id).status_code == 303
    assert send(olga, "over", key="again", id=row.id).status_code == 409
    assert "Olga Marsh says that it is over" in text_of(sam.get(PAGE))
    assert send(sam, "end", id=row.id).status_code == 303
    assert "ended by Sam Whitaker" in text_of(olga.get(PAGE))
    assert "You have something to do" not in text_of(olga.get(f"/cases/{item.id}/review/"))


def test_of_somebody_else_it_takes_a_reason_and_only_those_concerned_know_of_it(visit, world, item):
    sam = visit("sam")
    said = {"case_ref": item.case.case_ref, "kind": "close", "person": "ben@bluegrass.example"}
    assert send(sam, "declare", key="no-reason", **said).status_code == 422
    assert send(visit("olga"), "declare", why="So.", **said).status_code == 403
    assert send(sam, "declare", key="nowhere", **said | {"case_ref": "X"}, why="So.").status_code == 404
    assert send(sam, "declare", why="They are neighbours.", **said).status_code == 303

    for who, knows in (
        ("ben", True),
        ("sam", True),
        ("audrey", True),
        ("olga", False),
        ("ana", False),
        ("adam", False),
    ):
        assert ("They are neighbours." in text_of(visit(who).get(PAGE))) == knows, who
