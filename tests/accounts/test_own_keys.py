"""A person's own key: made by them alone, for at most 90 days, acting as them until somebody revokes it."""

import pytest

from apps.accounts import access, selectors
from apps.accounts import services as accounts
from apps.accounts.models import ApiKey
from apps.audit.models import Entry
from apps.core import transactions
from apps.flow.services import admitting
from tests.world import code, later, noon


def make(world, who="olga", *, now=noon, **changes):
    fields = {"name": "Laptop", "scopes": ["items:read"], "days": 90} | changes
    return accounts.make_own_key(**fields, by=getattr(world, who), now=now)


def prefix(raw):
    return raw.split("_")[1]


def test_it_stands_for_its_person_until_its_day_and_the_record_says_who_made_it(world):
    raw = make(world)

    holder = selectors.key_holder(raw, now=later(days=89))
    assert (holder.actor.id, holder.scopes, holder.machine) == (world.olga.id, {"items:read"}, None)
    assert selectors.key_holder(raw, now=later(days=90)) is None
    kept = ApiKey.objects.get(prefix=prefix(raw))
    assert (kept.name, bytes(kept.digest)) == ("Laptop", selectors.key_digest(raw))
    entry = Entry.objects.latest("id")
    assert (entry.verb, entry.actor_id, entry.object_id) == ("key.issued", world.olga.id, kept.id)
    assert b"Laptop" not in bytes(entry.body)


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({"name": "  "}, "key_name_missing"),
        ({"name": "x" * 61}, "key_name_missing"),
        ({"scopes": []}, "no_scope"),
        ({"scopes": ["receipts:write"]}, "unknown_scope"),
        ({"days": 91}, "own_key_too_long"),
        ({"days": 0}, "own_key_too_long"),
        ({"who": "model"}, "only_for_oneself"),
    ],
)
def test_what_does_not_fit_is_refused(world, changes, refused):
    before = ApiKey.objects.count()

    assert code(make, world, **changes) == refused
    assert ApiKey.objects.count() == before


def test_nobody_has_more_than_ten_in_use(world):
    for _ in range(10):
        raw = make(world)
    assert code(make, world) == "too_many_keys"
    assert code(make, world, "ben") == ""

    accounts.revoke_own_key(prefix=prefix(raw), by=world.olga, now=noon)
    assert code(make, world) == ""
    assert code(make, world, now=later(days=90)) == "", "the others have ended by then"


def test_its_person_revokes_it_and_nobody_else_does(world):
    raw = make(world)
    assert code(accounts.revoke_own_key, prefix=prefix(raw), by=world.ben, now=noon) == "not_found"
    accounts.revoke_own_key(prefix=prefix(raw), by=world.olga, now=noon)

    assert selectors.key_holder(raw, now=noon) is None
    assert Entry.objects.latest("id").verb == "key.revoked"
    assert code(accounts.revoke_own_key, prefix=prefix(raw), by=world.olga, now=noon) == "key_revoked"


def test_an_admin_of_the_organisation_revokes_it_and_is_named(world):
    raw = make(world)
    assert code(accounts.revoke_key, prefix=prefix(raw), by=world.sam, now=noon) == "not_admin"
    accounts.revoke_key(prefix=prefix(raw), by=world.adam, now=noon)

    assert selectors.key_holder(raw, now=noon) is None
    assert ApiKey.objects.get(prefix=prefix(raw)).revoked_by_id == world.adam.id


@pytest.mark.parametrize("how", ["deactivated", "new password"])
def test_whoever_is_shut_out_or_starts_anew_has_no_key_left(world, how):
    raw, ben = make(world, "ben"), world.user("ben")
    if how == "deactivated":
        admitting.deactivate(user_id=ben.id, why="So.", by=world.adam, now=noon)
        admitting.reactivate(user_id=ben.id, why="So.", by=world.adam, now=noon)
    else:
        accounts.renew_password(email=ben.email, by=world.adam, now=noon)

    assert selectors.key_holder(raw, now=noon) is None
    assert Entry.objects.filter(verb="key.revoked", actor_id=world.adam.id).count() == 1


def test_its_use_is_noted_once_an_hour(world):
    raw = make(world)
    key_id = ApiKey.objects.get(prefix=prefix(raw)).id
    for minutes, noted in ((1, 1), (30, 1), (61, 61)):
        at = later(minutes=minutes)
        if selectors.key_holder(raw, now=at).is_use_to_note:
            accounts.note_use(key_id=key_id, now=at)
        assert ApiKey.objects.get(id=key_id).last_used_at == later(minutes=noted)


def test_it_does_no_more_than_its_person_may_at_that_moment(world):
    raw = make(world, "priya", scopes=["items:read", "items:write"])
    with transactions.verb():
        accounts.take_back(
            user=world.user("priya"),
            permission="work_inbox",
            on=world.officers,
            by=world.adam,
            now=noon,
        )

    assert not access.granted_ids(selectors.key_holder(raw, now=noon).actor, "work_inbox")
