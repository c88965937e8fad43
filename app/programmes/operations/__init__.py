"""Writes on programmes and rounds: drafting from a plan, editing, and the steps of its life."""
