"""Members on a database of its own, with a small city, asked as anyone from anywhere."""

from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from typing import Any
from uuid import UUID, uuid4

import pytest
from httpx import ASGITransport, AsyncClient, Response

from libs.common import clock
from libs.common.tokens import Verifier
from services.members import workflow_appointments, workflow_members, workflow_units
from services.members.config import Settings
from services.members.models import Appointment, Person, Unit
from services.members.signing import load_signer
from services.members.timers import timers
from services.members.workflow_accounts import new_person
from tests.conftest import SubjectOf
from tests.members.builders import MEMBERS, OFFICES, SINCE, UNITS, facts, person_id, unit_id, wanted_unit
from tests.support.service import Subject


class Office:
    """Members as people meet it."""

    def __init__(self, subject: Subject, stack: AsyncExitStack) -> None:
        self.subject = subject
        self.database = subject.database
        self._stack = stack
        settings = subject.service.settings
        assert isinstance(settings, Settings)
        self.settings = settings
        self.signer = load_signer(settings.signing_key_file)

    async def browser(self, address: str = "10.0.0.1", **headers: str) -> AsyncClient:
        """A browser of its own, with its own cookies, at an address."""
        transport = ASGITransport(app=self.subject.app, raise_app_exceptions=False, client=(address, 1))
        client = AsyncClient(transport=transport, base_url="http://test/api/members/v1", headers=headers)
        return await self._stack.enter_async_context(client)

    async def as_(self, who: str | UUID, language: str = "vi") -> AsyncClient:
        """A client with an access token of this person."""
        person = who if isinstance(who, UUID) else person_id(who)
        token = self.signer.access_token(person, uuid4())
        return await self.browser(Authorization=f"Bearer {token}", **{"Accept-Language": language})

    async def ask(self, who: str, method: str, path: str, **more: Any) -> Response:
        """One request of one person."""
        return await (await self.as_(who)).request(method, path, **more)

    async def does(self, who: str, method: str, path: str, **more: Any) -> Any:
        """One request that is granted; what it gives."""
        response = await self.ask(who, method, path, **more)
        assert response.is_success, response.text
        return response.json() if response.content else None

    async def account(self, login: str, password: str, *, name: str = "Người dùng") -> UUID:
        """An account with a password, opened by the administrator and activated by its owner."""
        person = person_id(login)
        opened = await self.does("admin", "PUT", f"/accounts/{person}", json={"login": login, "name": name})
        body = {"login": login, "code": opened["one_time_code"], "password": password}
        response = await (await self.browser("10.9.9.9")).post("/activation", json=body)
        assert response.status_code == 200, response.text
        return person

    async def work(self, timer: str) -> int:
        """What a timer would do now."""
        return await timers[timer].once(self.database)


@pytest.fixture
async def office(subject_of: SubjectOf) -> AsyncIterator[Office]:
    async with subject_of("members") as subject, AsyncExitStack() as stack:
        for hook in subject.service.on_start:
            await hook(subject.database)
        subject.app.state.verifier = Verifier(subject.service.load_key(subject.database))
        yield Office(subject, stack)


@pytest.fixture
async def city(office: Office) -> Office:
    """The same with two wards of two branches each, officers for every role and members in every branch."""
    async with office.database.transaction() as session:
        top = await workflow_units.found_top(session, unit_id=unit_id("th"), name="Thành phố", code="th", on=SINCE)
        for path in UNITS:
            parent = await session.get_one(Unit, unit_id(path.rpartition(".")[0]))
            await workflow_units.found(session, unit=wanted_unit(path), parent=parent)
        for path, names in MEMBERS.items():
            branch = await session.get_one(Unit, unit_id(path))
            for name in names:
                await workflow_members.put_member(
                    session, member_id=person_id(name), name=name, facts=facts(), exempt_from=None, unit=branch
                )
        for who, role, path, post in OFFICES:
            if await session.get(Person, person_id(who)) is None:
                session.add(new_person(person_id(who), who))
                await session.flush()
            held = Appointment(
                id=uuid4(),
                person_id=person_id(who),
                role=role,
                unit_id=unit_id(path),
                post=post,
                valid_from=SINCE,
                made_by=person_id("admin"),
            )
            await workflow_appointments.appoint(
                session, appointment=held, unit=await session.get_one(Unit, unit_id(path))
            )
        assert top.path == "th"
    return office


@pytest.fixture(autouse=True)
def real_time() -> Iterator[None]:
    yield
    clock.shift(0)
