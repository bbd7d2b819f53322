"""A line between browser and gateway that can be cut, and that can lose answers after the server has done the work."""

import socket
import threading
from contextlib import suppress
from dataclasses import dataclass, field

SYNC = b"POST /api/meetings/v1/sync"
PIECE = 65_536


@dataclass
class Line:
    """Listens on a port of its own and passes bytes on to the gateway's."""

    target: int
    lose: int = 0
    lost: int = 0
    port: int = 0
    _cut: bool = False
    _open: list[socket.socket] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port = self._door.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    @property
    def url(self) -> str:
        """Where the browser finds the portal."""
        return f"http://127.0.0.1:{self.port}"

    def cut(self) -> None:
        """The server cannot be reached: what is open breaks, what is new is turned away."""
        self._cut = True
        for one in self._open:
            _hang_up(one)
        self._open.clear()

    def mend(self, *, lose: int = 0) -> None:
        """The server can be reached again; the answers to the first `lose` deliveries get lost on the way."""
        self.lose, self._cut = lose, False

    def close(self) -> None:
        """Hang up for good."""
        self.cut()
        self._door.close()

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self._door.accept()
            except OSError:
                return
            if self._cut:
                client.close()
                continue
            threading.Thread(target=self._connect, args=(client,), daemon=True).start()

    def _connect(self, client: socket.socket) -> None:
        with suppress(OSError):
            server = socket.create_connection(("127.0.0.1", self.target))
            self._open += [client, server]
            losing = threading.Event()
            threading.Thread(target=self._answers, args=(server, client, losing), daemon=True).start()
            while piece := client.recv(PIECE):
                if SYNC in piece and self.lost < self.lose:
                    losing.set()
                server.sendall(piece)
            server.shutdown(socket.SHUT_WR)

    def _answers(self, server: socket.socket, client: socket.socket, losing: threading.Event) -> None:
        with suppress(OSError):
            while piece := server.recv(PIECE):
                if losing.is_set():
                    self.lost += 1
                    break
                client.sendall(piece)
        _hang_up(client)
        _hang_up(server)


def _hang_up(one: socket.socket) -> None:
    """Closing alone would not: another thread may be waiting in `recv`."""
    with suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
    one.close()
