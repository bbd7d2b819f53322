"""One transaction per request, committed before the answer leaves; the database's own rules are the last word."""

import asyncio
import re
from dataclasses import replace
from datetime import date, datetime

import pytest
from sqlalchemy import insert, text
from sqlalchemy.exc import DBAPIError

from libs.common.db import Database
from libs.common.ids import new_id
from libs.common.migrations import migrate
from libs.common.tables import holidays, inbox, rules
from ops.services import ROOT, SERVICES
from tests.common.toy_door import door_of, toy_service
from tests.common.toys import Toys, as_owner, start_again
from tests.support.database import Databases
from tests.support.servers import RunningPostgres
from tests.support.service import Subject

PERSON = new_id()


async def test_what_was_answered_with_success_is_already_committed(toys: Toys) -> None:
    toy_id = new_id()
    async with door_of(toys).as_person(PERSON) as person:
        answer = await person.put(f"/toys/{toy_id}", json={"name": "ba"})

    assert answer.status_code == 200
    assert await toys.value("SELECT count(*) FROM toys WHERE toy_id = :id", id=toy_id) == 1
    assert await toys.value("SELECT count(*) FROM outbox") == 1


async def test_a_rule_that_is_broken_only_at_the_commit_is_no_success(toys: Toys) -> None:
    async with door_of(toys).as_person(PERSON) as person:
        answer = await person.post(f"/toys/{new_id()}/twice")

    assert answer.status_code == 409
    assert answer.json()["slug"] == "changed-meanwhile"
    assert await toys.value("SELECT count(*) FROM once") == 0


async def test_a_refusal_leaves_nothing_behind(toys: Toys) -> None:
    async with door_of(toys).as_person(PERSON) as person:
        answer = await person.post(f"/toys/{new_id()}/play", json={"name": "broken"})

    assert answer.status_code == 409
    assert await toys.played() == 0


async def test_a_request_that_takes_too_long_is_ended_and_leaves_nothing_behind(toys: Toys) -> None:
    patient = toy_service(toys)
    hasty = replace(patient, settings=patient.settings.model_copy(update={"request_seconds": 0.005}))

    answers = []
    for service in (hasty, patient):
        async with Subject(service, toys.clone).as_person(new_id()) as person:
            answers.append(await person.post(f"/toys/{new_id()}/play", json={"name": "ba"}))

    assert [answer.status_code for answer in answers] == [503, 200]
    assert answers[0].headers["retry-after"]
    assert await toys.played() == 1
    assert patient.settings.request_seconds == 30


async def test_while_postgresql_is_away_callers_are_told_to_come_again_and_then_are_served(
    toys: Toys, postgres_server: RunningPostgres
) -> None:
    async with door_of(toys).as_person(PERSON) as person:
        assert (await person.get("/toys")).status_code == 200
        await asyncio.to_thread(postgres_server.stop)
        metrics = await person.get("http://test/metrics")
        away = await person.put(f"/toys/{new_id()}", json={"name": "ba"})
        await start_again(postgres_server)
        back = [await person.put(f"/toys/{new_id()}", json={"name": "ba"}) for _ in range(8)]

    assert (away.status_code, away.json()["slug"]) == (503, "unavailable")
    assert int(away.headers["retry-after"]) > 0
    assert "lienthong_http_request_seconds" in metrics.text
    assert {answer.status_code for answer in back} == {200}


async def test_no_request_fails_after_postgresql_was_restarted_between_two(
    toys: Toys, postgres_server: RunningPostgres
) -> None:
    async with door_of(toys).as_person(PERSON) as person:
        await asyncio.gather(*(person.get("/toys") for _ in range(8)))
        await asyncio.to_thread(postgres_server.stop)
        await start_again(postgres_server)
        after = await asyncio.gather(*(person.get("/toys") for _ in range(8)))

    assert {answer.status_code for answer in after} == {200}


