"""The line of contact: who draws it, where it runs, how long it is, and how far a place lies from it."""
