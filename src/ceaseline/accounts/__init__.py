"""Who said what: statements and claims, checked against themselves and set side by side, never believed."""

from ceaseline.accounts.arithmetic import arithmetic_in_words, compare_windows, reckon
from ceaseline.accounts.comparing import Compared, compare
from ceaseline.accounts.intake import as_account, language_of
from ceaseline.accounts.language import ENGLISH
from ceaseline.accounts.relations import Likely
from ceaseline.accounts.rules import Rules, rules_for
from ceaseline.accounts.stating import statements

__all__ = [
    "ENGLISH",
    "Compared",
    "Likely",
    "Rules",
    "arithmetic_in_words",
    "as_account",
    "compare",
    "compare_windows",
    "language_of",
    "reckon",
    "rules_for",
    "statements",
]
