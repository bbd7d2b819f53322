"""Accounts: opened with a one-time code, activated with a password of one's own, disabled."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from libs.common.clock import now, today
from libs.common.db import Database
from libs.common.outbox import stage
from libs.common.refusals import NotFound
from libs.common.rules import rule_book
from libs.common.text import fold, name_sort_key
from libs.contracts.members import AccountDisabled, AccountOpened
from services.members import passwords, workflow_limits
from services.members.errors_accounts import AccountStands, LoginTaken, WrongCode, WrongPassword
from services.members.models import Appointment, Person
from services.members.models_accounts import Account, OneTimeCode
from services.members.workflow_appointments import keep_an_administrator
from services.members.workflow_sign_in import Attempt, SignedIn, begin, counted_for, sign_out_everywhere
from services.members.workflow_units import top_unit


@dataclass(frozen=True)
class Opened:
    """An account and the code it can be activated with; the code is shown once and kept as a hash."""

    account: Account
    person: Person
    one_time_code: str | None


def new_person(person_id: UUID, name: str) -> Person:
    """A person by a name, with what search and lists need."""
    return Person(id=person_id, name=name, folded=fold(name), sort_key=name_sort_key(name))


async def open_account(session: AsyncSession, *, person_id: UUID, login: str, name: str) -> Opened:
    """An account for a person, who is made if unknown; the same once more gives a new code while it is not used."""
    person = await session.get(Person, person_id) or new_person(person_id, name)
    session.add(person)
    account = await session.get(Account, person_id, with_for_update=True)
    if account is not None:
        return await _opened_before(session, account, person, login)
    if await session.scalar(select(col(Account.person_id)).where(col(Account.login) == login)):
        raise LoginTaken()
    account = Account(person_id=person_id, login=login, opened_at=now())
    await session.flush()
    session.add(account)
    await _announce(session, AccountOpened(person_id=person_id, sequence=account.sequence))
    return Opened(account, person, await _give_code(session, account))


async def _opened_before(session: AsyncSession, account: Account, person: Person, login: str) -> Opened:
    if account.login != login:
        raise AccountStands()
    unused = account.password_hash is None and account.disabled_at is None
    return Opened(account, person, await _give_code(session, account) if unused else None)


async def renew_code(session: AsyncSession, *, person_id: UUID) -> Opened:
    """A new code: for a forgotten password, or to open a disabled account again. The old password ends at once."""
    account = await _account(session, person_id)
    if account.disabled_at is None and account.password_hash is not None:
        await keep_an_administrator(session, without=col(Appointment.person_id) == person_id)
    if account.disabled_at is not None:
        account.sequence += 1
        await _announce(session, AccountOpened(person_id=person_id, sequence=account.sequence))
    account.disabled_at = account.password_hash = None
    await sign_out_everywhere(session, person_id=person_id, why="code_renewed")
    code = await _give_code(session, account)
    return Opened(account, await session.get_one(Person, person_id), code)


async def disable(session: AsyncSession, *, person_id: UUID) -> Account:
    """The person can no longer sign in."""
    account = await _account(session, person_id)
    if account.disabled_at is not None:
        return account
    await keep_an_administrator(session, without=col(Appointment.person_id) == person_id)
    account.disabled_at = now()
    account.sequence += 1
    await session.execute(delete(OneTimeCode).where(col(OneTimeCode.person_id) == person_id))
    await sign_out_everywhere(session, person_id=person_id, why="disabled")
    await _announce(session, AccountDisabled(person_id=person_id, sequence=account.sequence))
    return account


async def activate(database: Database, *, attempt: Attempt, code: str, password: str, demo: bool) -> SignedIn:
    """The code is used up and the password is the person's own. Unknown login and wrong code are one answer."""
    passwords.check_strength(password, attempt.login, demo=demo)
    async with database.transaction() as session:
        counted = await counted_for(session, attempt)
    made = await passwords.hashed(password)
    async with database.transaction() as session:
        await workflow_limits.take_turn(session, counted, right=False)
        account = await _take_code(session, attempt.login, code)
        if account is not None:
            account.password_hash = made
            await workflow_limits.forgive(session, counted)
            return await begin(session, account.person_id)
        await workflow_limits.count(session, counted)
    raise WrongCode()


async def change_password(
    database: Database, *, person_id: UUID, address: str, old: str, new: str, demo: bool
) -> SignedIn:
    """Another password; every other sign-in of the person ends."""
    async with database.transaction() as session:
        account = await session.get(Account, person_id)
        if account is None or account.disabled_at is not None:
            raise NotFound()
        counted = await counted_for(session, Attempt(account.login, address, None))
    passwords.check_strength(new, account.login, demo=demo)
    right = await passwords.matches(old, account.password_hash)
    made = await passwords.hashed(new) if right else ""
    async with database.transaction() as session:
        await workflow_limits.take_turn(session, counted, right=right)
        if right:
            (await session.get_one(Account, person_id, with_for_update=True)).password_hash = made
            await sign_out_everywhere(session, person_id=person_id, why="password_changed")
            return await begin(session, person_id)
        await workflow_limits.count(session, counted)
    raise WrongPassword()


async def _take_code(session: AsyncSession, login: str, code: str) -> Account | None:
    mine = select(Account).where(col(Account.login) == login, col(Account.disabled_at).is_(None)).with_for_update()
    account = (await session.scalars(mine)).first()
    if account is None:
        return None
    used = delete(OneTimeCode).where(
        col(OneTimeCode.person_id) == account.person_id,
        col(OneTimeCode.code_hash) == passwords.code_hash(code),
        col(OneTimeCode.expires_at) > now(),
    )
    taken = await session.execute(used.returning(col(OneTimeCode.person_id)))
    return account if taken.first() else None


async def _give_code(session: AsyncSession, account: Account) -> str:
    days = (await rule_book(session)).number("members.one_time_code", today())
    code = passwords.new_code()
    await session.flush()
    kept = OneTimeCode(
        person_id=account.person_id, code_hash=passwords.code_hash(code), expires_at=now() + timedelta(days=days)
    )
    await session.merge(kept)
    return code


async def _account(session: AsyncSession, person_id: UUID) -> Account:
    account = await session.get(Account, person_id, with_for_update=True)
    if account is None:
        raise NotFound()
    return account


async def _announce(session: AsyncSession, event: AccountOpened | AccountDisabled) -> None:
    await stage(session, event, unit_path=f"{(await top_unit(session)).path}.self")
