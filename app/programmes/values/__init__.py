"""Kept rounds as the values that rules, pages and copies are made of."""
