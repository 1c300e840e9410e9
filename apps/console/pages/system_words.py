"""What the page of an AI system calls levels, lanes and the facts that the flow itself adds."""

from django.utils.translation import gettext_lazy

LEVELS = {
    "SHADOW": gettext_lazy("Watches only; nobody sees its suggestions"),
    "ADVISE": gettext_lazy("Advises; a person decides"),
    "ACT_WITH_SAMPLING": gettext_lazy("Decides alone; a share is looked at again by a person"),
    "ACT": gettext_lazy("Decides alone"),
}
# The way of a segment, from watching to deciding alone.
STEPS = {
    "SHADOW": gettext_lazy("watches"),
    "ADVISE": gettext_lazy("advises"),
    "ACT_WITH_SAMPLING": gettext_lazy("acts, a share is audited"),
    "ACT": gettext_lazy("acts alone"),
}
LANES = {
    "AUTOMATIC": gettext_lazy("The AI decides alone"),
    "OFFICER": gettext_lazy("An officer decides"),
    "SUPERVISOR": gettext_lazy("A supervisor decides"),
    "HOLD": gettext_lazy("The case waits"),
}
MISSING = {
    "block": gettext_lazy("The AI may not act"),
    "ask": gettext_lazy("The source is asked; a person decides"),
    "fallback": gettext_lazy("A fallback is used"),
    "hold": gettext_lazy("The case waits"),
}
DIRECTIONS = {
    "more_cautious": gettext_lazy("more cautious"),
    "less_cautious": gettext_lazy("less cautious"),
    "sideways": gettext_lazy("as cautious"),
}
CALIBRATION = {
    "PRIOR": gettext_lazy("Nothing checked yet"),
    "PARTLY_MEASURED": gettext_lazy("Partly measured"),
    "MEASURED": gettext_lazy("Measured"),
    "UNRELIABLE": gettext_lazy("Not to be trusted"),
}
FLOW_LABELS = {
    "context_state": gettext_lazy("the state of the facts"),
    "recommended_outcome": gettext_lazy("the AI's suggestion"),
    "confidence": gettext_lazy("the stated confidence"),
    "segment": gettext_lazy("the segment"),
    "posture_allows": gettext_lazy("allowed by the owner's risk decision"),
    "autonomy": gettext_lazy("the autonomy of the segment"),
    "paused": gettext_lazy("paused by the owner"),
    "person_involved": gettext_lazy("a person involved already"),
    "calibration_state": gettext_lazy("the state of the calibration"),
    "n_conflicts": gettext_lazy("the number of conflicts"),
    "n_missing": gettext_lazy("the number of missing facts"),
    "grounding_share": gettext_lazy("the share of supported statements"),
    "n_statements": gettext_lazy("the number of statements"),
    "n_unsupported": gettext_lazy("the number of unsupported statements"),
    "model_version": gettext_lazy("the version of the model"),
    "prompt_version": gettext_lazy("the version of the prompt"),
}
FLOW_VALUES = {
    "context_state": {
        "LEGIBLE": gettext_lazy("in order"),
        "INCOMPLETE": gettext_lazy("incomplete"),
        "STALE": gettext_lazy("too old"),
        "CONFLICTED": gettext_lazy("in conflict"),
        "OUT_OF_SCOPE": gettext_lazy("outside what the AI is for"),
    },
    "calibration_state": CALIBRATION,
    "autonomy": {
        "SHADOW": gettext_lazy("watch"),
        "ADVISE": gettext_lazy("advise"),
        "ACT_WITH_SAMPLING": gettext_lazy("act with sampling"),
        "ACT": gettext_lazy("act"),
    },
}
