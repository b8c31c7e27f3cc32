"""How much of a document is read."""

from __future__ import annotations

from typing import Final

MOST_FIELDS: Final = 60
"""Controls of one form; further properties go by the extra JSON."""
MOST_OPTIONS: Final = 500
"""Of one list; a longer one is no list to choose from."""
LONGEST_OPTION: Final = 200
LONGEST_NAME: Final = 100
LONGEST_HELP: Final = 230
LONGEST_LABEL: Final = 50
LONGEST_DEFAULT: Final = 20_000
MOST_PARTS: Final = 400
"""Schemas that one property may lead to, over references and unions."""
MOST_STEPS: Final = 60
"""References, one behind the other."""
LARGEST_NUMBER: Final = 10**30
"""A bound beyond it bounds nothing, and no control could show it."""
MOST_NAMED: Final = 8
"""Names in one sentence."""
SHORT_RANGE: Final = 40
"""Whole numbers that are listed where they stand beside other options ("auto", or 4 to 15)."""
