"""Who said what: statements and claims, checked against themselves and set side by side, never believed."""

from ceaseline.accounts.arithmetic import arithmetic_in_words, compare_windows, reckon

__all__ = ["arithmetic_in_words", "compare_windows", "reckon"]
