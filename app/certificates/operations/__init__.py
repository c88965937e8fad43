"""Writes on the register: the issue for a whole round, the making of papers, revocation."""
