"""Somebody can always sign in as administrator, whoever removes whom and when."""

import asyncio
from uuid import UUID, uuid4

import pytest
from httpx import Response
from sqlalchemy import func, select
from sqlmodel import col

from libs.common import clock
from libs.contracts.vocabulary import Role
from services.members.models import Appointment
from services.members.models_accounts import Account
from tests.members.builders import PASSWORD, person_id, unit_id
from tests.members.conftest import Office

PAIR = ("an", "binh")


@pytest.fixture
async def pair(city: Office) -> dict[str, UUID]:
    """Two administrators with accounts, and the appointment of each; the first one's account was never opened."""
    made = {}
    for login in PAIR:
        person = await city.account(login, PASSWORD)
        made[login] = uuid4()
        body = {"person_id": str(person), "role": Role.ADM, "unit_id": str(unit_id("th")), "valid_from": "2026-01-01"}
        await city.does("admin", "PUT", f"/appointments/{made[login]}", json=body)
    return made


async def able(city: Office) -> int:
    """How many can sign in as administrator now."""
    count = (
        select(func.count())
        .select_from(Appointment)
        .join(Account, col(Account.person_id) == col(Appointment.person_id))
    )
    open_ones = count.where(
        col(Appointment.role) == Role.ADM,
        col(Appointment.valid_to).is_(None),
        col(Account.disabled_at).is_(None),
        col(Account.password_hash).is_not(None),
    )
    async with city.database.transaction() as session:
        return int(await session.scalar(open_ones) or 0)


async def remove(city: Office, pair: dict[str, UUID], by: str, whom: str) -> Response:
    return await city.ask(by, "POST", f"/appointments/{pair[whom]}/end", json={"on": clock.today().isoformat()})


async def lock_out(city: Office, by: str, whom: str) -> Response:
    return await city.ask(by, "POST", f"/accounts/{person_id(whom)}/disable", json={})


async def renew(city: Office, by: str, whom: str) -> Response:
    return await city.ask(by, "POST", f"/accounts/{person_id(whom)}/code", json={})


async def test_two_who_end_each_other_at_once_do_not_both_succeed(city: Office, pair: dict[str, UUID]) -> None:
    answers = await asyncio.gather(remove(city, pair, "an", "binh"), remove(city, pair, "binh", "an"))

    assert sorted(answer.status_code for answer in answers) == [200, 409]
    assert await able(city) == 1


async def test_two_who_disable_each_other_at_once_do_not_both_succeed(city: Office, pair: dict[str, UUID]) -> None:
    answers = await asyncio.gather(lock_out(city, "an", "binh"), lock_out(city, "binh", "an"))

    assert sorted(answer.status_code for answer in answers) == [200, 409]
    assert await able(city) == 1


async def test_one_who_ends_and_one_who_disables_at_once_do_not_both_succeed(
    city: Office, pair: dict[str, UUID]
) -> None:
    answers = await asyncio.gather(remove(city, pair, "an", "binh"), lock_out(city, "binh", "an"))

    assert sorted(answer.status_code for answer in answers) == [200, 409]
    assert await able(city) == 1


async def test_two_who_give_each_other_a_code_at_once_do_not_both_succeed(city: Office, pair: dict[str, UUID]) -> None:
    answers = await asyncio.gather(renew(city, "an", "binh"), renew(city, "binh", "an"))

    assert sorted(answer.status_code for answer in answers) == [200, 409]
    assert await able(city) == 1


async def test_the_last_who_can_sign_in_gets_no_code_that_ends_their_password(
    city: Office, pair: dict[str, UUID]
) -> None:
    assert (await renew(city, "an", "binh")).status_code == 200

    refused = await renew(city, "an", "an")

    assert (refused.status_code, refused.json()["slug"]) == (409, "last-administrator")
    assert await able(city) == 1
    assert (await renew(city, "an", "binh")).status_code == 200


async def test_whoever_could_not_sign_in_anyway_gets_a_code(city: Office, pair: dict[str, UUID]) -> None:
    assert (await lock_out(city, "an", "binh")).status_code == 200

    assert (await renew(city, "an", "binh")).status_code == 200


async def test_one_who_never_opened_their_account_does_not_count(city: Office, pair: dict[str, UUID]) -> None:
    """`admin` of this city has an appointment and no account."""
    assert (await remove(city, pair, "an", "binh")).status_code == 200

    refused = await remove(city, pair, "an", "an")

    assert refused.json()["slug"] == "last-administrator"


async def test_disabling_somebody_else_is_not_asked_about(city: Office, pair: dict[str, UUID]) -> None:
    await city.account("chi", PASSWORD)

    assert (await lock_out(city, "an", "chi")).status_code == 200
