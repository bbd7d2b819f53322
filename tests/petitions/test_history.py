"""The history cannot be edited, by anyone; what was said beside it can be erased, and the chain still holds."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine

from services.petitions.history import note_hash, seal
from services.petitions.models_words import HistoryLine
from tests.petitions.conftest import Desk

EDITS = (
    "UPDATE history SET verb = 'answer'",
    "DELETE FROM history",
    "TRUNCATE history",
)


@pytest.mark.parametrize("edit", EDITS)
@pytest.mark.parametrize("role", ["the service", "the owner"])
async def test_nobody_edits_history(desk: Desk, edit: str, role: str) -> None:
    await desk.closed()
    clone = desk.subject.clone
    engine = create_async_engine(clone.app_url if role == "the service" else clone.owner_url)
    with pytest.raises(DBAPIError, match=r"permission denied|history only grows"):
        async with engine.begin() as connection:
            await connection.execute(text(edit))
    await engine.dispose()


async def test_the_service_may_not_drop_what_guards_it(desk: Desk) -> None:
    with pytest.raises(DBAPIError, match="must be owner"):
        async with desk.subject.database.transaction() as session:
            await session.execute(text("DROP TRIGGER history_rows_stay ON history"))


async def test_every_line_is_sealed_onto_the_one_before_as_it_lies_in_the_database(desk: Desk) -> None:
    petition_id = await desk.closed()
    lines = await stored(desk)
    assert [line.verb for line in lines] == ["open", "go_up", "acknowledge", "answer", "read_out"]
    assert [line.seq for line in lines] == [1, 2, 3, 4, 5]
    assert [line.previous_hash for line in lines] == ["", *(line.hash for line in lines[:-1])]
    assert all(seal(line) == line.hash for line in lines)
    assert {line.petition_id for line in lines} == {petition_id}
    async with desk.subject.database.transaction() as session:
        notes = (await session.execute(text("SELECT seq, salt, text FROM history_notes"))).all()
    assert [(seq, note_hash(salt, said)) for seq, salt, said in notes] == [
        (line.seq, line.note_hash) for line in lines if line.note_hash
    ]


async def test_a_line_holds_no_words_and_no_names(desk: Desk) -> None:
    await desk.closed()
    async with desk.subject.database.transaction() as session:
        rows = (await session.execute(text("SELECT history::text FROM history"))).scalars().all()
    for words in ("nạo vét", "Đồng chí", "Thành Viên", "Cống"):
        assert not [row for row in rows if words in row]


async def test_erasing_what_was_said_leaves_the_chain_whole(desk: Desk) -> None:
    petition_id = await desk.closed()
    async with desk.subject.database.transaction() as session:
        await session.execute(text("DELETE FROM history_notes"))
    assert all(seal(line) == line.hash for line in await stored(desk))
    assert [line["note"] for line in (await desk.get("ward", petition_id))["history"]] == [None] * 5


async def stored(desk: Desk) -> list[HistoryLine]:
    async with desk.subject.database.transaction() as session:
        rows = await session.execute(text("SELECT * FROM history ORDER BY petition_id, seq"))
        return [HistoryLine(**row._mapping) for row in rows]
