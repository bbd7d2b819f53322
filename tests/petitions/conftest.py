"""Petitions on a database of its own, with a small city in its copy, asked as anyone."""

from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from typing import Any
from uuid import UUID

import pytest
from httpx import AsyncClient, Response

from libs.access import keep_appointments, keep_units
from libs.common import clock
from libs.contracts.envelope import Event
from libs.contracts.meetings import RecommendationLogged
from libs.contracts.petitions import PetitionEvent
from tests.conftest import SubjectOf
from tests.petitions.builders import BRANCH, OFFICES, UNITS, read_out, recommendation
from tests.support.access import appointment, person_id, unit
from tests.support.service import Subject


class Desk:
    """Petitions as people meet it: events come in, people ask, answers and events come out."""

    def __init__(self, subject: Subject, stack: AsyncExitStack) -> None:
        self.subject = subject
        self._stack = stack
        self._clients: dict[str, AsyncClient] = {}

    async def client(self, who: str) -> AsyncClient:
        """A client signed in as this person."""
        if who not in self._clients:
            self._clients[who] = await self._stack.enter_async_context(self.subject.as_person(person_id(who)))
        self._clients[who].headers["Authorization"] = f"Bearer {self.subject.token(person_id(who))}"
        return self._clients[who]

    async def ask(self, who: str, path: str, **params: Any) -> Response:
        """GET as this person."""
        return await (await self.client(who)).get(path, params=params)

    async def get(self, who: str, petition_id: UUID | str) -> dict[str, Any]:
        """The petition as this person sees it."""
        response = await self.ask(who, f"/petitions/{petition_id}")
        assert response.status_code == 200, response.text
        seen: dict[str, Any] = response.json()
        return seen

    async def post(self, who: str, petition_id: UUID | str, verb: str, **body: Any) -> Response:
        """A verb as this person."""
        return await (await self.client(who)).post(f"/petitions/{petition_id}/{verb}", json=body)

    async def does(self, who: str, petition_id: UUID | str, verb: str, **body: Any) -> dict[str, Any]:
        """A verb that is allowed; the petition after it."""
        response = await self.post(who, petition_id, verb, **body)
        assert response.status_code == 200, response.text
        after: dict[str, Any] = response.json()
        return after

    async def tell(self, event: Event, branch: str = BRANCH) -> UUID:
        """An event of a branch reaches every listener of it."""
        return await self.subject.tell(event, branch)

    async def last(self) -> PetitionEvent:
        """The last event staged."""
        event, path = (await self.subject.staged())[-1]
        assert path == BRANCH
        assert isinstance(event, PetitionEvent)
        return event

    async def logged(self, branch: str = BRANCH, **more: Any) -> UUID:
        """A recommendation was logged; the id of its petition."""
        event = recommendation(RecommendationLogged, branch=branch, **more)
        await self.tell(event, branch)
        return event.recommendation_id

    async def at_ward(self, **more: Any) -> UUID:
        """A petition that the ward has just got."""
        return await self.logged(urgent=True, **more)

    async def received(self, **more: Any) -> UUID:
        """A petition that the ward works on."""
        petition_id = await self.at_ward(**more)
        await self.does("ward", petition_id, "acknowledge")
        return petition_id

    async def at_city(self) -> UUID:
        """A petition that the ward has escalated."""
        petition_id = await self.at_ward()
        await self.does("ward", petition_id, "escalate", reason="Vượt thẩm quyền của phường")
        return petition_id

    async def answered(self, **more: Any) -> UUID:
        """A petition that the ward has answered."""
        petition_id = await self.received(**more)
        await self.does("ward-leader", petition_id, "answer", outcome="resolved", text="Đã nạo vét xong cống")
        return petition_id

    async def closed(self) -> UUID:
        """A petition whose answer was read out to a content branch."""
        petition_id = await self.answered()
        await self.tell(read_out(await self.get("secretary", petition_id), content=True))
        return petition_id


@pytest.fixture
async def desk(subject_of: SubjectOf) -> AsyncIterator[Desk]:
    async with subject_of("petitions") as subject, AsyncExitStack() as stack:
        async with subject.database.transaction() as session:
            await keep_units(session, [unit(path) for path in UNITS])
            await keep_appointments(session, [appointment(*office) for office in OFFICES])
        yield Desk(subject, stack)


@pytest.fixture(autouse=True)
def real_time() -> Iterator[None]:
    yield
    clock.shift(0)
