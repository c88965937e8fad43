"""Work in the background as people see it: how far a batch is, and what failed."""
