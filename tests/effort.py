"""How hard the tests try: `bin/prove` asks for the long forms."""

import os

LONG = os.environ.get("REVIEWHUB_PROOF") == "long"
TIMES = 50 if LONG else 1
