"""Sign in, refresh, sign out.

These take the database instead of a session: a failure has to be remembered although the answer is a refusal, and no
connection is held while a password is hashed.
"""

import hmac
import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from libs.common.clock import now, today
from libs.common.db import Database
from libs.common.ids import new_id
from libs.common.rules import rule_book
from services.members import passwords, workflow_limits
from services.members.errors_accounts import SignInEnded, WrongPassword
from services.members.models_accounts import Account, RefreshToken, SignIn
from services.members.signing import Signer


@dataclass(frozen=True)
class SignedIn:
    """What a browser gets: who, and the refresh token of the sign-in."""

    person_id: UUID
    sign_in_id: UUID
    refresh_token: str
    expires_in: timedelta


@dataclass(frozen=True)
class Attempt:
    """Who tries, from where; `device` is set where this browser has signed in to this login before."""

    login: str
    address: str
    device: str | None


async def sign_in(database: Database, *, attempt: Attempt, password: str) -> SignedIn:
    """A new sign-in. Unknown, disabled and wrong are one answer, after the same time; while guessing has to wait, right
    and wrong are one answer too, also for attempts that were sent together."""
    async with database.transaction() as session:
        counted = await counted_for(session, attempt)
        account = await _open_account(session, attempt.login)
    right = await passwords.matches(password, account.password_hash if account else None)
    renewed = await _renewed_hash(account, password) if account and right else None
    async with database.transaction() as session:
        await workflow_limits.take_turn(session, counted, right=right)
        if account and right:
            await workflow_limits.forgive(session, counted)
            await _keep_hash(session, account.person_id, renewed)
            return await begin(session, account.person_id)
        await workflow_limits.count(session, counted)
    raise WrongPassword()


async def counted_for(session: AsyncSession, attempt: Attempt) -> list[workflow_limits.Counter]:
    """What the attempt counts against; refused while one of them has to wait."""
    counted = await workflow_limits.counters(
        session, login=attempt.login, address=attempt.address, device=attempt.device
    )
    await workflow_limits.check(session, counted)
    return counted


async def begin(session: AsyncSession, person_id: UUID) -> SignedIn:
    """A sign-in of a person whose password was right just now."""
    lasts = timedelta(days=(await rule_book(session)).number("members.sign_in", today()))
    started = SignIn(id=new_id(), person_id=person_id, started_at=now(), expires_at=now() + lasts)
    session.add(started)
    await session.flush()
    token = secrets.token_urlsafe(32)
    session.add(RefreshToken(token_hash=_hash(token), sign_in_id=started.id, issued_at=now()))
    return SignedIn(person_id, started.id, token, lasts)


async def refresh(database: Database, *, signer: Signer, token: str) -> SignedIn:
    """The next refresh token. One that was used before ends the whole sign-in: somebody has a copy of it."""
    async with database.transaction() as session:
        following = await _follow(session, signer, token)
    if following is None:
        raise SignInEnded()
    return following


async def _follow(session: AsyncSession, signer: Signer, token: str) -> SignedIn | None:
    link = await session.get(RefreshToken, _hash(token), with_for_update=True)
    started = await session.get(SignIn, link.sign_in_id, with_for_update=True) if link else None
    if link is None or started is None or started.ended_at is not None or started.expires_at <= now():
        return None
    grace = timedelta(seconds=(await rule_book(session)).number("members.refresh_grace", today()))
    if link.used_at is not None and now() - link.used_at > grace:
        started.ended_at, started.ended_by = now(), "token_reused"
        return None
    account = await session.get(Account, started.person_id)
    if account is None or account.disabled_at is not None:
        return None
    newest = await _newest(session, signer, token, link)
    return SignedIn(started.person_id, started.id, newest, started.expires_at - now())


async def _newest(session: AsyncSession, signer: Signer, token: str, link: RefreshToken) -> str:
    """The successor is derived from its predecessor, so that two tabs at once get the same one."""
    while link.used_at is not None:
        token = _successor(signer, token)
        link = await session.get_one(RefreshToken, _hash(token))
        if link.used_at is None:
            return token
    link.used_at = now()
    successor = _successor(signer, token)
    session.add(RefreshToken(token_hash=_hash(successor), sign_in_id=link.sign_in_id, issued_at=now()))
    return successor


async def sign_out(session: AsyncSession, *, token: str) -> None:
    """The sign-in that the token belongs to has ended."""
    mine = select(col(RefreshToken.sign_in_id)).where(col(RefreshToken.token_hash) == _hash(token)).scalar_subquery()
    await _end(session, col(SignIn.id) == mine, "signed_out")


async def sign_out_everywhere(session: AsyncSession, *, person_id: UUID, why: str) -> None:
    """Every sign-in of a person has ended."""
    await _end(session, col(SignIn.person_id) == person_id, why)


async def forget(session: AsyncSession, *, older_than: datetime) -> None:
    """Deletes sign-ins that ran out before `older_than`, with their tokens."""
    over = select(col(SignIn.id)).where(col(SignIn.expires_at) < older_than)
    await session.execute(delete(RefreshToken).where(col(RefreshToken.sign_in_id).in_(over)))
    await session.execute(delete(SignIn).where(col(SignIn.expires_at) < older_than))


def device_cookie(signer: Signer, login: str) -> str:
    """What tells this browser apart for this login from now on; nothing can be read from it."""
    nonce = secrets.token_urlsafe(12)
    return f"{nonce}.{_device_proof(signer, login, nonce)}"


def known_device(signer: Signer, login: str, cookie: str | None) -> str | None:
    """The name of the device, if the cookie was given to it for this login."""
    nonce, _, proof = (cookie or "").partition(".")
    genuine = hmac.compare_digest(proof.encode(), _device_proof(signer, login, nonce).encode())
    return nonce if nonce and genuine else None


def _device_proof(signer: Signer, login: str, nonce: str) -> str:
    made = signer.derived("device", f"{nonce}\n{login}".encode())
    return urlsafe_b64encode(made).decode().rstrip("=")


def _successor(signer: Signer, token: str) -> str:
    return urlsafe_b64encode(signer.derived("refresh", token.encode())).decode().rstrip("=")


def _hash(token: str) -> bytes:
    return sha256(token.encode()).digest()


async def _open_account(session: AsyncSession, login: str) -> Account | None:
    mine = select(Account).where(col(Account.login) == login, col(Account.disabled_at).is_(None))
    return (await session.scalars(mine)).first()


async def _keep_hash(session: AsyncSession, person_id: UUID, renewed: str | None) -> None:
    if renewed:
        mine = update(Account).where(col(Account.person_id) == person_id)
        await session.execute(mine.values(password_hash=renewed))


async def _renewed_hash(account: Account, password: str) -> str | None:
    outdated = account.password_hash is not None and passwords.is_outdated(account.password_hash)
    return await passwords.hashed(password) if outdated else None


async def _end(session: AsyncSession, which: ColumnElement[bool], why: str) -> None:
    standing = update(SignIn).where(which, col(SignIn.ended_at).is_(None))
    await session.execute(standing.values(ended_at=now(), ended_by=why))
