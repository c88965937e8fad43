"""The regulations of results as functions: who ranks where, who takes which prize.

Values in, values out: the same standings and decisions give the same prizes for ever.
"""
