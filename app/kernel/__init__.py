"""Plain Python that every package may lean on: no Flask, no SQLAlchemy, no database."""
