"""Ranking, prizes, and everything that leads from a score to a decision."""
