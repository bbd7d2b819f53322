"""Members on a database of its own, with a small city, asked as anyone from anywhere."""

from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from typing import Any
from uuid import UUID, uuid4

import pytest
from httpx import ASGITransport, AsyncClient, Response

from libs.common import clock
from libs.common.tokens import Verifier
from libs.contracts.members import AppointmentMade, MemberRegistered
from libs.contracts.vocabulary import Role
from services.members import workflow_appointments, workflow_units
from services.members.config import Settings
from services.members.models import Unit
from services.members.signing import load_signer
from services.members.timers import timers
from services.members.workflow_accounts import new_person
from services.members.workflow_member_events import announce
from services.members.workflow_roll import write_outcomes
from tests.conftest import SubjectOf
from tests.members.builders import (
    MEMBERS,
    OFFICES,
    SINCE,
    UNITS,
    appointment,
    outcome,
    person_id,
    unit_id,
    wanted_unit,
)
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
    """The same with two wards of three branches, officers for every role and members in every branch."""
    async with office.database.transaction() as session:
        await workflow_units.found_top(session, unit_id=unit_id("th"), name="Thành phố", code="th", on=SINCE)
        for path in UNITS:
            parent = await session.get_one(Unit, unit_id(path.rpartition(".")[0]))
            await workflow_units.found(session, unit=wanted_unit(path), parent=parent)
        roll = [outcome(name, path) for path, names in MEMBERS.items() for name in names]
        await write_outcomes(session, roll)
        known = {one.name for one in roll}
        session.add_all(new_person(person_id(who), who) for who, *_ in OFFICES if who not in known)
        await session.flush()
        held = [appointment(*office) for office in OFFICES]
        session.add_all(held)
        await workflow_appointments.announce(session, AppointmentMade, held)
        await announce(session, MemberRegistered, [one.person_id for one in roll])
    return office


@pytest.fixture
async def empty(office: Office) -> Office:
    """A city with its staff and nothing below it."""
    async with office.database.transaction() as session:
        city = await workflow_units.found_top(session, unit_id=unit_id("th"), name="Thành phố", code="th", on=SINCE)
        for who in ("admin", "city"):
            session.add(new_person(person_id(who), who))
            await session.flush()
            role = Role.ADM if who == "admin" else Role.COF
            await workflow_appointments.appoint(session, appointment=appointment(who, role, "th", None), unit=city)
    return office


@pytest.fixture(autouse=True)
def real_time() -> Iterator[None]:
    yield
    clock.shift(0)
