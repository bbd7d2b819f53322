"""The tables that the models describe are the tables that the migrations make."""

from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import CheckConstraint, Connection, inspect, text

from services.members.models import Base
from services.members.models_accounts import Account
from services.members.models_imports import Import
from tests.support.database import Databases

OURS = frozenset(Base.metadata.tables)


def ours(_object: Any, name: str | None, kind: str, reflected: bool, _other: Any) -> bool:
    return kind != "table" or name in OURS


def differences(connection: Connection) -> list[Any]:
    context = MigrationContext.configure(connection, opts={"include_object": ours, "compare_type": True})
    return list(compare_metadata(context, Base.metadata))


def checks(connection: Connection) -> dict[str, set[str]]:
    return {name: {str(check["name"]) for check in inspect(connection).get_check_constraints(name)} for name in OURS}


async def test_models_and_migrations_agree(databases: Databases) -> None:
    assert {Account.__tablename__, Import.__tablename__} <= OURS
    async with databases.rolled_back("members") as session:
        connection = await session.connection()
        assert await connection.run_sync(differences) == []
        made = await connection.run_sync(checks)
    for name, table in Base.metadata.tables.items():
        assert {str(one.name) for one in table.constraints if isinstance(one, CheckConstraint)} == made[name]


async def test_nothing_overlaps_by_constraint(databases: Databases) -> None:
    async with databases.rolled_back("members") as session:
        made = await session.scalars(text("SELECT conname FROM pg_constraint WHERE contype = 'x'"))

    assert set(made) == {
        "appointments_no_overlap",
        "participation_periods_no_overlap",
        "spells_no_overlap",
        "unit_versions_no_overlap",
    }
