"""The history, which nobody can edit, and beside it the words and names, which can be erased.

A line of history holds codes, ids, times and hashes only. The hash of its note is salted, and the salt lies with the
note: once both are erased, nothing can be learnt from the hash, and the chain still holds.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, Index, Integer, Text, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TSVECTOR
from sqlmodel import Field

from libs.contracts.vocabulary import Outcome, PetitionState, Role
from services.petitions.models import Base, moment, one_of, word


class HistoryLine(Base, table=True):
    """One thing that happened. `hash` covers the line, the hash of its note and the hash of the line before."""

    __tablename__ = "history"
    __table_args__ = (
        CheckConstraint("seq >= 1", "seq"),
        CheckConstraint(one_of("to_state", PetitionState), "to_state"),
    )

    petition_id: UUID = Field(primary_key=True)
    seq: int = Field(primary_key=True)
    verb: str = Field(sa_type=Text)
    by_itself: bool
    from_state: PetitionState | None = word(PetitionState, optional=True)
    to_state: PetitionState = word(PetitionState)
    at: datetime = moment()
    actor_id: UUID | None = None
    role: Role | None = word(Role, optional=True)
    unit_id: UUID | None = None
    to_unit_id: UUID | None = None
    details: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))
    note_hash: str | None = Field(default=None, sa_type=Text)
    previous_hash: str = Field(sa_type=Text)
    hash: str = Field(sa_type=Text)


class HistoryNote(Base, table=True):
    """What was said with a line of history: a reason, an answer."""

    __tablename__ = "history_notes"

    petition_id: UUID = Field(primary_key=True)
    seq: int = Field(primary_key=True)
    salt: str = Field(sa_type=Text)
    text: str = Field(sa_type=Text)


class Words(Base, table=True):
    """What was said and by whom. `folded` is code and all texts without marks, `plain` the same with them: what search
    compares with what was typed; `keys` is what duplicates of it are found by, null until it was read for them. An
    empty `text` is one that must not lie here (`workflow_keeping_out`)."""

    __tablename__ = "words"
    __table_args__ = (
        Index("words_keys", "keys", postgresql_using="gin", postgresql_with={"fastupdate": "off"}),
        Index("words_unread", "petition_id", postgresql_where=text("keys IS NULL")),
    )

    petition_id: UUID = Field(primary_key=True, foreign_key="petitions.id")
    text: str = Field(sa_type=Text)
    raised_by_name: str | None = Field(default=None, sa_type=Text)
    answer_text: str | None = Field(default=None, sa_type=Text)
    plain: str = Field(sa_type=Text)
    folded: str = Field(sa_type=Text)
    keys: list[int] | None = Field(default=None, sa_column=Column(ARRAY(Integer), nullable=True))


class Search(Base, table=True):
    """What search finds a petition by, kept by triggers: each syllable of `folded`, and as marks the ward, home and
    holder (`@w…`, `@h…`, `@o…` with the id) and whether it was at the top (`@top`)."""

    __tablename__ = "search"
    __table_args__ = (Index("search_said", "said", postgresql_using="gin"),)

    petition_id: UUID = Field(primary_key=True, foreign_key="petitions.id")
    said: str = Field(sa_column=Column(TSVECTOR, nullable=False))


class AddedText(Base, table=True):
    """What was added to a recommendation after it had gone up, beside the first text."""

    __tablename__ = "added_texts"

    petition_id: UUID = Field(primary_key=True, foreign_key="petitions.id")
    number: int = Field(primary_key=True)
    text: str = Field(sa_type=Text)
    at: datetime = moment()


class Draft(Base, table=True):
    """An answer that waits for whoever may give it."""

    __tablename__ = "drafts"
    __table_args__ = (CheckConstraint(one_of("outcome", Outcome), "outcome"),)

    petition_id: UUID = Field(primary_key=True, foreign_key="petitions.id")
    outcome: Outcome = word(Outcome)
    text: str = Field(sa_type=Text)
    target_date: date | None = None
    by_id: UUID
    at: datetime = moment()


class Reason(Base, table=True):
    """A reason to choose for one verb, from a day on; of several rows of a code the latest that holds counts. Where it
    does not keep the text, the matter must not lie here."""

    __tablename__ = "reasons"
    __table_args__ = (
        CheckConstraint(
            "verb IN ('escalate', 'return', 'redirect', 'extend', 'reopen', 'withdraw', 'pause', 'reveal')", "verb"
        ),
        CheckConstraint("keeps_text OR (verb = 'redirect' AND NOT needs_text)", "keeps_text"),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", "period"),
    )

    verb: str = Field(primary_key=True, sa_type=Text)
    code: str = Field(primary_key=True, sa_type=Text)
    valid_from: date = Field(primary_key=True)
    valid_to: date | None = None
    vi: str = Field(sa_type=Text)
    en: str = Field(sa_type=Text)
    needs_text: bool
    keeps_text: bool = True
    position: int
    source: str = Field(sa_type=Text)


class Transfer(Base, table=True):
    """A body outside that was asked to solve it, and what it replied."""

    __tablename__ = "transfers"
    __table_args__ = (CheckConstraint("(replied_at IS NULL) = (reply_text IS NULL)", "reply"),)

    petition_id: UUID = Field(primary_key=True, foreign_key="petitions.id")
    number: int = Field(primary_key=True)
    unit_id: UUID
    body: str = Field(sa_type=Text)
    document_number: str | None = Field(default=None, sa_type=Text)
    document_date: date | None = None
    sent_at: datetime = moment()
    reply_due_at: datetime = moment()
    replied_at: datetime | None = moment(optional=True)
    reply_text: str | None = Field(default=None, sa_type=Text)
