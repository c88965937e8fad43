"""Writing accounts: links that are mailed, sessions and passwords, grants."""
