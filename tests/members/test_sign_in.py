"""Signing in: tokens, refresh, reuse, and waits that punish who guesses and nobody else."""

import asyncio
from datetime import timedelta
from typing import Any

import jwt
import pytest
from argon2 import PasswordHasher
from httpx import AsyncClient, Response
from sqlalchemy import func, select
from sqlmodel import col

from libs.common import clock
from libs.common.tokens import decode_public
from services.members import passwords
from services.members.models_accounts import Account, RefreshToken, SignIn
from services.members.rules_sign_in import ADDRESS, KNOWN_DEVICE, LOGIN_AT_ADDRESS
from tests.members.builders import PASSWORD, person_id
from tests.members.conftest import Office

ATTACKER, OWNER = "203.0.113.5", "10.1.1.1"
REFRESH = "lienthong-refresh-8080"
pytestmark = pytest.mark.usefixtures("account")


@pytest.fixture
async def account(city: Office) -> None:
    await city.account("an", PASSWORD)


async def sign_in(client: AsyncClient, login: str = "an", password: str = PASSWORD) -> Response:
    return await client.post("/token", data={"username": login, "password": password})


async def refresh(client: AsyncClient, token: str | None = None) -> Response:
    cookies: dict[str, Any] = {"headers": {"Cookie": f"{REFRESH}={token}"}} if token else {}
    return await client.post("/token", data={"grant_type": "refresh_token"}, **cookies)


async def fail(client: AsyncClient, times: int, login: str = "an") -> list[int]:
    return [(await sign_in(client, login, "không phải mật khẩu này")).status_code for _ in range(times)]


async def test_a_token_says_who_and_is_verified_with_a_published_key(city: Office) -> None:
    browser = await city.browser()

    token = (await sign_in(browser)).json()

    keys = (await browser.get("/keys")).json()["keys"]
    key = decode_public(
        next(key["x"] for key in keys if key["kid"] == jwt.get_unverified_header(token["access_token"])["kid"])
    )
    claims = jwt.decode(token["access_token"], key, algorithms=["EdDSA"])
    assert claims["sub"] == str(person_id("an"))
    assert claims["exp"] - claims["iat"] == token["expires_in"] == 900
    assert token["token_type"] == "bearer"


async def test_the_token_opens_what_is_ones_own(city: Office) -> None:
    browser = await city.browser()
    token = (await sign_in(browser)).json()["access_token"]

    me = await browser.get("/me", headers={"Authorization": f"Bearer {token}"})

    assert me.json()["login"] == "an"


async def test_the_refresh_cookie_is_out_of_reach_of_scripts_and_other_sites(city: Office) -> None:
    response = await sign_in(await city.browser())

    cookie = next(line for line in response.headers.get_list("set-cookie") if line.startswith(REFRESH))
    parts = {part.strip().lower() for part in cookie.split(";")[1:]}
    assert {"httponly", "samesite=strict", "path=/api/members/v1/token"} <= parts
    assert "secure" not in parts
    assert response.headers["cache-control"] == "no-store"


async def test_login_is_compared_without_case(city: Office) -> None:
    assert (await sign_in(await city.browser(), " AN ")).status_code == 200


async def test_refreshing_gives_another_token_and_another_cookie(city: Office) -> None:
    browser = await city.browser()
    await sign_in(browser)
    first = browser.cookies[REFRESH]

    assert (await refresh(browser)).status_code == 200
    assert browser.cookies[REFRESH] != first


async def test_two_tabs_refreshing_at_once_both_stay_signed_in(city: Office) -> None:
    browser = await city.browser()
    await sign_in(browser)
    shared = browser.cookies[REFRESH]

    one, other = await refresh(await city.browser(), shared), await refresh(await city.browser(), shared)

    assert (one.status_code, other.status_code) == (200, 200)
    assert one.cookies[REFRESH] == other.cookies[REFRESH]


async def test_a_token_used_again_later_ends_the_whole_sign_in(city: Office) -> None:
    browser = await city.browser()
    await sign_in(browser)
    stolen = browser.cookies[REFRESH]
    await refresh(browser)
    clock.shift(60)

    thief = await refresh(await city.browser(ATTACKER), stolen)

    assert (thief.status_code, thief.json()["slug"]) == (401, "sign-in-ended")
    assert (await refresh(browser)).status_code == 401
    async with city.database.transaction() as session:
        ended = await session.scalars(select(col(SignIn.ended_by)).where(col(SignIn.ended_by).is_not(None)))
        assert ended.all() == ["token_reused"]


async def test_signing_out_ends_what_the_cookie_stands_for(city: Office) -> None:
    browser = await city.browser()
    await sign_in(browser)
    kept = browser.cookies[REFRESH]

    assert (await browser.delete("/token")).status_code == 204
    assert REFRESH not in browser.cookies
    assert (await refresh(browser, kept)).status_code == 401


async def test_a_page_from_elsewhere_cannot_refresh(city: Office) -> None:
    browser = await city.browser()
    await sign_in(browser)

    response = await browser.post(
        "/token", data={"grant_type": "refresh_token"}, headers={"Origin": "http://127.0.0.1:9999"}
    )

    assert response.status_code == 403


