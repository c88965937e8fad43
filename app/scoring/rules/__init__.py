"""The regulations of scoring as functions: a sheet, a stage score, who judges what.

Everything here is exact (`Decimal`, `Fraction`) and knows no database, so that anybody can compute
a result again from the round's rules and its frozen sheets.
"""
