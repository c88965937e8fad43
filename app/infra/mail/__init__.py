"""Letters: a row in the outbox, written with what it tells of, sent after the commit.

``models`` holds the outbox, ``outbox`` writes and reads it, ``delivery`` hands its letters to the
mail server.
"""
