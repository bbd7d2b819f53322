"""The tables that the models describe are the tables that the migrations make."""

from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import CheckConstraint, Connection, inspect

from services.petitions.main import APPEND_ONLY
from services.petitions.models import Base
from services.petitions.models_bodies import Body
from services.petitions.models_desk import WorkInHand
from services.petitions.models_reports import ReportPetition
from services.petitions.models_seals import DaySeal
from services.petitions.models_words import HistoryLine
from tests.support.database import Databases

OURS = frozenset(Base.metadata.tables)


def _ours(_object: Any, name: str | None, kind: str, reflected: bool, _other: Any) -> bool:
    return kind != "table" or name in OURS


def _differences(connection: Connection) -> list[Any]:
    context = MigrationContext.configure(connection, opts={"include_object": _ours, "compare_type": True})
    return list(compare_metadata(context, Base.metadata))


def _checks(connection: Connection) -> dict[str, set[str]]:
    return {name: {str(check["name"]) for check in inspect(connection).get_check_constraints(name)} for name in OURS}


async def test_models_and_migrations_agree(databases: Databases) -> None:
    assert {HistoryLine.__tablename__, DaySeal.__tablename__, ReportPetition.__tablename__} <= OURS
    assert {WorkInHand.__tablename__, Body.__tablename__} <= OURS
    async with databases.rolled_back("petitions", APPEND_ONLY) as session:
        connection = await session.connection()
        assert await connection.run_sync(_differences) == []
        made = await connection.run_sync(_checks)
    for name, table in Base.metadata.tables.items():
        assert {str(one.name) for one in table.constraints if isinstance(one, CheckConstraint)} == made[name]
