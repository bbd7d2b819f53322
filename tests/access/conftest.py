"""The copy as it stands in a service's database (that of notifications; all four make the same)."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from tests.support.database import Databases


@pytest.fixture
async def session(databases: Databases) -> AsyncIterator[AsyncSession]:
    async with databases.rolled_back("notifications") as session:
        yield session
