"""Programmes and rounds: what is announced, asked, judged and awarded, all of it data."""
