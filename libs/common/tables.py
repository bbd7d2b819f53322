"""The tables every service has: outbox, inbox, dead letters, idempotency keys, its listeners, rules and holidays."""

from alembic import op
from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    DateTime,
    Identity,
    Integer,
    MetaData,
    Numeric,
    Table,
    Text,
    Uuid,
    func,
)

metadata = MetaData()

outbox = Table(
    "outbox",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("event_id", Uuid, nullable=False),
    Column("type", Text, nullable=False),
    Column("stream", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("staged_at", DateTime(timezone=True), nullable=False, server_default=func.clock_timestamp()),
    Column("published_at", DateTime(timezone=True)),
    Column("stream_sequence", BigInteger),
)

inbox = Table(
    "inbox",
    metadata,
    Column("listener", Text, primary_key=True),
    Column("event_id", Uuid, primary_key=True),
    Column("handled_at", DateTime(timezone=True), nullable=False, server_default=func.clock_timestamp()),
)

dead_letters = Table(
    "dead_letters",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("listener", Text, nullable=False),
    Column("event_id", Uuid, nullable=False),
    Column("stream", Text, nullable=False),
    Column("stream_sequence", BigInteger, nullable=False),
    Column("subject", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False, server_default=func.clock_timestamp()),
    Column("replay_requested_at", DateTime(timezone=True)),
    Column("resolved_at", DateTime(timezone=True)),
    Column("resolution", Text),
)

idempotency_keys = Table(
    "idempotency_keys",
    metadata,
    Column("person_id", Uuid, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("request_hash", Text, nullable=False),
    Column("status", Integer),
    Column("body", Text),
    Column("at", DateTime(timezone=True), nullable=False, server_default=func.clock_timestamp()),
)

listeners = Table(
    "listeners",
    metadata,
    Column("listener", Text, primary_key=True),
    Column("stream", Text, nullable=False),
    Column("subjects", Text, nullable=False),
    Column("registered_at", DateTime(timezone=True), nullable=False, server_default=func.clock_timestamp()),
)

rules = Table(
    "rules",
    metadata,
    Column("key", Text, primary_key=True),
    Column("valid_from", Date, primary_key=True),
    Column("valid_to", Date),
    Column("value", Numeric, nullable=False),
    Column("unit", Text, nullable=False),
    Column("source", Text, nullable=False),
)

holidays = Table(
    "holidays",
    metadata,
    Column("day", Date, primary_key=True),
    Column("name", Text, nullable=False),
    Column("source", Text, nullable=False),
)


ANSWERS_KEPT = "common.answers_kept"


def keep_answers_a_day() -> None:
    """How long the answer to a POST stays for whoever sends it again, as a rule; called by a migration of each service.
    Answers hold names, and whoever sends again does so within minutes."""
    op.execute(
        f"""INSERT INTO rules (key, valid_from, value, unit, source)
        VALUES ('{ANSWERS_KEPT}', '2026-01-01', 24, 'hours',
                'Mặc định của hệ thống: gửi lại chỉ trong vài phút, mà câu trả lời có thể có tên người')"""
    )


def create_common() -> None:
    """Makes all of them; called by a service's first migration."""
    for table in metadata.sorted_tables:
        op.create_table(table.name, *(column._copy() for column in table.columns))
    op.execute("CREATE UNIQUE INDEX outbox_event_stream_key ON outbox (event_id, stream)")
    op.execute("CREATE INDEX outbox_unsent_idx ON outbox (id) WHERE published_at IS NULL")
    op.execute("CREATE INDEX outbox_published_at_idx ON outbox (published_at)")
    op.execute("CREATE INDEX inbox_handled_at_idx ON inbox (handled_at)")
    op.execute(
        "CREATE UNIQUE INDEX dead_letters_open_key ON dead_letters (listener, event_id) WHERE resolved_at IS NULL"
    )
    op.execute("CREATE INDEX idempotency_keys_at_idx ON idempotency_keys (at)")
    op.execute("ALTER TABLE rules ADD CONSTRAINT rules_period_check CHECK (valid_to IS NULL OR valid_to >= valid_from)")