async def test_a_time_without_a_zone_is_not_stored(toys: Toys) -> None:
    naive = datetime(2026, 11, 3, 19, 30)  # noqa: DTZ001  # naive on purpose: it is refused
    row = insert(inbox).values(listener="toys", event_id=new_id(), handled_at=naive)

    with pytest.raises(ValueError, match="without a zone"):
        async with toys.database.transaction() as session:
            await session.execute(row)


async def test_a_rule_that_ends_before_it_begins_is_not_stored(toys: Toys) -> None:
    row = {"key": "k", "valid_from": date.max, "valid_to": date.min, "value": 1}

    with pytest.raises(DBAPIError, match="rules_period_check"):
        async with toys.database.transaction() as session:
            await session.execute(insert(rules).values(**row, unit="days", source="none"))


@pytest.mark.parametrize("service", SERVICES)
async def test_a_service_runs_as_a_role_that_owns_nothing(databases: Databases, service: str) -> None:
    async with databases.rolled_back(service) as session:
        powers = await session.execute(
            text("SELECT rolsuper, rolcreatedb, rolcreaterole, rolbypassrls FROM pg_roles WHERE rolname = current_user")
        )
        owned = await session.execute(
            text("SELECT relname FROM pg_class WHERE pg_has_role(current_user, relowner, 'MEMBER')")
        )
        assert powers.one() == (False, False, False, False)
        assert owned.all() == []


@pytest.mark.parametrize("statement", ["CREATE TABLE mine (id int)", "UPDATE alembic_version SET version_num = 'x'"])
async def test_a_service_can_change_neither_its_tables_nor_their_version(toys: Toys, statement: str) -> None:
    with pytest.raises(DBAPIError, match="permission denied"):
        async with toys.database.transaction() as session:
            await session.execute(text(statement))


@pytest.mark.parametrize("statement", ["UPDATE holidays SET name = 'x'", "DELETE FROM holidays", "TRUNCATE holidays"])
async def test_what_is_append_only_can_only_be_added_to(toys: Toys, statement: str) -> None:
    await migrate(
        service="notifications",
        migrations_url=toys.clone.owner_url,
        app_url=toys.clone.app_url,
        append_only=("holidays",),
    )
    async with toys.database.transaction() as session:
        await session.execute(insert(holidays).values(day=date.max, name="Tết", source="none"))

    with pytest.raises(DBAPIError, match="permission denied"):
        async with toys.database.transaction() as session:
            await session.execute(text(statement))


async def test_what_one_transaction_sets_for_itself_does_not_reach_the_next(toys: Toys) -> None:
    one = Database(toys.clone.app_url, pool_size=1)
    async with one.transaction() as session:
        before = (await session.execute(text("SELECT pg_backend_pid(), current_setting('timezone')"))).one()
        await session.execute(text("SET LOCAL timezone = 'Asia/Ho_Chi_Minh'"))
    async with one.transaction() as session:
        after = (await session.execute(text("SELECT pg_backend_pid(), current_setting('timezone')"))).one()
    await one.dispose()

    assert before == after


def test_no_code_sets_anything_for_longer_than_a_transaction() -> None:
    folders = (ROOT / "libs", ROOT / "services")
    sources = {file: file.read_text() for folder in folders for file in folder.rglob("*.py")}
    lasting = re.compile(r"""["']\s*SET\s+(?!LOCAL)""")

    assert len(sources) > 50
    assert [str(file) for file, source in sources.items() if lasting.search(source)] == []


async def test_replicas_migrating_at_the_same_time_wait_for_each_other(databases: Databases) -> None:
    async with databases.clone("notifications") as clone:
        await as_owner(clone, "DROP SCHEMA public CASCADE; CREATE SCHEMA public")
        migrating = [
            migrate(service="notifications", migrations_url=clone.owner_url, app_url=clone.app_url) for _ in range(3)
        ]
        await asyncio.gather(*migrating)

        async with clone.database.transaction() as session:
            assert len((await session.execute(text("SELECT version_num FROM alembic_version"))).all()) == 1
