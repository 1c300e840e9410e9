"""The long forms: what each runs, and which lines of its output are the figure."""

import re
from dataclasses import dataclass, field

PYTEST = ("-m", "pytest", "-q", "-p", "no:cacheprovider", "--timeout=3600")
MODULES = (
    "apps/policy/rules apps/intake/rules apps/reviews/states.py apps/reviews/rules.py apps/audit/services.py"
)


@dataclass(frozen=True)
class Form:
    """arguments: what Python runs. figure: the last line that matches it is what the book says."""

    says: str
    arguments: tuple[str, ...]
    figure: str = r"\d+ (?:passed|failed).*"
    environment: dict[str, str] = field(default_factory=dict)


LONG = {"REVIEWHUB_PROOF": "long"}
STATES = "tests/ui/test_states.py"
FAULTS = ("tests/way/test_faults.py", "tests/way/test_late_and_twice.py")
FORMS = {
    "axe": Form(
        "axe-core over every page state, light and dark, at 1440, 1024 and 390, and their pictures",
        (*PYTEST, "-s", STATES, "-k", "axe"),
        r"axe: .*",
        LONG,
    ),
    "properties": Form(
        "the property tests with 50 times the examples of CI",
        (*PYTEST, "tests/properties", "tests/intake", "tests/policy", "-k", "propert"),
        environment=LONG,
    ),
    "words": Form(
        "every page state in the made language: nothing is cut, every sentence can be translated",
        (*PYTEST, "tests/ui/test_words.py"),
        environment=LONG,
    ),
    "journeys": Form(
        "the journeys of every role by mouse, by keyboard alone and without a script",
        (*PYTEST, "tests/ui/test_roles.py", "tests/ui/test_oversight.py"),
        environment=LONG,
    ),
    "grants": Form(
        "1,000 random grant sets: list, detail, page, API and count show each person the same items",
        (*PYTEST, "tests/properties/test_seen.py"),
        environment=LONG,
    ),
    "schemathesis": Form(
        "made-up requests to every operation of the API, with a real key",
        (*PYTEST, "-s", "tests/proofs/test_schemathesis.py"),
        r"schemathesis: exit \d.*",
        LONG,
    ),
    "mutation": Form(
        "one mutant in ten of the rules, which a test must notice (or of the modules given)",
        ("-m", "proofs.mutation", *MODULES.split()),
        r"mutation: .*",
    ),
    "intake-million": Form(
        "a million recommendations through the batch address: cost and memory (--n 20000: short)",
        ("-m", "bench.million"),
        r"intake-million: .*",
    ),
    "review-million": Form(
        "a list, its page and a decision with a million items beside ten thousand (--n 100000: short)",
        ("-m", "bench.growing"),
        r"review-million: .*",
    ),
    "reviewers": Form(
        "200 reviewers at once for a minute with 100,000 items waiting (--reviewers 40 --seconds 20: short)",
        ("-m", "bench.crowd"),
        r"reviewers: .*",
    ),
    "overload": Form(
        "what a decision takes while ten times the usual recommendations come in (--seconds 5: short)",
        ("-m", "bench.overload"),
        r"overload: .*",
    ),
    "replay": Form(
        "a policy tried on 100,000 past cases: seconds, memory, progress (--n 10000: short)",
        ("-m", "bench.replaying"),
        r"replay: .*",
    ),
    "insights": Form(
        "the pages of insights with a million decisions, and what counting them costs (--n 20000: short)",
        ("-m", "bench.insights"),
        r"insights: .*",
    ),
    "mining": Form(
        "planted slices at 10^6 by two generators, runs on nothing, time, memory (--more 10000000: longer)",
        ("-m", "bench.mining"),
        r"mining: .*",
    ),
    "rollback": Form(
        "200 and 1,000 automatic decisions reversed: seconds, and whether the cost of one grows",
        (*PYTEST, "-s", "tests/flow/test_rollback_many.py"),
        r"rollback: .*",
        LONG,
    ),
    "access": Form(
        "every address by every role elsewhere, in the other organisation, revoked and inactive",
        (*PYTEST, "-s", "tests/edges/test_access_of_roles.py"),
        r".*access: \d+ .*",
        LONG,
    ),
    "people": Form(
        "who decided is exchanged: no page, list or export changes for any role but by the name",
        (*PYTEST, "-s", "tests/edges/test_people_figures.py"),
        r"people: .*",
        LONG,
    ),
    "ladder": Form(
        "5,000 cases due after two hours without a scheduler: each climbs once, in order, by two schedulers",
        (*PYTEST, "-s", "tests/flow/test_climb_many.py"),
        r"ladder: .*",
        LONG,
    ),
    "effects": Form(
        "streams in which a fix did nothing: how often an effect is seen all the same, at each look and any",
        (*PYTEST, "-s", "tests/learning/test_effect.py", "-k", "without or however"),
        r".*effects: .*",
        LONG,
    ),
    "emerging": Form(
        "400 searches in which no share changed, and 200 in which two did: how many say what is not so",
        (*PYTEST, "-s", "tests/learning/test_emerging.py", "-k", "nothing_changed or of_two"),
        r"emerging: .*",
        LONG,
    ),
    "own-approval": Form(
        "200 attempts of an author to approve their own version of a policy, 50 at once: none succeeds",
        (*PYTEST, "-s", "tests/flow/test_policy_life.py", "-k", "two_hundred"),
        r"own-approval: .*",
        LONG,
    ),
    "self-approval": Form(
        "200 attempts at once to approve one's own: by hand, another account, delegation, new rights, SQL",
        (*PYTEST, "-s", "tests/flow/test_self_approval.py"),
        r"self-approval: .*",
        LONG,
    ),
    "oversight": Form(
        "10,000 random acts by six people: no illegal state, no decision without authority",
        (*PYTEST, "-s", "tests/properties/test_oversight.py"),
        r"oversight: .*",
        LONG,
    ),
    "governed": Form(
        "the demonstration governed: tightened, tried on 3,000, signed, paused, 40 reversed; both ways",
        ("-m", "proofs.governed"),
        r"governed: .*",
    ),
    "loan": Form(
        "the 1,989 real mortgage decisions brought in, and what the miner finds in them",
        (*PYTEST, "-s", "tests/platform/test_import_loans.py"),
        r"loan: .*",
        LONG,
    ),
    "structure": Form(
        "a database loaded as it was written down is the one that every migration makes, step by step",
        (*PYTEST, "tests/platform/test_structure.py"),
        environment=LONG,
    ),
    "faults": Form(
        "the tests of crashes, frozen programs and late answers, five times over",
        (*PYTEST, *FAULTS * 5, "--keep-duplicates"),
    ),
}


def refusal(name: str) -> str:
    """Say which names there are, in one sentence; empty when this is one."""
    known = [*FORMS, "list"]
    return "" if name in known else f"There is no proof {name!r}: choose one of {', '.join(known)}."


def figure(form: Form, output: str) -> str:
    """Find the figure in what a run printed."""
    found = re.findall(form.figure, output)
    return found[-1].strip(" =").lstrip(".") if found else "no figure: it did not get that far"
