"""Who said what: statements and claims, checked against themselves and set side by side, never believed."""

from ceaseline.accounts.alleging import ALLEGING
from ceaseline.accounts.arithmetic import arithmetic_in_words, compare_windows, reckon
from ceaseline.accounts.comparing import Compared, compare
from ceaseline.accounts.counting_on import claim_relays, claim_series
from ceaseline.accounts.intake import as_account, language_of, reads_as
from ceaseline.accounts.language import ENGLISH
from ceaseline.accounts.positions import positions
from ceaseline.accounts.recording import candidate_rows, recorded, told_once, voices
from ceaseline.accounts.relations import Likely
from ceaseline.accounts.rules import Rules, rules_for
from ceaseline.accounts.settlements import Known, Settlement, candidates
from ceaseline.accounts.stating import statements

__all__ = [
    "ALLEGING",
    "ENGLISH",
    "Compared",
    "Known",
    "Likely",
    "Rules",
    "Settlement",
    "arithmetic_in_words",
    "as_account",
    "candidate_rows",
    "candidates",
    "claim_relays",
    "claim_series",
    "compare",
    "compare_windows",
    "language_of",
    "positions",
    "reads_as",
    "reckon",
    "recorded",
    "rules_for",
    "statements",
    "told_once",
    "voices",
]
