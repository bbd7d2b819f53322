"""The very beginning: the key is published, the first administrator founds the top unit."""

import hmac
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from libs.access import keep_key
from libs.common.clock import now
from libs.common.ids import new_id
from libs.common.outbox import stage
from libs.common.tokens import LIFETIME
from libs.contracts.members import AccountOpened, SigningKeyPublished
from libs.contracts.vocabulary import Role
from services.members import passwords, workflow_appointments, workflow_units
from services.members.errors import AlreadyFounded, WrongLink
from services.members.models import Appointment, Unit, values_of
from services.members.models_accounts import Account, SigningKey
from services.members.signing import Signer
from services.members.workflow_accounts import new_person
from services.members.workflow_sign_in import SignedIn, begin

_LOCK = 7_266_101


@dataclass(frozen=True)
class Founding:
    """What the first administrator types in."""

    city_name: str
    city_token: str
    login: str
    name: str
    password: str
    since: date
    demo: bool


async def publish_key(session: AsyncSession, signer: Signer) -> None:
    """Everyone may know the public key before the first token is signed with it; earlier keys run out."""
    await _alone(session)
    if await session.get(SigningKey, signer.key_id) is not None:
        return
    for old in await session.scalars(select(SigningKey).where(col(SigningKey.valid_to).is_(None))):
        old.valid_to, old.sequence = now() + LIFETIME, old.sequence + 1
        await announce_key(session, old)
    key = SigningKey(id=signer.key_id, public_key=signer.public_key, valid_from=now())
    session.add(key)
    await announce_key(session, key)


async def announce_key(session: AsyncSession, key: SigningKey) -> None:
    """Stage the key as it stands and keep our own copy of it."""
    event = SigningKeyPublished(key_id=key.id, **values_of(key, ("public_key", "valid_from", "valid_to", "sequence")))
    await keep_key(session, event)
    await stage(session, event, unit_path="self")


async def is_founded(session: AsyncSession) -> bool:
    """Whether there is an account; the link for the first administrator holds only until then."""
    return bool(await session.scalar(select(func.count()).select_from(Account).limit(1)))


async def found(session: AsyncSession, *, given_code: str, right_code: str, founding: Founding) -> SignedIn:
    """The first administrator exists and the top unit is founded, together or not at all."""
    if not hmac.compare_digest(given_code.encode(), right_code.encode()):
        raise WrongLink()
    await _alone(session)
    if await is_founded(session):
        raise AlreadyFounded()
    passwords.check_strength(founding.password, founding.login, demo=founding.demo)
    city = await workflow_units.found_top(
        session, unit_id=new_id(), name=founding.city_name, code=founding.city_token, on=founding.since
    )
    person_id = await _administrator(session, founding, city)
    return await begin(session, person_id)


async def _administrator(session: AsyncSession, founding: Founding, city: Unit) -> UUID:
    person = new_person(new_id(), founding.name)
    session.add(person)
    await session.flush()
    password_hash = await passwords.hashed(founding.password)
    session.add(Account(person_id=person.id, login=founding.login, password_hash=password_hash, opened_at=now()))
    await stage(session, AccountOpened(person_id=person.id, sequence=1), unit_path=f"{city.path}.self")
    first = Appointment(
        id=new_id(),
        person_id=person.id,
        role=Role.ADM,
        unit_id=city.id,
        valid_from=founding.since,
        made_by=person.id,
        made_at=now(),
    )
    await workflow_appointments.appoint(session, appointment=first, unit=city)
    return person.id


async def _alone(session: AsyncSession) -> None:
    """One replica at a time."""
    await session.execute(select(func.pg_advisory_xact_lock(_LOCK)))
