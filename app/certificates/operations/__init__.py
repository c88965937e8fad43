"""Writes on the register: the issue for a whole round, revocation."""
