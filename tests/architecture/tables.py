"""What the architecture tests know of every table: the entry its verbs leave, or the sentence why it has none.

A new model fails test_tables.py until it stands in one of the two lists.
"""

# Amounts whose currency is written elsewhere.
CURRENCY_ELSEWHERE = {
    "reviews.ReviewItem": "The stake is a copy for sorting; its currency is the recommendation's.",
    "reviews.Decision": "The amount is in the recommendation's currency; a decision cannot change it.",
    "measures.DecisionFacts": "One analytic row per decision of one AI system, which has one currency.",
    "registry.AuthorityLimit": "A limit of one AI system, in that system's currency.",
}
