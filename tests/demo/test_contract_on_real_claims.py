"""On the 7,150 real claims: what the data lack is missing by name, and a stricter contract shows its effect first."""

import collections

import pytest

from apps.flow import selectors as flow_seen
from apps.flow import services as flow
from apps.intake import rules
from apps.intake.rules.trial import Arrival, Tally, try_one
from apps.registry.models import ContextContract
from apps.reviews.models import ReviewItem
from demo import claims, overlay
from tests import world as worlds
from tests.flow.test_contract_life import STRICTER, begun, changed
from tests.world import noon


@pytest.fixture(scope="module")
def stories():
    return [
        overlay.tell(
            claim,
            ref=f"WC-{claim.row}",
            subject=(f"P-{claim.row}", "Jo Example"),
            arrived_at=noon,
            weeks=5.6,
        )
        for claim in claims.read()
    ]


def tried(contract, stories):
    tally = Tally(contract, changed())
    for story in stories:
        tally.add(Arrival(story.ref, story.entries, noon, "", by_machine=False))
    return tally.result()


def lacking(result, fact):
    return sum(result["lacking"][fact]["segment"].values())


def test_industry_and_age_are_missing_exactly_where_the_data_lack_them(stories):
    result = tried(changed(), stories)
    no_industry = [one for one in claims.read() if one.industry is None]
    no_age = [one for one in claims.read() if one.age is None]
    no_possible_age = [one for one in claims.read() if one.age is not None and not 14 <= one.age <= 80]

    assert (len(no_industry), len(no_age), len(no_possible_age)) == (25, 4, 3)
    assert lacking(result, "industry") == 25
    assert lacking(result, "age") == 4 + 3
    by_state = collections.Counter(one.state for one in no_industry)
    assert result["lacking"]["industry"]["state"] == by_state


def test_the_product_says_so_on_each_of_them(stories):
    for story in stories:
        if story.claim.industry is not None:
            continue
        found = rules.check(changed(), rules.parse_facts(changed(), story.entries, noon), noon)
        said = [str(one.rule) for one in found.findings if one.fact == "industry"]
        assert said == ["Industry: no value was sent; the contract requires it"]
        assert found.state.value in {"INCOMPLETE", "CONFLICTED", "OUT_OF_SCOPE"}
        assert [str(one.way_out) for one in found.findings if one.fact == "industry"] == [
            "Ask policy file for it."
        ]


def test_the_pack_s_exclusion_holds_on_exactly_the_real_claims_it_names(stories):
    result = tried(changed(), stories)

    assert (
        result["after"]["OUT_OF_SCOPE"]
        == sum(one.injury_group == "occupational" for one in claims.read())
        == 77
    )


def test_a_claim_that_the_ai_is_not_for_goes_to_a_person_with_the_sentence_why(world):
    disease = {"body_part": "disease", "injury_nature": "d60", "injury_group": "occupational"}
    item = worlds.claimed(
        world, world.olga, received=worlds.arrive(world, worlds.automatic(facts_changed=disease))
    )

    page = flow_seen.review_page(item_id=item.id, to=world.olga, now=noon)

    assert page.context_state == "OUT_OF_SCOPE"
    assert page.why_here == [
        "The claim is outside what the AI is for, so a person decides it without leaning on the suggestion.",
        "Not for occupational diseases: they have no day of injury, and only about 1 in 100 claims is one.",
    ]


def test_requiring_the_age_stops_exactly_the_claims_without_a_possible_one(stories):
    as_it_is, stricter = tried(changed(), stories), tried(changed(**STRICTER), stories)

    newly = {one["case_ref"] for one in stricter["first"]}
    without = {f"WC-{one.row}" for one in claims.read() if one.age is None or not 14 <= one.age <= 80}
    assert newly <= without
    assert stricter["before"] == as_it_is["before"] == as_it_is["after"]
    assert stricter["n_newly"] == sum(
        try_one(changed(), story.entries, noon).state == "LEGIBLE"
        for story in stories
        if story.ref in without
    )
    assert stricter["after"]["INCOMPLETE"] > stricter["before"]["INCOMPLETE"]


def test_the_effect_on_stored_real_claims_is_shown_before_anything_is_saved(world, stories):
    lacks = [one for one in stories if one.claim.age is None or one.claim.industry is None]
    bodies = [
        worlds.recommendation(
            facts=list(one.entries),
            used=[],
            rationale=[],
            case={"ref": one.ref, "kind": "REAL"},
            external_id=one.ref,
            subject={"ref": one.subject_ref, "name": one.subject_name},
        )
        for one in [*lacks, *stories[:20]]
    ]
    worlds.arrive_all(world, bodies)
    before = list(ReviewItem.objects.order_by("id").values())

    draft = begun(world)
    result = flow.preview_contract(draft=draft, contract=changed(**STRICTER), now=noon).result

    assert result["n"] == len(lacks) + 20
    assert result["after"]["INCOMPLETE"] > result["before"]["INCOMPLETE"]
    assert result["before"]["LEGIBLE"] - result["after"]["LEGIBLE"] == result["n_newly"] > 0
    assert lacking(result, "age") == 4
    assert lacking(result, "industry") == 25
    assert ContextContract.objects.get(system=world.system).number == 1
    assert list(ReviewItem.objects.order_by("id").values()) == before
