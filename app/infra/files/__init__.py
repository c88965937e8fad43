"""Files that people hand in: looked into by content, kept under their hash, served harmlessly.

Importing the package loads the table and the checks only, so that models may name it; what
writes is in `app.infra.files.store`, what answers requests in `app.infra.files.responses`.
"""
