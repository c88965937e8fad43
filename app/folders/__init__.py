"""A round as a folder of plain files: read it, name its faults, run it."""
