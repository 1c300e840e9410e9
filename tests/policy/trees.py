from apps.policy import rules

OFFICER = {"lane": "OFFICER", "inbox": "officers", "due_hours": 24}
AUTOMATIC = {"lane": "AUTOMATIC", "sample_share": 0.1}


def rule(when, then=None, code="r1"):
    return {"code": code, "say": "Because it says so.", "when": when, "then": then or OFFICER}


def tree(*conditions, then=AUTOMATIC, otherwise=OFFICER):
    return {
        "rules": [rule(one, then, f"r{i}") for i, one in enumerate(conditions)],
        "otherwise": otherwise,
    }


def truth(when, facts):
    """The truth of one condition, seen through the public door."""
    return rules.parse(tree(when, then=OFFICER)).rules[0].when.test(facts)


def clause(op, value=None, fact="x"):
    return {"fact": fact, "op": op, "value": value}
