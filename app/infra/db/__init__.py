"""The database: one engine, one session per request, one unit of work per happening.

SQLite advice measured in production-like load: read first, then ``BEGIN IMMEDIATE`` late and
short. Reads run without a transaction; the first write of a unit of work takes the write lock.
"""
