"""Writes on results: ranking, the chair's rulings, freezing, the decision and its awards."""
