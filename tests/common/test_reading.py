"""What one request reads belongs together."""

from datetime import date

from sqlalchemy import func, insert, select

from libs.common.tables import holidays
from tests.support.database import Databases


async def test_what_one_request_reads_is_of_one_moment(databases: Databases) -> None:
    count = select(func.count()).select_from(holidays)
    async with (
        databases.clone("notifications") as clone,
        clone.database.session(reading=True) as reading,
        clone.database.session() as plain,
    ):
        before, seen = await reading.scalar(count), await plain.scalar(count)
        async with clone.database.transaction() as other:
            await other.execute(insert(holidays).values(day=date(2031, 1, 1), name="Tết Dương lịch", source="test"))

        assert await reading.scalar(count) == before
        assert await plain.scalar(count) == (seen or 0) + 1
