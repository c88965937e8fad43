"""Ports of this machine, held so that nobody else is given one before a server of ours listens."""

from __future__ import annotations

import socket

HERE = "127.0.0.1"


class HeldPort:
    """A port that is ours until it is let go, while servers on it come, go and come again.

    The socket is bound and never listens: Linux gives its port to nobody who asks for any port,
    lets a server that names it listen, and refuses who calls while no server does.
    """

    def __init__(self) -> None:
        self._socket = socket.socket()
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._socket.bind((HERE, 0))

    @property
    def number(self) -> int:
        """The number of the port."""
        number: int = self._socket.getsockname()[1]
        return number

    def let_go(self) -> None:
        """Give the port back to the machine."""
        self._socket.close()

    def __enter__(self) -> int:
        return self.number

    def __exit__(self, *_: object) -> None:
        self.let_go()
