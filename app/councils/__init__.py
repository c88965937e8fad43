"""Councils and the seats of their members."""
