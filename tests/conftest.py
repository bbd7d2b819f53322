"""Fixtures every test may ask for; the real servers start at the first test that needs them."""

from collections.abc import Callable, Iterator
from contextlib import AbstractAsyncContextManager

import pytest
from hypothesis import HealthCheck, settings

from ops.servers.process import free_port
from tests.support.database import Databases
from tests.support.servers import (
    RunningNats,
    RunningPostgres,
    running_nats,
    running_postgres,
    surroundings,
)
from tests.support.service import Subject, subject
from tests.support.system import RunningSystem
from tests.support.system import running_system as start_system

# How fast a machine is says nothing of what is tested: a busy one draws examples slowly.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")

ServiceSettings = Callable[..., dict[str, str]]
SubjectOf = Callable[[str], AbstractAsyncContextManager[Subject]]


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningPostgres]:
    with running_postgres(tmp_path_factory.mktemp("postgres")) as running:
        yield running


@pytest.fixture(scope="session")
def nats_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningNats]:
    with running_nats(tmp_path_factory.mktemp("nats")) as running:
        yield running


@pytest.fixture(scope="session")
def service_settings(
    postgres_server: RunningPostgres, nats_server: RunningNats, tmp_path_factory: pytest.TempPathFactory
) -> ServiceSettings:
    """`service_settings("petitions", port=…)` is the environment of that service on the session's servers."""
    around = surroundings(postgres_server, nats_server, tmp_path_factory.mktemp("services"))

    def settings(service: str, port: int | None = None) -> dict[str, str]:
        return around.environment(service, port or free_port())

    return settings


@pytest.fixture(scope="session")
def databases(postgres_server: RunningPostgres) -> Databases:
    return Databases(postgres_server)


@pytest.fixture
def subject_of(databases: Databases, service_settings: ServiceSettings) -> SubjectOf:
    """`async with subject_of("petitions") as petitions:` is that service on a database of its own."""
    return lambda service: subject(databases, service_settings(service), service)


@pytest.fixture(scope="session")
def running_system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSystem]:
    """The whole system with the demo city, as `make run` starts it; shared by all tests that walk through it."""
    with start_system(tmp_path_factory.mktemp("system")) as system:
        system.wait_ready()
        yield system


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The demo city is looked at before anybody walks through it."""
    items.sort(key=lambda item: "tests/ops/test_demo.py" not in item.nodeid)
