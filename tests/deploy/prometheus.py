"""A real Prometheus with the configuration of deploy/prometheus, reading services that run here."""

import shutil
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from ops.servers.process import Command, free_port, start, stop

ROOT = Path(__file__).parents[2]
CONFIG = ROOT / "deploy" / "prometheus"
INSTALL = "apt-get install prometheus"


def program(name: str) -> str:
    """`prometheus` or `promtool` of this machine; fails, never skips, where there is none."""
    found = shutil.which(name)
    if found is None:
        pytest.fail(f"{name} is missing. Install it: {INSTALL}")
    return found


def promtool(*words: str) -> subprocess.CompletedProcess[str]:
    """Run promtool in the folder of the configuration."""
    return subprocess.run([program("promtool"), *words], cwd=CONFIG, capture_output=True, text=True, check=False)


class Prometheus:
    """A client of the running server."""

    def __init__(self, url: str) -> None:
        self._client = httpx.Client(base_url=url, trust_env=False, timeout=10)

    def get(self, path: str, **params: str) -> Any:
        """The data of one answer of the HTTP API. Raises with what Prometheus says."""
        answer = self._client.get(f"/api/v1/{path}", params=params).json()
        if answer["status"] != "success":
            raise ValueError(f"{params}: {answer['error']}")
        return answer["data"]

    def value(self, expression: str) -> float | None:
        """The first sample of an expression now."""
        found = self.get("query", query=expression)["result"]
        return float(found[0]["value"][1]) if found else None

    def wait_for(self, expression: str, patience: float = 30.0) -> None:
        """Return once the expression has a result."""
        until = time.monotonic() + patience
        while self.value(expression) is None:
            if time.monotonic() > until:
                raise TimeoutError(f"no result within {patience:g} s: {expression}")
            time.sleep(0.5)

    def families(self) -> set[str]:
        """Every metric that was scraped, by the name it is declared with."""
        return set(self.get("metadata")) | set(self.get("label/__name__/values"))

    def answers(self) -> bool:
        """Whether it is ready to be asked."""
        try:
            return self._client.get("/-/ready").is_success
        except httpx.TransportError:
            return False


@contextmanager
def running_prometheus(home: Path, ports: Mapping[str, int]) -> Iterator[Prometheus]:
    """The city's configuration with these services for targets, reading every second."""
    config = yaml.safe_load((CONFIG / "prometheus.yml").read_text("utf-8"))
    config["global"] = {"scrape_interval": "1s", "evaluation_interval": "1s"}
    config["rule_files"] = [str(CONFIG / "rules.yml")]
    services = next(job for job in config["scrape_configs"] if job["job_name"] == "services")
    services["static_configs"] = [
        {"targets": [f"127.0.0.1:{port}"], "labels": {"service": name}} for name, port in ports.items()
    ]
    file, port = home / "prometheus.yml", free_port()
    file.write_text(yaml.safe_dump(config), "utf-8")
    argv = (program("prometheus"), f"--config.file={file}", f"--storage.tsdb.path={home / 'data'}")
    command = Command("prometheus", (*argv, f"--web.listen-address=127.0.0.1:{port}"), home / "prometheus.log")
    process, client = start(command), Prometheus(f"http://127.0.0.1:{port}")
    try:
        until = time.monotonic() + 30
        while not client.answers():
            assert time.monotonic() < until, (home / "prometheus.log").read_text()
            time.sleep(0.2)
        yield client
    finally:
        stop(process, command)
