"""The field of a file; its content is looked into when it is received, not before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage
from wtforms.widgets import FileInput

from app.infra.files.inspection import MEGABYTE
from app.infra.files.kinds import accept_attribute
from app.infra.files.names import clean_file_name
from app.infra.files.store import receive
from app.infra.forms.fields import OwnField
from app.kernel.errors import RuleBroken
from app.kernel.media import FileKind

if TYPE_CHECKING:
    from collections.abc import Collection

    from app.infra.files.models import StoredFile

MOST_BYTES = 20 * MEGABYTE


class UploadField(OwnField):
    """One file of the allowed kinds."""

    widget = FileInput()
    drawn_as: ClassVar[str] = "FileField"

    def __init__(
        self,
        *args: Any,
        allowed: Collection[FileKind] = (FileKind.PDF,),
        max_bytes: int = MOST_BYTES,
        **others: Any,
    ) -> None:
        super().__init__(*args, **others)
        self.allowed = tuple(allowed)
        self.max_bytes = max_bytes

    @property
    def accept(self) -> str:
        """What the browser's dialogue offers to choose from."""
        return accept_attribute(self.allowed)

    @property
    def file_name(self) -> str:
        """The cleaned name of the file."""
        return clean_file_name(self.data.filename if self.data else None)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take the first file that has a name: browsers send an empty one when none is chosen."""
        files = (f for f in valuelist if isinstance(f, FileStorage) and f.filename)
        self.data = next(files, None)

    def receive(self) -> tuple[StoredFile, str]:
        """Look into the file and keep it; return it with its cleaned name.

        Raises:
            RuleBroken: beside this field.
        """
        try:
            return receive(
                self.data.stream,
                self.data.filename,
                allowed=self.allowed,
                max_bytes=self.max_bytes,
            )
        except RuleBroken as refusal:
            raise RuleBroken(refusal.message, field=self.name) from refusal

    def _missing_words(self) -> str:
        return str(self.missing or _("Hãy chọn tệp để tải lên."))

    def _value(self) -> str:
        return ""
