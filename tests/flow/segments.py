"""Segments on their way, through the real verbs."""

from apps.flow import services as flow
from apps.policy import selectors as policies
from tests.world import noon

ANYWHERE = {"fact": "injury_group", "op": "is_missing"}
NO_GROUP = {"key": "no_group", "label": "No injury group", "when": ANYWHERE}


def live(world):
    world.system.refresh_from_db()
    return [dict(one) for one in world.system.segments]


def without(world, *keys):
    return [one for one in live(world) if one["key"] not in keys]


def saved(world, segments=None, by=None, version=0, now=noon):
    body = [*live(world), NO_GROUP] if segments is None else segments
    return flow.save_segments(
        system=world.system, segments=body, version=version, by=by or world.ana, now=now
    )


def proposed(world, segments=None, now=noon):
    draft = saved(world, segments, now=now)
    return flow.propose_segments(system=world.system, version=draft.version, by=world.ana, now=now)


def signed(world, segments=None, now=noon):
    waits = proposed(world, segments, now=now)
    found = flow.adopt_segments(system=world.system, version=waits.version, by=world.owen, now=now)
    world.system.refresh_from_db()
    return found


def opened(world):
    return policies.open_segments(world.system.id)
