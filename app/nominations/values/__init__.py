"""Kept dossiers as the values that rules and pages are made of."""