async def test_unknown_and_wrong_are_one_answer(city: Office) -> None:
    browser = await city.browser()

    wrong, unknown = await sign_in(browser, "an", "sai rồi nhé bạn"), await sign_in(browser, "nobody", PASSWORD)

    assert wrong.status_code == unknown.status_code == 401
    assert wrong.json() == unknown.json()


async def test_an_unknown_login_costs_a_hash_too(city: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    hashes: list[str] = []
    verify = passwords._verify

    def watched(known: str, given: str) -> bool:
        hashes.append(known)
        return verify(known, given)

    monkeypatch.setattr(passwords, "_verify", watched)

    await sign_in(await city.browser(), "nobody", PASSWORD)

    assert len(hashes) == 1
    assert hashes[0].split("$")[:4] == passwords._hasher.hash("x").split("$")[:4]


async def test_guessing_has_to_wait_longer_and_longer(city: Office) -> None:
    attacker = await city.browser(ATTACKER)

    statuses = await fail(attacker, LOGIN_AT_ADDRESS.free + 1)

    assert statuses == [401] * LOGIN_AT_ADDRESS.free + [429]
    refused = await sign_in(attacker)
    assert refused.json()["slug"] == "try-later"
    assert 0 < int(refused.headers["retry-after"]) <= 5
    clock.shift(6)
    assert await fail(attacker, 1) == [401]
    assert int((await sign_in(attacker)).headers["retry-after"]) > 5


async def test_guesses_sent_at_once_gain_nothing(city: Office) -> None:
    attacker = await city.browser(ATTACKER)
    wrong = [sign_in(attacker, "an", f"không phải câu {number}") for number in range(12)]

    answers = await asyncio.gather(*wrong, sign_in(attacker))

    assert {answer.status_code for answer in answers} == {401, 429}
    assert (await sign_in(attacker)).status_code == 429


async def test_an_attacker_cannot_lock_the_owner_out(city: Office) -> None:
    await fail(await city.browser(ATTACKER), LOGIN_AT_ADDRESS.free + 3)

    assert (await sign_in(await city.browser(OWNER))).status_code == 200


async def test_an_attacker_at_the_same_address_cannot_lock_out_a_known_browser(city: Office) -> None:
    owner = await city.browser(ATTACKER)
    await sign_in(owner)

    await fail(await city.browser(ATTACKER), LOGIN_AT_ADDRESS.free + 3)

    assert (await sign_in(await city.browser(ATTACKER))).status_code == 429
    assert (await sign_in(owner)).status_code == 200


async def test_a_known_browser_may_not_guess_for_ever(city: Office) -> None:
    owner = await city.browser(OWNER)
    await sign_in(owner)

    assert await fail(owner, KNOWN_DEVICE.free + 1) == [401] * KNOWN_DEVICE.free + [429]


async def test_a_made_up_device_is_not_known(city: Office) -> None:
    attacker = await city.browser(ATTACKER)
    statuses = []
    for number in range(LOGIN_AT_ADDRESS.free + 1):
        attacker.cookies.set("lienthong-device-8080", f"made-up-{number}.proof", path="/api/members/v1/token")
        statuses += await fail(attacker, 1)

    assert statuses[-1] == 429


async def test_successes_are_never_counted(city: Office) -> None:
    for _ in range(LOGIN_AT_ADDRESS.free + 2):
        assert (await sign_in(await city.browser(OWNER))).status_code == 200


def test_waits_grow_and_end_somewhere() -> None:
    for limit in (LOGIN_AT_ADDRESS, KNOWN_DEVICE, ADDRESS):
        waits = [limit.wait(failures) for failures in range(200)]
        assert waits[limit.free - 1] == timedelta()
        assert waits == sorted(waits)
        assert waits[-1] == limit.longest_wait


async def test_a_hash_of_older_parameters_is_made_anew(city: Office) -> None:
    old = PasswordHasher(time_cost=1, memory_cost=8_192, parallelism=1).hash(PASSWORD)
    async with city.database.transaction() as session:
        (await session.get_one(Account, person_id("an"))).password_hash = old

    await sign_in(await city.browser())

    async with city.database.transaction() as session:
        made = (await session.get_one(Account, person_id("an"))).password_hash
    assert made != old
    assert made is not None
    assert made.startswith("$argon2id$")


async def test_only_hashes_of_tokens_are_kept(city: Office) -> None:
    browser = await city.browser()
    await sign_in(browser)

    async with city.database.transaction() as session:
        kept = (await session.scalars(select(col(RefreshToken.token_hash)))).all()
    assert browser.cookies[REFRESH].encode() not in kept


@pytest.mark.parametrize(
    "form", [{}, {"username": "an"}, {"grant_type": "client_credentials", "username": "an", "password": PASSWORD}]
)
async def test_a_form_without_what_it_takes_is_refused(city: Office, form: dict[str, str]) -> None:
    response = await (await city.browser()).post("/token", data=form)

    assert (response.status_code, response.json()["slug"]) == (422, "grant-unknown")


async def test_sign_ins_that_are_over_are_forgotten(city: Office) -> None:
    await sign_in(await city.browser())
    clock.shift(86_400 * 40)

    await city.work("forget_sign_ins")

    async with city.database.transaction() as session:
        assert await session.scalar(select(func.count()).select_from(RefreshToken)) == 0
