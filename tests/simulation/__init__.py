"""Tests of simulated worlds share small ones."""
