"""Files that people hand in: looked into by content, kept under their hash, served harmlessly.

Importing the package loads the table and the checks only, so that models may name it; what
writes is in `app.infra.files.store`, what answers requests in `app.infra.files.responses`.
"""

from app.infra.files.inspection import Inspected, inspect, inspect_path
from app.infra.files.kinds import accept_attribute, kind_words
from app.infra.files.models import StoredFile
from app.infra.files.names import clean_file_name
from app.kernel.media import FileKind

__all__ = [
    "FileKind",
    "Inspected",
    "StoredFile",
    "accept_attribute",
    "clean_file_name",
    "inspect",
    "inspect_path",
    "kind_words",
]
