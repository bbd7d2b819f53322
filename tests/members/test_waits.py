"""Guessing has to wait, longer and longer; who owns the account does not."""

import asyncio
from datetime import timedelta
from decimal import Decimal

import pytest
from httpx import AsyncClient, Response
from sqlalchemy import text

from libs.common import clock
from libs.common.rules import RuleBook, RuleValue, _books, read_rules
from services.members import passwords
from services.members.rules_sign_in import limits, line_of
from tests.members.builders import PASSWORD
from tests.members.conftest import Office

ATTACKER, OWNER = "203.0.113.5", "10.1.1.1"
FREE_AT_LOGIN, FREE_AT_DEVICE = 5, 10
WAITING = text("SELECT count(DISTINCT pid) FROM pg_locks WHERE NOT granted")
pytestmark = pytest.mark.usefixtures("account")


@pytest.fixture
async def account(city: Office) -> None:
    await city.account("an", PASSWORD)


async def sign_in(client: AsyncClient, login: str = "an", password: str = PASSWORD) -> Response:
    return await client.post("/token", data={"username": login, "password": password})


async def fail(client: AsyncClient, times: int, login: str = "an") -> list[int]:
    return [(await sign_in(client, login, "không phải mật khẩu này")).status_code for _ in range(times)]


async def rule(city: Office, key: str, value: int) -> None:
    """Another value of a rule from now on, not only once the rules are read again."""
    async with city.database.transaction() as session:
        await session.execute(text("UPDATE rules SET value = :value WHERE key = :key"), {"key": key, "value": value})
    _books.clear()


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

    statuses = await fail(attacker, FREE_AT_LOGIN + 1)

    assert statuses == [401] * FREE_AT_LOGIN + [429]
    refused = await sign_in(attacker)
    assert refused.json()["slug"] == "try-later"
    assert 0 < int(refused.headers["retry-after"]) <= 5
    clock.shift(6)
    assert await fail(attacker, 1) == [401]
    assert int((await sign_in(attacker)).headers["retry-after"]) > 5


async def test_guesses_sent_at_once_gain_nothing(city: Office) -> None:
    await rule(city, "members.wait_login_first", 600)  # however busy the machine, the wait is not over meanwhile
    attacker = await city.browser(ATTACKER)
    wrong = [sign_in(attacker, "an", f"không phải câu {number}") for number in range(12)]

    answers = await asyncio.gather(*wrong, sign_in(attacker))

    assert sorted(answer.status_code for answer in answers) == [401] * FREE_AT_LOGIN + [429] * (13 - FREE_AT_LOGIN)
    assert (await sign_in(attacker)).status_code == 429


async def test_guesses_looked_at_together_see_each_others_failures(city: Office) -> None:
    await rule(city, "members.wait_login_first", 600)
    await rule(city, "members.wait_login_free", 2)
    attacker = await city.browser(ATTACKER)
    assert await fail(attacker, 1) == [401]

    async with city.database.transaction() as session:
        await session.execute(text("SELECT FROM sign_in_failures FOR UPDATE"))
        guesses = [asyncio.create_task(sign_in(attacker, "an", f"không phải câu {number}")) for number in range(8)]
        async with asyncio.timeout(30):
            while (await session.scalar(WAITING) or 0) < 3:
                await asyncio.sleep(0.05)

    assert sorted([(await guess).status_code for guess in guesses]) == [401] + [429] * 7


async def test_an_attacker_cannot_lock_the_owner_out(city: Office) -> None:
    await fail(await city.browser(ATTACKER), FREE_AT_LOGIN + 3)

    assert (await sign_in(await city.browser(OWNER))).status_code == 200


async def test_an_attacker_at_the_same_address_cannot_lock_out_a_known_browser(city: Office) -> None:
    owner = await city.browser(ATTACKER)
    await sign_in(owner)

    await fail(await city.browser(ATTACKER), FREE_AT_LOGIN + 3)

    assert (await sign_in(await city.browser(ATTACKER))).status_code == 429
    assert (await sign_in(owner)).status_code == 200


async def test_a_known_browser_may_not_guess_for_ever(city: Office) -> None:
    owner = await city.browser(OWNER)
    await sign_in(owner)

    assert await fail(owner, FREE_AT_DEVICE + 1) == [401] * FREE_AT_DEVICE + [429]


async def test_a_made_up_device_is_not_known(city: Office) -> None:
    attacker = await city.browser(ATTACKER)
    statuses = []
    for number in range(FREE_AT_LOGIN + 1):
        attacker.cookies.set("lienthong-device-8080", f"made-up-{number}.proof", path="/api/members/v1/token")
        statuses += await fail(attacker, 1)

    assert statuses[-1] == 429


async def test_successes_are_never_counted(city: Office) -> None:
    for _ in range(FREE_AT_LOGIN + 2):
        assert (await sign_in(await city.browser(OWNER))).status_code == 200


async def test_one_line_of_ipv6_is_one_address_however_many_it_has(city: Office) -> None:
    statuses = []
    for number in range(FREE_AT_LOGIN + 1):
        statuses += await fail(await city.browser(f"2001:db8:1:2::{number + 1:x}"), 1)

    assert statuses == [401] * FREE_AT_LOGIN + [429]
    assert (await sign_in(await city.browser("2001:db8:1:3::1"))).status_code == 200


@pytest.mark.parametrize(
    ("address", "line"),
    [
        ("203.0.113.5", "203.0.113.5"),
        ("::ffff:203.0.113.5", "203.0.113.5"),
        ("2001:db8:1:2:aaaa:bbbb:cccc:dddd", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", ""),
        ("unix", "unix"),
    ],
)
def test_what_counts_as_one_address(address: str, line: str) -> None:
    assert line_of(address) == line


async def test_waits_grow_and_end_somewhere(city: Office) -> None:
    async with city.database.transaction() as session:
        holding = limits(await read_rules(session), clock.today())

    assert (holding.login.free, holding.device.free) == (FREE_AT_LOGIN, FREE_AT_DEVICE)
    for limit in (holding.login, holding.device, holding.address):
        waits = [limit.wait(failures) for failures in range(200)]
        assert waits[limit.free - 1] == timedelta()
        assert waits == sorted(waits)
        assert waits[-1] == limit.longest_wait


async def test_a_limit_is_changed_by_a_later_row(city: Office) -> None:
    async with city.database.transaction() as session:
        book = await read_rules(session)
    stricter = RuleValue(
        "members.wait_login_free", Decimal(2), "failures", clock.today(), None, "Quyết định của thành ủy"
    )

    changed = limits(RuleBook((*book.values, stricter), book.holidays), clock.today())
    before = limits(RuleBook((*book.values, stricter), book.holidays), clock.today() - timedelta(days=1))

    assert (changed.login.free, before.login.free) == (2, FREE_AT_LOGIN)
    assert all(rule.source for rule in book.values)
