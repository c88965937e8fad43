"""A request whose body is read once, within bounds, and whose faults are the sender's."""

from __future__ import annotations

from io import BytesIO

import flask
from werkzeug.exceptions import BadRequest, HTTPException

FORM_WITH_FILES = "multipart/form-data"
# What is typed travels percent-encoded: three bytes for each byte of a Vietnamese letter.
ENCODED = 3


class Request(flask.Request):
    """A request as every page of ours receives it."""

    @property
    def max_content_length(self) -> int | None:
        """Return how long the body may be: files may be long, but a form is read into memory."""
        longest = super().max_content_length
        typed = self.max_form_memory_size
        if longest is None or typed is None or self.mimetype == FORM_WITH_FILES:
            return longest
        return min(longest, ENCODED * typed)

    @max_content_length.setter
    def max_content_length(self, value: int | None) -> None:
        self._max_content_length = value

    def _load_form_data(self) -> None:
        """Read the form; one that cannot be read is empty from then on, and not read again.

        The page that says so would otherwise wait once more for bytes that never come.
        """
        try:
            super()._load_form_data()
        except HTTPException:
            self._forget_form()
            raise
        except (
            Exception
        ) as error:  # whatever server and parser trip over, what was sent is at fault
            self._forget_form()
            raise BadRequest from error

    def _forget_form(self) -> None:
        nothing = self.parameter_storage_class()
        self.__dict__.update(form=nothing, files=nothing, stream=BytesIO())
