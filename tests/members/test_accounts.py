"""Accounts: the first administrator, one-time codes, passwords of one's own, the end of an account."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from libs.common import clock
from libs.contracts.members import AccountDisabled, AccountOpened, AppointmentMade, SigningKeyPublished, UnitFounded
from services.members import passwords
from services.members.errors_accounts import PasswordWeak
from tests.members.builders import PASSWORD, SINCE, person_id, unit_id
from tests.members.conftest import Office

TOKEN = "/token"


def beginning(code: str) -> dict[str, Any]:
    return {
        "link_code": code,
        "city_name": "Thành phố Thanh Hóa",
        "city_token": "th",
        "login": "admin",
        "name": "Quản trị",
        "password": PASSWORD,
        "valid_from": SINCE.isoformat(),
    }


def right_code(office: Office) -> str:
    fixed = office.settings.first_admin_code
    return fixed.get_secret_value() if fixed else office.signer.first_admin_code()


async def test_the_first_administrator_founds_the_top_unit(office: Office) -> None:
    browser = await office.browser()
    assert (await browser.get("/about")).json()["founded"] is False

    response = await browser.post("/first-admin", json=beginning(right_code(office)))

    token = response.json()["access_token"]
    me = (await browser.get("/me", headers={"Authorization": f"Bearer {token}"})).json()
    assert [(one["role"], one["unit_code"], one["tier"]) for one in me["appointments"]] == [("ADM", "th", "city")]
    assert (me["member_id"], me["name"]) == (None, "Quản trị")
    about = (await browser.get("/about")).json()
    assert (about["founded"], about["city_name"]) == (True, "Thành phố Thanh Hóa")


async def test_the_beginning_is_told(office: Office) -> None:
    await (await office.browser()).post("/first-admin", json=beginning(right_code(office)))

    told = [(type(event), path) for event, path in await office.subject.staged()]

    assert told == [
        (SigningKeyPublished, "self"),
        (UnitFounded, "th.self"),
        (AccountOpened, "th.self"),
        (AppointmentMade, "th.self"),
    ]


async def test_the_link_works_once(office: Office) -> None:
    browser = await office.browser()
    await browser.post("/first-admin", json=beginning(right_code(office)))

    again = await browser.post("/first-admin", json=beginning(right_code(office)))

    assert (again.status_code, again.json()["slug"]) == (409, "already-founded")


async def test_another_code_founds_nothing(office: Office) -> None:
    browser = await office.browser()

    response = await browser.post("/first-admin", json=beginning("WRONGWRONG"))

    assert (response.status_code, response.json()["slug"]) == (403, "wrong-link")
    assert (await browser.get("/about")).json()["founded"] is False


async def open_account(city: Office, login: str = "an") -> str:
    opened = await city.does("admin", "PUT", f"/accounts/{person_id('Lê An')}", json={"login": login, "name": "?"})
    assert opened["name"] == "Lê An"
    code: str = opened["one_time_code"]
    return code


async def activate(city: Office, code: str, login: str = "an", password: str = PASSWORD) -> int:
    body = {"login": login, "code": code, "password": password}
    return (await (await city.browser()).post("/activation", json=body)).status_code


async def sign_in(city: Office, password: str = PASSWORD) -> int:
    form = {"username": "an", "password": password}
    return (await (await city.browser()).post(TOKEN, data=form)).status_code


async def test_a_member_gets_an_account_under_the_same_id(city: Office) -> None:
    await activate(city, await open_account(city))

    me = await city.does("Lê An", "GET", "/me")

    assert me["member_id"] == me["person_id"] == str(person_id("Lê An"))
    assert [(one["role"], one["unit_code"]) for one in me["appointments"]] == [("BSE", "b001"), ("MEM", "b001")]


async def test_a_code_works_once_however_it_is_typed(city: Office) -> None:
    code = await open_account(city)

    assert await activate(city, code.replace("-", " ").lower()) == 200
    assert await activate(city, code) == 401
    assert await sign_in(city) == 200


async def test_a_code_expires(city: Office) -> None:
    code = await open_account(city)
    clock.shift(timedelta(days=8).total_seconds())

    assert await activate(city, code) == 401


async def test_guessing_codes_has_to_wait(city: Office) -> None:
    await open_account(city)

    statuses = [await activate(city, f"AAAA-AAAA-{number:04}") for number in range(6)]

    assert statuses[-1] == 429


async def test_before_its_code_is_used_an_account_has_no_password(city: Office) -> None:
    await open_account(city)

    assert await sign_in(city, "") in (401, 422)
    assert await sign_in(city) == 401


async def test_a_new_code_ends_the_old_password_and_every_sign_in(city: Office) -> None:
    await activate(city, await open_account(city))
    browser = await city.browser()
    await browser.post(TOKEN, data={"username": "an", "password": PASSWORD})

    renewed = await city.does("admin", "POST", f"/accounts/{person_id('Lê An')}/code")

    assert await sign_in(city) == 401
    assert (await browser.post(TOKEN, data={"grant_type": "refresh_token"})).status_code == 401
    assert await activate(city, renewed["one_time_code"], password="một câu khác hẳn") == 200


async def test_a_code_is_nowhere_kept_readable_so_that_asking_again_gives_another(city: Office) -> None:
    await open_account(city)
    path, key = f"/accounts/{person_id('Lê An')}/code", {"Idempotency-Key": "code-1"}

    first = await city.ask("admin", "POST", path, headers=key)
    second = await city.ask("admin", "POST", path, headers=key)

    assert first.headers["cache-control"] == "no-store"
    assert await activate(city, first.json()["one_time_code"]) != 200
    assert await activate(city, second.json()["one_time_code"]) == 200


async def test_a_disabled_account_is_shut_everywhere_until_a_new_code(city: Office) -> None:
    await activate(city, await open_account(city))
    path = f"/accounts/{person_id('Lê An')}"

    await city.does("admin", "POST", f"{path}/disable")

    assert await sign_in(city) == 401
    code = (await city.does("admin", "POST", f"{path}/code"))["one_time_code"]
    assert await activate(city, code) == 200
    told = [
        type(event) for event, _ in await city.subject.staged() if isinstance(event, AccountOpened | AccountDisabled)
    ]
    assert told == [AccountOpened, AccountDisabled, AccountOpened]


async def test_changing_the_password_ends_other_sign_ins(city: Office) -> None:
    await activate(city, await open_account(city))
    elsewhere = await city.browser()
    await elsewhere.post(TOKEN, data={"username": "an", "password": PASSWORD})

    wrong = await city.ask("Lê An", "POST", "/password", json={"old": "không phải", "new": "một câu khác hẳn"})
    right = await city.ask("Lê An", "POST", "/password", json={"old": PASSWORD, "new": "một câu khác hẳn"})

    assert (wrong.status_code, right.status_code) == (401, 200)
    assert (await elsewhere.post(TOKEN, data={"grant_type": "refresh_token"})).status_code == 401
    assert await sign_in(city, "một câu khác hẳn") == 200


async def test_a_login_belongs_to_one_person(city: Office) -> None:
    await open_account(city)

    other = await city.ask("admin", "PUT", f"/accounts/{uuid4()}", json={"login": "AN", "name": "Người khác"})
    twice = await city.ask("admin", "PUT", f"/accounts/{person_id('Lê An')}", json={"login": "le.an", "name": "Lê An"})

    assert (other.json()["slug"], twice.json()["slug"]) == ("login-taken", "account-exists")


async def test_opening_the_same_account_again_gives_a_new_code_until_one_is_used(city: Office) -> None:
    first, second = await open_account(city), await open_account(city)
    assert await activate(city, first) == 401
    assert await activate(city, second) == 200

    body = {"login": "an", "name": "Lê An"}
    assert (await city.does("admin", "PUT", f"/accounts/{person_id('Lê An')}", json=body))["one_time_code"] is None


async def test_people_are_found_by_name_never_listed(city: Office) -> None:
    found = await city.does("admin", "GET", "/people", params={"q": "nguyen"})

    assert [one["name"] for one in found["items"]] == ["Nguyễn Văn An", "Nguyễn Thị Ánh"]
    assert set(found["items"][0]) == {"person_id", "name", "unit_name", "login"}
    assert (await city.ask("admin", "GET", "/people")).status_code == 422


async def test_accounts_are_found_by_login_and_name(city: Office) -> None:
    await open_account(city)

    for query in ("an", "LÊ AN", ""):
        items = (await city.does("admin", "GET", "/accounts", params={"q": query} if query else {}))["items"]
        assert [(one["login"], one["activated"]) for one in items] == [("an", False)]


@pytest.mark.parametrize("weak", ["ngắn quá", "aaaaaaaaaaaaaaa", "thanh.binh 2026 nhé"])
def test_a_password_must_not_be_easy(weak: str) -> None:
    with pytest.raises(PasswordWeak):
        passwords.check_strength(weak, "thanh.binh", demo=False)


def test_a_sentence_is_a_good_password() -> None:
    passwords.check_strength("trời hôm nay rất xanh", "an", demo=False)


async def test_a_password_is_the_same_from_every_keyboard() -> None:
    composed, decomposed = "tr\u01b0\u1eddng x\u01b0a", "tru\u031bo\u031b\u0300ng xu\u031ba"

    assert await passwords.matches(decomposed, await passwords.hashed(composed))


async def test_an_ended_appointment_ends_access_at_once(city: Office) -> None:
    assert (await city.ask("ward", "GET", f"/units/{unit_id('th.w001.b001')}/roster")).status_code == 200
    held = (await city.does("admin", "GET", "/appointments", params={"person_id": str(person_id("ward"))}))["items"]

    yesterday = (clock.today() - timedelta(days=1)).isoformat()
    await city.does("admin", "POST", f"/appointments/{held[0]['id']}/end", json={"on": yesterday})

    assert (await city.ask("ward", "GET", f"/units/{unit_id('th.w001.b001')}/roster")).status_code == 404
