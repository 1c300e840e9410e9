from proofs import mutation


def test_the_tests_of_an_app_judge_its_mutants():
    said = mutation.settings(["apps/policy/rules"], ["apps", "bench"])
    assert "    apps/policy/rules\n" in said
    assert "also_copy =\n    apps\n    bench\n" in said
    assert said.endswith("=\n    tests/policy\n")


def test_the_score_counts_what_was_noticed_among_what_was_judged():
    told = (
        "    apps.policy.x_f__mutmut_1: killed\n    apps.policy.x_f__mutmut_2: not checked\n"
        "    apps.policy.x_f__mutmut_11: survived\n    apps.audit.x_g__mutmut_1: timeout\n"
    )
    assert mutation.score(told) == (
        "mutation: noticed of one mutant in ten: audit 1 of 1 (100%), policy 1 of 2 (50%)"
    )


def test_a_run_that_judged_nothing_says_so():
    assert mutation.score("") == "mutation: noticed of one mutant in ten: none judged"
