"""A token says who, for a quarter of an hour, and nobody but the holder of the key can make one."""

import json
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from libs.common import clock, tokens
from libs.common.ids import new_id
from libs.common.refusals import Unauthorised
from libs.common.tokens import Verifier, decode_public, encode_public, sign

KEY = Ed25519PrivateKey.generate()
PERSON = new_id()


@pytest.fixture
def a_moment_later() -> Iterator[Any]:
    yield lambda moment: clock.shift(moment.total_seconds())
    clock.shift(0)


async def known(key_id: str) -> str | None:
    return encode_public(KEY.public_key()) if key_id == "k" else None


def token(**changed: Any) -> str:
    claims = {"iss": tokens.ISSUER, "sub": str(PERSON), "sid": "s", "iat": clock.now(), "exp": clock.now()} | changed
    claims = {name: value for name, value in claims.items() if value is not None}
    return jwt.encode(claims, KEY, algorithm="EdDSA", headers={"kid": "k"})


async def refused(text: str) -> bool:
    try:
        await Verifier(known).verify(text)
    except Unauthorised:
        return True
    return False


async def test_a_token_says_who_and_until_when() -> None:
    identity = await Verifier(known).verify(sign(person_id=PERSON, session_id="s", key=KEY, key_id="k"))

    assert (identity.person_id, identity.session_id) == (PERSON, "s")
    assert timedelta(minutes=14) < identity.expires_at - clock.now() <= timedelta(minutes=15)


async def test_it_holds_for_a_quarter_of_an_hour_and_a_little(a_moment_later: Any) -> None:
    given = sign(person_id=PERSON, session_id="s", key=KEY, key_id="k")

    a_moment_later(timedelta(minutes=15, seconds=20))
    assert not await refused(given)
    a_moment_later(timedelta(minutes=15, seconds=40))
    assert await refused(given)


@pytest.mark.parametrize(
    "changed",
    [{"iss": "somebody"}, {"iss": None}, {"sub": "nobody"}, {"sub": None}, {"sid": None}, {"exp": None}, {"exp": 1e30}],
)
async def test_a_token_that_lacks_something_is_refused(changed: dict[str, Any]) -> None:
    assert await refused(token(**changed))


async def test_a_token_of_another_key_is_refused() -> None:
    assert await refused(sign(person_id=PERSON, session_id="s", key=Ed25519PrivateKey.generate(), key_id="k"))
    assert await refused(sign(person_id=PERSON, session_id="s", key=KEY, key_id="unknown"))


@pytest.mark.parametrize("key_id", ["", "k\0", "\ud800", "k" * 65, "k k", "khoá"])
async def test_what_cannot_name_a_key_is_refused_without_looking_for_it(key_id: str) -> None:
    asked: list[str] = []

    async def looked_for(name: str) -> str | None:
        asked.append(name)
        raise ValueError(name)  # as a database does of what it cannot store

    header = urlsafe_b64encode(json.dumps({"alg": "EdDSA", "kid": key_id}).encode()).decode().rstrip("=")
    with pytest.raises(Unauthorised):
        await Verifier(looked_for).verify(f"{header}.{token().partition('.')[2]}")

    assert asked == []


async def test_a_token_signed_with_the_public_key_as_a_secret_or_not_at_all_is_refused() -> None:
    public = KEY.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    claims = jwt.decode(token(), options={"verify_signature": False})

    assert await refused(jwt.encode(claims, public, algorithm="HS256", headers={"kid": "k"}))
    assert await refused(jwt.encode(claims, "", algorithm="none", headers={"kid": "k"}))


async def test_an_unknown_key_is_asked_for_once_in_a_while_and_not_at_every_request() -> None:
    asked: list[str] = []

    async def load(key_id: str) -> str | None:
        asked.append(key_id)
        return None

    verifier, given = Verifier(load), sign(person_id=PERSON, session_id="s", key=KEY, key_id="new")
    for _ in range(20):
        with pytest.raises(Unauthorised):
            await verifier.verify(given)

    assert asked == ["new"]


async def test_a_key_is_asked_for_once_and_then_remembered() -> None:
    asked: list[str] = []

    async def load(key_id: str) -> str | None:
        asked.append(key_id)
        return await known(key_id)

    verifier, given = Verifier(load), sign(person_id=PERSON, session_id="s", key=KEY, key_id="k")
    assert {(await verifier.verify(given)).person_id for _ in range(5)} == {UUID(str(PERSON))}
    assert asked == ["k"]


async def test_a_key_that_was_withdrawn_ends() -> None:
    keys = {"k": encode_public(KEY.public_key())}

    async def load(key_id: str) -> str | None:
        return keys.get(key_id)

    verifier, given = Verifier(load, remember=0), sign(person_id=PERSON, session_id="s", key=KEY, key_id="k")
    await verifier.verify(given)
    keys.clear()

    with pytest.raises(Unauthorised):
        await verifier.verify(given)


async def test_a_token_that_was_good_a_moment_ago_still_ends(a_moment_later: Any) -> None:
    verifier, given = Verifier(known), sign(person_id=PERSON, session_id="s", key=KEY, key_id="k")
    await verifier.verify(given)

    a_moment_later(tokens.LIFETIME + timedelta(minutes=1))

    with pytest.raises(Unauthorised):
        await verifier.verify(given)


def test_a_public_key_survives_being_written_down() -> None:
    assert decode_public(encode_public(KEY.public_key())) == KEY.public_key()
