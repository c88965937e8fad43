"""Writes of judging: who judges what, sheets, stages."""
