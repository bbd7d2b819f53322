"""A petition in motion, in memory: its row, its open interval, its running clocks, and what this transaction adds.

How it moves is in `case_moves`, its clocks in `case_clocks`, its history in `case_lines`. No I/O in any of them.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlmodel import SQLModel

from libs.common.context import Cause, cause
from libs.common.rules import RuleBook
from libs.contracts.petitions import PetitionEvent
from libs.contracts.vocabulary import ClockKind, Competence, Role, Tier
from services.petitions import rules_clocks
from services.petitions.models import Clock, Holding, Petition
from services.petitions.rules import Desk, Situation, Verb, desk_of


class Place(NamedTuple):
    """A unit that can hold a petition."""

    unit_id: UUID
    tier: Tier


class Actor(NamedTuple):
    """Who does something, and as what."""

    person_id: UUID
    role: Role | None
    unit_id: UUID | None


@dataclass(slots=True)
class Case:
    """A petition with its open interval, its running clocks, and the rows and events that this transaction adds.
    `has_left` says that it has left a desk where an answer may have been drafted, `is_settled` that nobody takes it out
    of what it follows, `why` what all this was caused by."""

    petition: Petition
    book: RuleBook
    holding: Holding | None = None
    clocks: list[Clock] = field(default_factory=list)
    marks: set[tuple[UUID, str]] = field(default_factory=set)
    spell: int = 1
    has_left: bool = False
    is_settled: bool = False
    added: list[SQLModel] = field(default_factory=list)
    told: list[PetitionEvent] = field(default_factory=list)
    why: Cause = field(default_factory=cause)

    @property
    def desk(self) -> Desk:
        """The desk it lies on, or lay on last."""
        return desk_of(self.petition.last_holder_tier)

    def moment(self, at: datetime) -> datetime:
        """`at`, but never before what has happened already."""
        return max(at, self.petition.moved_at)

    def running(self, kind: ClockKind) -> Clock | None:
        """Its clock of this kind, where it has one that was not closed."""
        return next((clock for clock in self.clocks if clock.kind is kind), None)

    def situation(self, at: datetime, *, has_above: bool = True) -> Situation:
        """What the rules need to know of it."""
        petition, book, answer = self.petition, self.book, self.running(ClockKind.ANSWER)
        holder = petition.last_holder_id
        return Situation(
            state=petition.state,
            desk=self.desk,
            at=at,
            has_above=has_above,
            has_below=holder != petition.home_id,
            returned_by_holder=(holder, Verb.RETURN.value) in self.marks,
            extended_by_holder=(holder, Verb.EXTEND.value) in self.marks,
            paused_by_holder=(holder, Verb.PAUSE.value) in self.marks,
            is_paused=self.running(ClockKind.PAUSE) is not None,
            is_external=petition.competence is Competence.EXTERNAL,
            is_transferred=self.running(ClockKind.EXTERNAL_REPLY) is not None,
            is_pausable=answer is not None and answer.paused_at is None and answer.due_at >= at,
            reopened_before=petition.reopened_at is not None,
            reopen_until=rules_clocks.reopen_until(petition.closed_at, book) if petition.closed_at else None,
            is_settled=self.is_settled,
        )
