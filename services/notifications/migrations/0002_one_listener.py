"""What was heard by a listener for each kind of event is heard by one for all of them."""

from alembic import op

revision = "0002"
down_revision = "0001"

_DEADLINES = "('notifications-tell_of_a_near_deadline', 'notifications-tell_of_a_missed_deadline')"


def upgrade() -> None:
    _take_over("notifications-tell_of_petitions", f"LIKE 'notifications-tell%' AND listener NOT IN {_DEADLINES}")
    _take_over("notifications-tell_of_deadlines", f"IN {_DEADLINES}")


def _take_over(name: str, those: str) -> None:
    """The new listener is as well known as the former ones were: one that nobody knows hears its stream from the
    beginning, and would tell once more what is too old for the inbox."""
    former = f"listener {those} AND listener <> '{name}'"
    op.execute(f"INSERT INTO inbox (listener, event_id) SELECT DISTINCT '{name}', event_id FROM inbox WHERE {former}")
    op.execute(f"""
        INSERT INTO listeners (listener, stream, subjects, registered_at)
        SELECT '{name}', min(stream), string_agg(subjects, ' ' ORDER BY listener), min(registered_at)
        FROM listeners WHERE {former} HAVING count(*) > 0
    """)
    op.execute(f"UPDATE dead_letters SET listener = '{name}' WHERE {former}")
    op.execute(f"DELETE FROM inbox WHERE {former}")
    op.execute(f"DELETE FROM listeners WHERE {former}")
