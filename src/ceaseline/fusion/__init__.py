"""Which records tell of the same happening."""
