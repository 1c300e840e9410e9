"""Searches over the API: the same verbs as the pages, each once."""

from apps.learning import services as learning
from tests import world as worlds
from tests.api.speaking import error
from tests.learning.habits import habit
from tests.measures.past import Past

PATH = "ai-systems/injury-triage/searches/"


def test_a_search_is_started_read_stopped_and_run_again(world, ana):
    habit(Past(world))

    begun = ana.post(PATH, {"max_facts": 2})
    assert (begun.status_code, begun.json()["state"], begun.json()["n_parts"]) == (201, "QUEUED", 0)
    assert error(ana.post(PATH, {}))[:2] == (409, "search_runs_already")
    one = f"searches/{begun.json()['id']}/"
    assert ana.post(f"{one}stop/").json()["state"] == "STOPPED"
    assert error(ana.post(f"{one}stop/"))[:2] == (409, "search_stopped_already")
    assert error(ana.post(f"{one}again/"))[:2] == (409, "search_not_over")

    done = ana.post(PATH, {}).json()["id"]
    learning.mine(now=worlds.noon)
    told = ana.get(f"searches/{done}/").json()
    assert (told["state"], told["n_decisions"], told["patterns"][0]["words"]) == (
        "DONE",
        400,
        "industry is construction",
    )
    again = ana.post(f"searches/{done}/again/").json()
    learning.mine(now=worlds.noon)
    repeated = ana.get(f"searches/{again['id']}/").json()
    assert (repeated["repeats"], repeated["digest"]) == (done, told["digest"])
    listed = ana.get(f"{PATH}?limit=2").json()
    assert ([row["id"] for row in listed["searches"]], bool(listed["next"])) == ([again["id"], done], True)
