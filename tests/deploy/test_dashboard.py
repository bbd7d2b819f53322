"""The dashboard and the alarms ask for metrics that the services really have: each query is put to a real Prometheus
that has read real services."""

import json
import os
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import httpx
import pytest

from libs.common.outbox import stage
from libs.contracts.meetings import MeetingScheduled, RecommendationLogged
from libs.contracts.vocabulary import Category, Competence, MeetingKind, MeetingState, RaisedBy
from ops.liveness import wait_until_ready
from ops.servers.process import Command, free_port, start, stop
from ops.services import Surroundings
from tests.deploy.prometheus import ROOT, Prometheus, running_prometheus
from tests.support.database import Clone, Databases
from tests.support.events import make_streams
from tests.support.servers import RunningNats, RunningPostgres, running_nats, surroundings

DASHBOARD = ROOT / "deploy" / "grafana" / "dashboards" / "flow.json"
BRANCH = "th.w001.b001"
READ = ("meetings", "petitions")
STARTS_AT = datetime(2026, 11, 3, 12, 30, tzinfo=UTC)


def queries() -> list[tuple[str, str]]:
    """Every query of the dashboard with the title of its panel."""
    board = json.loads(DASHBOARD.read_text("utf-8"))
    return [
        (panel["title"], target["expr"].replace("$__rate_interval", "15s"))
        for panel in board["panels"]
        for target in panel["targets"]
    ]


def metrics_of(expression: str) -> set[str]:
    """The names of our metrics in an expression, as they are declared."""
    return {re.sub(r"_(bucket|count|sum)$", "", name) for name in re.findall(r"\blienthong_\w+", expression)}


@contextmanager
def service_process(around: Surroundings, name: str, clone: Clone, port: int, log: Path) -> Iterator[None]:
    """The service as a process on a database of its own."""
    given = around.command(name, port, log)
    own = {f"{name.upper()}_DATABASE_URL": clone.app_url, f"{name.upper()}_MIGRATIONS_URL": clone.owner_url}
    command = Command(given.name, given.argv, given.log, {**os.environ, **given.env, **own})
    process = start(command)
    try:
        yield
    finally:
        stop(process, command)


@pytest.fixture
def nats(tmp_path: Path) -> Iterator[RunningNats]:
    """A server of its own: durables of services that run elsewhere in this session stay theirs."""
    with running_nats(tmp_path) as running:
        yield running


@pytest.fixture
async def prometheus(
    databases: Databases, postgres_server: RunningPostgres, nats: RunningNats, tmp_path: Path
) -> AsyncIterator[Prometheus]:
    async with AsyncExitStack() as stack:
        await make_streams(nats, "members", *READ)
        around, ports = surroundings(postgres_server, nats, tmp_path), {name: free_port() for name in READ}
        clones = {name: await stack.enter_async_context(databases.clone(name)) for name in READ}
        for name, port in ports.items():
            stack.enter_context(service_process(around, name, clones[name], port, tmp_path / f"{name}.log"))
        await wait_until_ready(ports, lambda waiting: None, patience=60)
        await make_things_happen(nats, clones["meetings"], ports)
        yield stack.enter_context(running_prometheus(tmp_path, ports))


async def make_things_happen(nats: RunningNats, meetings: Clone, ports: dict[str, int]) -> None:
    """One event done, one that waits for its branch, one that nobody can read, one refused request each."""
    meeting, branch = uuid4(), uuid4()
    async with meetings.database.transaction() as session:
        await stage(session, scheduled(meeting, branch), unit_path=BRANCH)
        await stage(session, logged(meeting, branch), unit_path=BRANCH)
    client = await nats.connect("operator")
    await client.jetstream().publish(f"{MeetingScheduled.type}.{BRANCH}", b"?", stream="MEETINGS")
    await client.close()
    async with httpx.AsyncClient(trust_env=False) as http:
        for name, port in ports.items():
            assert (await http.get(f"http://127.0.0.1:{port}/api/{name}/v1/{name}")).status_code == 401


def scheduled(meeting: UUID, branch: UUID) -> MeetingScheduled:
    return MeetingScheduled(
        sequence=1,
        meeting_id=meeting,
        branch_id=branch,
        kind=MeetingKind.REGULAR,
        starts_at=STARTS_AT,
        state=MeetingState.SCHEDULED,
        ended_at=None,
    )


def logged(meeting: UUID, branch: UUID) -> RecommendationLogged:
    return RecommendationLogged(
        sequence=1,
        recommendation_id=uuid4(),
        meeting_id=meeting,
        branch_id=branch,
        starts_at=STARTS_AT,
        logged_at=STARTS_AT,
        category=Category.INFRASTRUCTURE,
        competence=Competence.WARD,
        urgent=False,
        text="Cống ở ngõ 12 bị ngập.",
        raised_by=RaisedBy.BRANCH,
        raised_by_id=None,
        raised_by_name=None,
        logged_by_id=uuid4(),
    )


async def test_every_query_is_answered_and_asks_for_what_is_measured(prometheus: Prometheus) -> None:
    for happened in (
        "lienthong_events_published_total",
        'lienthong_events_handled_total{result="done"}',
        "lienthong_event_waiting_seconds > 0",
        "lienthong_dead_letters > 0",
        'lienthong_ready{check="nats"} == 1',
    ):
        prometheus.wait_for(happened)

    asked = queries()
    for _, expression in asked:
        prometheus.get("query", query=expression)
    rules = [rule for group in prometheus.get("rules")["groups"] for rule in group["rules"]]

    assert len(asked) >= 15
    assert [rule for rule in rules if rule["health"] == "err"] == []
    wanted = set.union(*(metrics_of(text) for _, text in asked), *(metrics_of(rule["query"]) for rule in rules))
    assert wanted - prometheus.families() == set()


def test_the_dashboard_speaks_both_languages() -> None:
    board = json.loads(DASHBOARD.read_text("utf-8"))

    assert [title for title in (board["title"], *(title for title, _ in queries())) if " · " not in title] == []
