"""Declared and derived conflicts of interest."""
