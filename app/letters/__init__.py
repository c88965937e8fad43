"""Letters: mails as templates that the organiser edits.

A package ships the words of its letters as data (``letters.toml`` beside its code); the database
keeps only what the organiser changed. ``operations.post`` writes a letter in the unit of work of
what it tells of.
"""
