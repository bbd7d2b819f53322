"""docker-compose.yml without a container engine: what it gives the services, what it publishes, what it keeps shut."""

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from ops.servers.nats import USERS, Nats
from ops.servers.postgres import Postgres
from ops.services import SERVICES, Surroundings, role_names
from tests.deploy.prometheus import ROOT

FILE = ROOT / "docker-compose.yml"
DOCKERFILE = ROOT / "deploy" / "Dockerfile"
OPTIONAL = {"LOG_FORMAT", "DEMO", "CLOCK_FILE", "FIRST_ADMIN_CODE"}


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load(FILE.read_text("utf-8"))
    return content


@pytest.fixture
def embedded(tmp_path: Path) -> Surroundings:
    """What `make run` would tell the services."""
    passwords = dict.fromkeys(USERS, "secret")
    nats = Nats(tmp_path, 4222, 8222, passwords, tmp_path / "log")
    postgres = Postgres(tmp_path, 5432, "secret", tmp_path / "log")
    roles = dict.fromkeys(role_names(), "secret")
    return Surroundings(postgres, nats, roles, tmp_path / "key.pem", tmp_path / "seal.pem", "code")


def made_secrets(folder: Path, *words: str) -> dict[str, str]:
    """The file that deploy/make-secrets writes, as names and values."""
    file = folder / "env"
    subprocess.run([ROOT / "deploy" / "make-secrets", "-o", file, *words], check=True, capture_output=True)
    return dict(line.split("=", 1) for line in file.read_text().splitlines())


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_gets_the_settings_it_gets_from_make_run(
    compose: dict[str, Any], service: str, embedded: Surroundings
) -> None:
    """So that a new setting cannot be forgotten in one of the two."""
    prefix = f"{service.upper()}_"
    there = set(embedded.environment(service, 8000)) - {prefix + name for name in OPTIONAL}

    assert set(compose["services"][service]["environment"]) == there


def test_every_user_of_nats_and_every_role_gets_a_password(compose: dict[str, Any], tmp_path: Path) -> None:
    secrets = made_secrets(tmp_path)

    nats, postgres = (compose["services"][name]["environment"] for name in ("nats", "postgres"))
    given = {name for name in nats if name.endswith("_PASSWORD")}
    assert given == {f"NATS_{user.upper()}_PASSWORD" for user in USERS}
    assert {f"{service.upper()}{owner}_DB_PASSWORD" for service in SERVICES for owner in ("", "_OWNER")} < set(postgres)
    assert (given | set(postgres)) - {"POSTGRES_INITDB_ARGS"} <= set(secrets)


def test_no_secret_has_a_default(compose: dict[str, Any], tmp_path: Path) -> None:
    """Every secret is asked for with `:?` at least once, so nothing starts on an empty password."""
    demanded = set(re.findall(r"\$\{(\w+):\?", FILE.read_text("utf-8")))

    assert set(made_secrets(tmp_path)) == demanded
    assert re.findall(r"\$\{\w*(?:PASSWORD|SECRET)\w*:-", FILE.read_text("utf-8")) == []


def test_made_secrets_are_private_different_and_kept(tmp_path: Path) -> None:
    first = made_secrets(tmp_path)
    again = made_secrets(tmp_path, "lienthong.example.vn")

    passwords = [value for name, value in first.items() if name.endswith("PASSWORD")]
    assert (tmp_path / "env").stat().st_mode & 0o777 == 0o600
    assert len(set(passwords)) == len(passwords)
    assert all(re.fullmatch(r"s[0-9a-f]{40}", password) for password in passwords)
    assert {name: again[name] for name in first} == first
    assert again["LIENTHONG_ORIGIN"] == "https://lienthong.example.vn"


def test_ports_are_published_on_loopback_unless_set(compose: dict[str, Any]) -> None:
    ports = [port for service in compose["services"].values() for port in service.get("ports", [])]

    assert len(ports) == 6
    assert [port for port in ports if not re.match(r"(\$\{LIENTHONG_(NATS_)?BIND:-)?127\.0\.0\.1", port)] == []


def test_databases_are_reached_by_services_only(compose: dict[str, Any]) -> None:
    there = {name for name, service in compose["services"].items() if "data" in service["networks"]}

    assert there == {"postgres", "operator", *SERVICES}
    assert compose["networks"]["data"] == {"internal": True}


def test_containers_may_do_little_and_come_back(compose: dict[str, Any]) -> None:
    for name, service in compose["services"].items():
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert service["read_only"] or name == "grafana", name
        assert service["restart"] == ("no" if name == "operator" else "unless-stopped"), name
        assert service["logging"]["options"]["max-size"], name
        assert "healthcheck" in service or name == "grafana", name


def test_services_wait_for_their_servers(compose: dict[str, Any]) -> None:
    healthy = {"condition": "service_healthy"}

    for service in SERVICES:
        assert compose["services"][service]["depends_on"] == {"postgres": healthy, "nats": healthy}


def test_old_tools_understand_both_files(compose: dict[str, Any]) -> None:
    """docker-compose 1.29 and the classic builder are what Debian has."""
    assert set(compose) - {"services", "networks", "volumes"} == {"x-kept-small", "x-service"}
    assert "start_interval" not in FILE.read_text("utf-8")
    assert re.search(r"^(RUN --|.*--chmod=|.*<<)", DOCKERFILE.read_text("utf-8"), re.MULTILINE) is None


def test_the_services_image_runs_as_a_number(compose: dict[str, Any]) -> None:
    target = DOCKERFILE.read_text("utf-8").split(" AS services")[1].split("\nFROM")[0]

    assert re.search(r"^USER [1-9]\d+:[1-9]\d+$", target, re.MULTILINE)
    assert "user" not in compose["services"]["members"]
