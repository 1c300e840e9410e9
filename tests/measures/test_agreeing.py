"""Where a model version is weakest: by what became of cases where enough is known of it, else by agreement."""

from apps.measures import rules


def weakest(agreed, judged):
    told = rules.agreement(
        {name: rules.share(*one) for name, one in agreed.items()},
        judged={name: rules.share(*one) for name, one in judged.items()},
        segment="back",
        whole="",
    )
    return told.weakest and (told.weakest[0], told.weakest[1].n, told.by_truth)


AGREED = {"": (200, 150), "back": (100, 90), "limb": (100, 60)}


def test_outcomes_say_it_where_two_kinds_have_enough_of_them():
    assert weakest(AGREED, {"back": (40, 20), "limb": (50, 49)}) == ("back", 40, True)


def test_one_kind_alone_is_compared_with_nothing_so_agreement_says_it():
    assert weakest(AGREED, {"back": (400, 20), "limb": (29, 0)}) == ("limb", 100, False)
    assert weakest(AGREED, {}) == ("limb", 100, False)


def test_the_whole_is_no_kind_of_case_and_too_few_say_nothing():
    assert weakest({"": (200, 150), "back": (29, 1)}, {"": (90, 1), "back": (90, 80)}) is None
