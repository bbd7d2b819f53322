"""Signing in: tokens, refresh, reuse, signing out."""

from typing import Any

import jwt
import pytest
from argon2 import PasswordHasher
from httpx import AsyncClient, Response
from sqlalchemy import func, select
from sqlmodel import col

from libs.common import clock
from libs.common.tokens import decode_public
from services.members.models_accounts import Account, RefreshToken, SignIn
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
