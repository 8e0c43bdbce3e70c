"""The sections of a report, one file each; ``contents.py`` has their order."""
