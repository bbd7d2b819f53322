"""Passwords and codes. Hashing is slow on purpose: it runs in threads, few at a time, and nobody waits for long."""

import asyncio
import secrets
import unicodedata
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from typing import Final, TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from libs.common.text import fold
from services.members.errors_accounts import PasswordWeak, SignInBusy

SHORTEST: Final = 12
SHORTEST_WORD: Final = 4
FEWEST_DIFFERENT: Final = 5
AT_ONCE: Final = 2
WAITING: Final = 200

_ALPHABET: Final = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
_CODE_LENGTH: Final = 12

Result = TypeVar("Result")

_hasher = PasswordHasher(time_cost=1, memory_cost=47_104, parallelism=1)  # OWASP's first choice for argon2id
_unknown = _hasher.hash(secrets.token_hex())
_threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="argon2")
_waiting = 0


async def hashed(password: str) -> str:
    """The argon2id hash of a password. Refuses when too many wait."""
    return await _in_thread(lambda: _hasher.hash(_typed(password)))


async def matches(password: str, password_hash: str | None) -> bool:
    """Whether the password is the one; takes the same time where there is no hash to compare with."""
    known = await _in_thread(lambda: _verify(password_hash or _unknown, password))
    return known and password_hash is not None


def is_outdated(password_hash: str) -> bool:
    """Whether the hash was made with other parameters than today's."""
    return _hasher.check_needs_rehash(password_hash)


def check_strength(password: str, login: str, *, demo: bool) -> None:
    """Long, not of a few repeated characters, without the login in it. A demo protects nobody: any password will do."""
    plain = fold(password)
    gives_away = len(login) >= SHORTEST_WORD and login in plain
    if not demo and (len(password) < SHORTEST or len(set(plain)) < FEWEST_DIFFERENT or gives_away):
        raise PasswordWeak()


def new_code() -> str:
    """A one-time code that can be read out: three groups of four."""
    letters = "".join(secrets.choice(_ALPHABET) for _ in range(_CODE_LENGTH))
    return "-".join(letters[start : start + 4] for start in range(0, _CODE_LENGTH, 4))


def code_hash(code: str) -> bytes:
    """How a code is kept; typed in lower case or without hyphens it is the same."""
    return sha256("".join(char for char in code.upper() if char.isalnum()).encode()).digest()


def _typed(password: str) -> str:
    """The same whatever keyboard composed the marks."""
    return unicodedata.normalize("NFC", password)


def _verify(password_hash: str, password: str) -> bool:
    try:
        return _hasher.verify(password_hash, _typed(password))
    except (VerificationError, InvalidHashError):
        return False


async def _in_thread(work: Callable[[], Result]) -> Result:
    global _waiting
    if _waiting >= WAITING:
        raise SignInBusy(retry_after=3)
    _waiting += 1
    try:
        return await asyncio.get_running_loop().run_in_executor(_threads, work)
    finally:
        _waiting -= 1
