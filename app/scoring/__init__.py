"""Assignments of judges, score sheets, and the way from sheets to a stage score."""
