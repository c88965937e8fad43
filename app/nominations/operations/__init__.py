"""Writes on dossiers: writing them, sending them, the unit's word, the screening."""
