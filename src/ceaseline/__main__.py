"""``python -m ceaseline``."""

from ceaseline.cli import main

main()
