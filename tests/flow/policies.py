"""Versions of a policy on their way, through the real verbs."""

import copy

from apps.flow import services as flow
from tests.template import pack
from tests.world import later, noon


def tightened(**then):
    """The pack's policy with a lower limit above which a supervisor decides."""
    tree = copy.deepcopy(pack()["policy"]["tree"])
    tree["rules"][1]["when"]["value"] = 100_000
    tree["rules"][1]["then"].update(then)
    return tree


def begun(world, by=None, now=noon):
    return flow.begin_policy(system=world.system, by=by or world.ana, now=now)


def saved(world, tree=None, by=None, version=1, now=noon):
    return flow.save_policy(
        system=world.system, tree=tree or tightened(), version=version, by=by or world.ana, now=now
    )


def proposed(world, tree=None):
    draft = saved(world, tree, version=begun(world).version)
    return flow.propose_policy(system=world.system, version=draft.version, by=world.ana, now=noon)


def shadowed(world, tree=None, until=None):
    draft = saved(world, tree, version=begun(world).version)
    until = until or later(days=7)
    return flow.shadow_policy(system=world.system, until=until, version=draft.version, by=world.ana, now=noon)
