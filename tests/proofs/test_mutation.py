from proofs import mutation


def test_the_tests_of_an_app_judge_its_mutants():
    said = mutation.settings(["apps/policy/rules"])
    assert "    apps/policy/rules\n" in said
    assert said.endswith("=\n    tests/policy\n")


def test_the_score_counts_what_was_noticed():
    told = "    a.x_f__mutmut_1: killed\n    a.x_f__mutmut_2: survived\n    a.x_g__mutmut_1: timeout\n"
    assert mutation.score(told) == "mutation: 2 of 3 mutants noticed"
