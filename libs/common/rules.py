"""Numbers from rules (days, hours, percentages) as data with validity and source; the working days they count in."""

import time
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from datetime import time as time_of_day
from decimal import Decimal
from typing import Final
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, select
from sqlalchemy.ext.asyncio import AsyncSession

from libs.common.clock import LOCAL_ZONE
from libs.common.tables import holidays as holidays_table
from libs.common.tables import rules as rules_table

_SATURDAY: Final = 5
_REMEMBER: Final = 30.0


@dataclass(frozen=True)
class RuleValue:
    """One number of one rule. `unit` is e.g. `working_days`, `hours`, `percent`; `source` its citation."""

    key: str
    value: Decimal
    unit: str
    valid_from: date
    valid_to: date | None
    source: str


class NoSuchRule(LookupError):
    """The rules table has no value for a key on a date."""


@dataclass(frozen=True)
class RuleBook:
    """All rules and holidays of a service."""

    values: tuple[RuleValue, ...]
    holidays: frozenset[date]

    def on(self, key: str, day: date) -> RuleValue:
        """The value of `key` that holds on `day`; of several the latest, so that a change is one new row. Raises
        NoSuchRule."""
        holding = [rule for rule in self.values if rule.key == key and _holds(rule, day)]
        if not holding:
            raise NoSuchRule(f"{key} on {day.isoformat()}")
        return max(holding, key=lambda rule: rule.valid_from)

    def number(self, key: str, day: date) -> int:
        """The same as a whole number."""
        return int(self.on(key, day).value)


def _holds(rule: RuleValue, day: date) -> bool:
    return rule.valid_from <= day and (rule.valid_to is None or day <= rule.valid_to)


_books: WeakKeyDictionary[Engine, tuple[float, RuleBook]] = WeakKeyDictionary()


async def rule_book(session: AsyncSession) -> RuleBook:
    """The rules of this service's database, read again after half a minute."""
    engine = session.get_bind()
    engine = engine if isinstance(engine, Engine) else engine.engine
    read_at, book = _books.get(engine, (-_REMEMBER, None))
    if book is None or time.monotonic() - read_at > _REMEMBER:
        book = await read_rules(session)
        _books[engine] = (time.monotonic(), book)
    return book


async def read_rules(session: AsyncSession) -> RuleBook:
    """The rules as they stand in the table now."""
    rows = (await session.execute(select(rules_table).order_by(rules_table.c.key, rules_table.c.valid_from))).mappings()
    values = tuple(RuleValue(**row) for row in rows)
    days = (await session.scalars(select(holidays_table.c.day))).all()
    return RuleBook(values, frozenset(days))


def is_working_day(day: date, holidays: AbstractSet[date]) -> bool:
    """Monday to Friday, and not in the holiday table."""
    return day.weekday() < _SATURDAY and day not in holidays


def add_working_days(start: date, count: int, holidays: AbstractSet[date]) -> date:
    """The `count`-th working day after `start`, which is day 0 whether it is a working day or not."""
    day = start
    while count > 0:
        day += timedelta(days=1)
        count -= is_working_day(day, holidays)
    return day


def subtract_working_days(end: date, count: int, holidays: AbstractSet[date]) -> date:
    """The `count`-th working day before `end`."""
    day = end
    while count > 0:
        day -= timedelta(days=1)
        count -= is_working_day(day, holidays)
    return day


def count_working_days(start: date, end: date, holidays: AbstractSet[date]) -> int:
    """How many working days lie after `start`, up to and with `end`."""
    days = (start + timedelta(days=number) for number in range(1, (end - start).days + 1))
    return sum(is_working_day(day, holidays) for day in days)


def local_day(moment: datetime) -> date:
    """The date of `moment` in Asia/Ho_Chi_Minh."""
    return moment.astimezone(LOCAL_ZONE).date()


def end_of_day(day: date) -> datetime:
    """23:59:59 of `day` in Asia/Ho_Chi_Minh: the last moment that is in time."""
    return datetime.combine(day, time_of_day(23, 59, 59), LOCAL_ZONE)


def start_of_day(day: date) -> datetime:
    """The first moment of `day` in Asia/Ho_Chi_Minh."""
    return datetime.combine(day, time_of_day(), LOCAL_ZONE)
