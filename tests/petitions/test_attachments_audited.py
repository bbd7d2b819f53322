"""The audit reads every attached file, and notices what is missing, altered, or not as the history says."""

import io
from collections.abc import AsyncIterator
from uuid import UUID

import pytest

from ops.audit.files import ATTACHED, lost_files
from tests.petitions.cabinet import Cabinet, cabinet_of
from tests.petitions.conftest import Desk
from tests.petitions.files import PDF, jpeg
from tests.petitions.tampering import owner
from tests.petitions.test_audited import complaints
from tests.support.servers import RunningNats

MISMATCH = "petitions whose attachments are not those of their history"


@pytest.fixture
async def cabinet(desk: Desk, nats_server: RunningNats) -> AsyncIterator[Cabinet]:
    async with cabinet_of(desk, nats_server) as opened:
        yield opened


@pytest.fixture
async def petition_id(cabinet: Cabinet) -> UUID:
    """One with a file, and another that was taken away."""
    petition_id = await cabinet.desk.received()
    await cabinet.attached("ward", petition_id)
    away = await cabinet.attached("ward", petition_id, content=PDF, name="a.pdf")
    assert (await cabinet.remove("ward", petition_id, away["id"])).status_code == 204
    return petition_id


async def lost(cabinet: Cabinet, server: RunningNats) -> list[str]:
    """What the audit says of the store, reading as the operator does."""
    client = await server.connect("operator")
    async with owner(cabinet.desk) as database:
        rows = await database.fetch(ATTACHED)
    findings = await lost_files(rows, client.jetstream(), set())
    await client.close()
    return [finding.en for finding in findings]


async def test_a_file_that_is_missing_or_altered_is_named(
    cabinet: Cabinet, petition_id: UUID, nats_server: RunningNats
) -> None:
    async with owner(cabinet.desk) as database:
        key = str(await database.fetchval("SELECT key FROM attachments"))
    assert await lost(cabinet, nats_server) == []

    await cabinet.bucket.remove(key)
    code = (await cabinet.desk.get("ward", petition_id))["code"]
    assert await lost(cabinet, nats_server) == [f"1 attached files are missing or altered in the store: {code}/4"]
    await cabinet.bucket.put(key, io.BytesIO(jpeg(tail=b"x")))
    assert len(await lost(cabinet, nats_server)) == 1


@pytest.mark.parametrize(
    "damage",
    [
        "DELETE FROM attachments",
        "UPDATE attachments SET sha256 = repeat('0', 64)",
        "UPDATE attachments SET size = size + 1",
        "UPDATE attachments SET seq = 1",
        "UPDATE attachments SET id = gen_random_uuid()",
    ],
)
async def test_rows_that_are_not_what_the_history_says_are_found(
    cabinet: Cabinet, petition_id: UUID, damage: str
) -> None:
    assert await complaints(cabinet.desk) == []
    assert await complaints(cabinet.desk, damage) == [MISMATCH]
