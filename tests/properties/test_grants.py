"""P16: the one statement that reads grants says what guardian says, less what expired, ended or is elsewhere."""

import datetime as dt
import random

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from guardian.models import UserObjectPermission  # noqa: TID251 - the oracle
from guardian.shortcuts import get_objects_for_user  # noqa: TID251 - the oracle

from apps.accounts import access
from apps.accounts.models import Actor, GrantTerm, User
from apps.registry.models import AISystem
from apps.reviews.models import Inbox

N_SETS = 1000
ON_INBOX = ("work_inbox", "supervise_inbox", "look_inbox")
PAST, FUTURE = dt.datetime(2020, 1, 1, tzinfo=dt.UTC), dt.datetime(2100, 1, 1, tzinfo=dt.UTC)
ON_SYSTEM = ("look_system", "analyse_system", "audit_system")


def people(world, dice):
    """Persons of two organisations, one in ten of them inactive."""
    homes = [dice.choice([world.organisation, world.organisation, world.lakeshore]) for _ in range(N_SETS)]
    actors = Actor.objects.bulk_create(Actor(organisation=home, kind="PERSON", name="P") for home in homes)
    return User.objects.bulk_create(
        User(
            actor=actor,
            organisation=actor.organisation,
            email=f"p{number}@example.org",
            name="P",
            joined_at=world.now,
            is_active=dice.random() < 0.9,
        )
        for number, actor in enumerate(actors)
    )


def objects(world):
    inboxes = [
        Inbox.objects.create(organisation=home, slug=f"i{number}", name="I", level=1)
        for number in range(3)
        for home in (world.organisation, world.lakeshore)
    ]
    systems = [
        AISystem.objects.create(
            organisation=world.organisation, source=world.system.source, owner=world.user("owen"), slug=f"s{number}",
            name="S", purpose="", decision_question="", currency="USD",
        )
        for number in range(4)
    ]  # fmt: skip
    return [*inboxes, *systems]


def grants(world, dice, users, things):
    """Random grants: most as the verb makes them, some expired, some of which one half is missing, some foreign."""
    permissions = {one.codename: one for one in Permission.objects.filter(codename__in=access.PERMISSIONS)}
    types = ContentType.objects.get_for_models(Inbox, AISystem)
    rows, terms = [], []
    for user in users:
        pairs = [
            (thing, name)
            for thing in things
            for name in (ON_INBOX if isinstance(thing, Inbox) else ON_SYSTEM)
        ]
        for thing, name in dice.sample(pairs, dice.randrange(9)):
            odd = dice.random()
            if odd > 0.05:
                rows.append(
                    UserObjectPermission(
                        user=user,
                        permission=permissions[name],
                        content_type=types[type(thing)],
                        object_pk=str(thing.pk),
                    )
                )
            if odd < 0.95:
                terms.append(
                    GrantTerm(
                        user=user, organisation=thing.organisation, permission=name, object_id=thing.pk,
                        given_by=world.adam, given_at=world.now, expires_at=dice.choice([None, None, PAST, FUTURE]),
                    )
                )  # fmt: skip
    UserObjectPermission.objects.bulk_create(rows)
    GrantTerm.objects.bulk_create(terms)


def oracle(user, permission):
    """What guardian says, then what it does not know: active, organisation, expiry."""
    model = Inbox if permission in ON_INBOX else AISystem
    found = get_objects_for_user(
        user, permission, klass=model, use_groups=False, with_superuser=False, accept_global_perms=False
    )
    terms = {
        one.object_id
        for one in user.grant_terms.all()
        if one.permission == permission
        and one.organisation_id == user.organisation_id
        and (one.expires_at is None or one.expires_at == FUTURE)
    }
    return {one.pk for one in found if user.is_active and one.pk in terms}


def test_the_statement_and_guardian_agree_on_a_thousand_grant_sets(world):
    dice = random.Random(20261120)
    users, things = people(world, dice), objects(world)
    grants(world, dice, users, things)

    n_granted = 0
    for user in (
        User.objects.filter(id__in=[one.id for one in users])
        .select_related("actor")
        .prefetch_related("grant_terms")
    ):
        permission = dice.choice(ON_INBOX + ON_SYSTEM)
        granted = access.granted_ids(user.actor, permission)
        assert granted == oracle(user, permission), (user.email, permission)
        n_granted += len(granted)

    assert n_granted > 200  # they agree on something


def test_a_permission_on_everything_grants_nothing(world):
    """A global permission is no grant: guardian's list and detail would disagree about it."""
    user = world.user("ana")
    user.user_permissions.add(Permission.objects.get(codename="work_inbox"))
    user.is_superuser = True
    user.save()

    assert access.granted_ids(world.person("ana"), "work_inbox") == frozenset()
