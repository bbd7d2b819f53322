"""Access tokens: short-lived, signed with Ed25519, verified with published keys. A token says who, nothing else."""

import re
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from libs.common import clock
from libs.common.refusals import Unauthorised

ISSUER: Final = "lienthong"
LIFETIME: Final = timedelta(minutes=15)
_LEEWAY: Final = timedelta(seconds=30)
_ASK_AGAIN: Final = 5.0
_REMEMBER: Final = 60.0
_MOST_READ: Final = 2_000
_KEY_ID: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")

LoadKey = Callable[[str], Awaitable[str | None]]
"""From a key id to the public key (base64url), or None."""


@dataclass(frozen=True)
class Identity:
    """Who a token speaks for, and until when."""

    person_id: UUID
    session_id: str
    expires_at: datetime


def sign(*, person_id: UUID, session_id: str, key: Ed25519PrivateKey, key_id: str) -> str:
    """A token for `person_id`, good for `LIFETIME`."""
    issued = clock.now()
    claims = {"iss": ISSUER, "sub": str(person_id), "sid": session_id, "iat": issued, "exp": issued + LIFETIME}
    return jwt.encode(claims, key, algorithm="EdDSA", headers={"kid": key_id})


def encode_public(key: Ed25519PublicKey) -> str:
    """The 32 bytes of a public key, base64url without padding (as in a JWK's `x`)."""
    return urlsafe_b64encode(key.public_bytes_raw()).rstrip(b"=").decode()


def decode_public(text: str) -> Ed25519PublicKey:
    """The inverse of `encode_public`."""
    return Ed25519PublicKey.from_public_bytes(urlsafe_b64decode(text + "=" * (-len(text) % 4)))


class Verifier:
    """Checks tokens, each signature once. A key is remembered for `remember` seconds, so that a withdrawn one ends with
    all it signed; an unknown one is asked for at most every five."""

    def __init__(self, load_key: LoadKey, *, remember: float = _REMEMBER) -> None:
        self._load_key = load_key
        self._remember = remember
        self._keys: dict[str, tuple[float, Ed25519PublicKey]] = {}
        self._asked: dict[str, float] = {}
        self._read: dict[str, tuple[str, Identity]] = {}

    async def verify(self, token: str) -> Identity:
        """Who the token speaks for. Raises Unauthorised for anything that is wrong with it."""
        if (read := self._read.get(token)) is None:
            read = await self._checked(token)
            if len(self._read) >= _MOST_READ:
                self._read.clear()
            self._read[token] = read
        key_id, identity = read
        await self._key(key_id)
        if identity.expires_at + _LEEWAY < clock.now():
            self._read.pop(token, None)
            raise Unauthorised
        return identity

    async def _checked(self, token: str) -> tuple[str, Identity]:
        try:
            key_id = str(jwt.get_unverified_header(token)["kid"])
            claims = jwt.decode(
                token,
                await self._key(key_id),
                algorithms=["EdDSA"],
                issuer=ISSUER,
                options={"require": ["exp", "iat", "sub", "sid"], "verify_exp": False, "verify_iat": False},
            )
            expires_at = datetime.fromtimestamp(claims["exp"], UTC)
            return key_id, Identity(UUID(claims["sub"]), str(claims["sid"]), expires_at)
        except (jwt.PyJWTError, KeyError, ValueError, TypeError, OverflowError) as error:
            raise Unauthorised from error

    async def _key(self, key_id: str) -> Ed25519PublicKey:
        loaded_at, key = self._keys.get(key_id, (0.0, None))
        if key is not None and time.monotonic() - loaded_at < self._remember:
            return key
        if not _KEY_ID.fullmatch(key_id) or time.monotonic() - self._asked.get(key_id, -_ASK_AGAIN) < _ASK_AGAIN:
            raise Unauthorised
        found = await self._load_key(key_id)
        self._keys.pop(key_id, None)
        if found is None:
            if len(self._asked) > 1_000:
                self._asked.clear()
            self._asked[key_id] = time.monotonic()
            raise Unauthorised
        self._keys[key_id] = (time.monotonic(), decode_public(found))
        return self._keys[key_id][1]
