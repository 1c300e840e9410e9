from proofs import mutation


def test_the_tests_of_an_app_judge_its_mutants_and_rules_need_no_database():
    said = mutation.settings(["apps/policy/rules/tree.py"], ["apps", "bench"])
    assert "source_paths =\n    apps/policy/rules/tree.py\n" in said
    assert "also_copy =\n    apps\n    bench\n" in said
    assert "    tests/policy/test_policy_rules.py\n" in said
    assert "test_policy_services" not in said
    assert "tests/registry/test_registry_rules.py" in mutation.judges("apps/registry/rules/line_ups.py")
    assert mutation.judges("apps/audit/services.py") == ["tests/audit/test_order_record.py"]


def test_rules_are_judged_by_the_tests_of_the_rules_built_on_them_too():
    shared = mutation.judges("apps/intake/rules/conditions.py")
    assert {"tests/intake/test_intake_clauses.py", "tests/policy/test_policy_rules.py"} <= set(shared)
    assert "tests/policy/test_policy_services.py" not in shared
    assert not [test for test in mutation.judges("apps/intake/rules/check.py") if "policy" in test]


def test_the_score_counts_what_was_noticed_among_what_was_judged():
    told = (
        "    apps.policy.rules.tree.x_f__mutmut_1: killed\n    apps.policy.rules.tree.x_f__mutmut_2: not checked\n"
        "    apps.policy.rules.tree.xǁTreeǁf__mutmut_11: survived\n    apps.audit.services.x_g__mutmut_1: timeout\n"
    )
    assert mutation.score(told) == (
        "mutation: noticed of one mutant in ten: audit.services 1 of 1 (100%), policy.rules.tree 1 of 2 (50%)"
    )


def test_a_run_that_judged_nothing_says_so():
    assert mutation.score("") == "mutation: noticed of one mutant in ten: none judged"
