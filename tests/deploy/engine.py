"""A container engine, the images that a city is made of, and one project of them that leaves nothing behind."""

import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from ops.servers.process import free_port
from tests.deploy.prometheus import ROOT

STAND_INS = Path(os.environ.get("STAND_IN_IMAGES", ROOT.parent / "shared" / "tools" / "stand-in-images"))
DOCKERFILE = ROOT / "deploy" / "Dockerfile"
TARGETS = ("services", "gateway")
BASES = ("PYTHON_IMAGE", "NODE_IMAGE", "CADDY_IMAGE")
STARTED = ("members", "meetings", "petitions", "notifications", "gateway", "nats", "postgres", "prometheus")
HEALTHY_WITHIN = 180.0


def docker(*words: str, timeout: float = 60) -> subprocess.CompletedProcess[str]:
    """The engine's own command; its outcome is the caller's to judge."""
    try:
        return subprocess.run(["docker", *words], capture_output=True, text=True, timeout=timeout, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        return subprocess.CompletedProcess(words, 1, "", f"{type(error).__name__}: {error}")


def published_images() -> list[str]:
    """Every image that somebody else publishes, but Grafana's, which a city may do without."""
    text = DOCKERFILE.read_text("utf-8") + (ROOT / "docker-compose.yml").read_text("utf-8")
    named = re.findall(r"\b(\w+)_IMAGE(?:=|:-)([\w./:-]+)", text)
    return [os.environ.get(f"{name}_IMAGE", image) for name, image in named if name != "GRAFANA"]


def ensure_images() -> None:
    """The engine runs and has the images: its own, pulled ones, or stand-ins where no registry can be reached."""
    trouble = missing_images()
    if trouble and STAND_INS.exists():
        subprocess.run([STAND_INS], check=False)
        trouble = missing_images()
    if trouble:
        pytest.fail(
            f"make compose-test needs a container engine with docker-compose that can pull images; "
            f"or a program that makes stand-ins for them, named by STAND_IN_IMAGES ({STAND_INS}).\n{trouble}"
        )


def missing_images() -> str:
    """What keeps the images from being there, empty if nothing does."""
    if (info := docker("info")).returncode:
        return f"docker info: {info.stderr.strip()}"
    for image in published_images():
        if (
            docker("image", "inspect", image).returncode
            and (pull := docker("pull", "-q", image, timeout=300)).returncode
        ):
            return f"docker pull {image}: {pull.stderr.strip()}"
    return ""


def build(version: str) -> None:
    """Our two images; by the host's network, which the classic builder needs to reach the packages."""
    bases = [f"{name}={os.environ[name]}" for name in BASES if name in os.environ]
    arguments = [word for base in bases for word in ("--build-arg", base)]
    for target in TARGETS:
        words = ("build", "--network", "host", *arguments, "-f", str(DOCKERFILE), "--target", target)
        built = docker(*words, "-t", f"lienthong/{target}:{version}", str(ROOT), timeout=1200)
        assert built.returncode == 0, built.stdout[-4000:] + built.stderr[-4000:]


@dataclass
class Project:
    """The containers of one test, under a name, ports, passwords and image tags of their own."""

    name: str
    secrets: Path
    ports: dict[str, int]

    @property
    def url(self) -> str:
        """The portal and the API, through the gateway."""
        return f"http://127.0.0.1:{self.ports['LIENTHONG_PORT']}"

    def command(self, *words: str) -> list[str]:
        """A docker-compose command line, old or new."""
        program = ["docker-compose"] if shutil.which("docker-compose") else ["docker", "compose"]
        return [*program, "--env-file", str(self.secrets), "-p", self.name, *words]

    @property
    def environment(self) -> dict[str, str]:
        """Ours, with the settings of this project and no other's."""
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("LIENTHONG_", "COMPOSE_"))}
        settings = {"LIENTHONG_VERSION": self.name, "LIENTHONG_ORIGIN": self.url}
        return kept | settings | {name: str(port) for name, port in self.ports.items()}

    def compose(self, *words: str, check: bool = True, timeout: float = 300) -> str:
        """Run docker-compose and give what it prints."""
        done = subprocess.run(
            self.command(*words),
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=timeout,
            check=False,
        )
        assert not check or done.returncode == 0, done.stdout
        return done.stdout

    def container(self, service: str) -> str:
        """The id of a service's container."""
        return self.compose("ps", "-q", service).strip().splitlines()[-1]

    def health(self, service: str) -> str:
        """`healthy`, `unhealthy` or `starting`, as the engine says."""
        return docker("inspect", "-f", "{{.State.Health.Status}}", self.container(service)).stdout.strip()

    def wait_healthy(self, *services: str) -> None:
        """Return when all of them are."""
        until = time.monotonic() + HEALTHY_WITHIN
        while waiting := [service for service in services if self.health(service) != "healthy"]:
            assert time.monotonic() < until, f"{waiting} not healthy:\n{self.compose('logs', '--tail', '30', *waiting)}"
            time.sleep(1)


@contextmanager
def running_project(folder: Path) -> Iterator[Project]:
    """Built, up and healthy; taken down with its volumes and images however the test ends."""
    secrets = folder / "secrets"
    subprocess.run([ROOT / "deploy" / "make-secrets", "-o", secrets], check=True, capture_output=True)
    names = ("LIENTHONG_PORT", "LIENTHONG_TLS_PORT", "LIENTHONG_NATS_PORT", "PROMETHEUS_PORT")
    project = Project(f"lienthong-test-{os.getpid()}", secrets, {name: free_port() for name in names})
    try:
        build(project.name)
        project.compose("up", "-d", "--no-build")
        project.wait_healthy(*STARTED)
        yield project
    finally:
        project.compose("down", "-v", "--remove-orphans", check=False)
        docker("rmi", *(f"lienthong/{target}:{project.name}" for target in TARGETS))
