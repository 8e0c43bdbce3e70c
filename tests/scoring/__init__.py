"""Tests of scoring: hand-worked figures, and what holds of any."""
