"""The truce of Easter 2025, from the files of the example: what can be said, and of whom."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from typing import Any

import attrs
import dataframely as dy
import pytest
from builders import CAPTURE, at, only, window

import ceaseline
from ceaseline import sources
from ceaseline.accounts import arithmetic_in_words, compare_windows, reckon
from ceaseline.assessment import Comparison, Relevance, judge_clauses, judge_series
from ceaseline.sources import Capture, Source
from ceaseline.tables import Claims, Series, Signals, Verdicts
from ceaseline.terms import Terms, clauses, parse
from ceaseline.times import Window, moment

CASE = ceaseline.example("easter-truce-2025")
TOTALS = {"party-claims": ["violations, total"]}
VICTORY_DAY = Window(moment("2025-05-08", "Europe/Moscow"), moment("2025-05-11", "Europe/Moscow"))
