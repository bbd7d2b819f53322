"""What was heard by a listener for each kind of event is heard by one for all of them."""

from alembic import op

revision = "0002"
down_revision = "0001"

_DEADLINES = "('notifications-tell_of_a_near_deadline', 'notifications-tell_of_a_missed_deadline')"


def upgrade() -> None:
    for name, former in (
        ("notifications-tell_of_petitions", f"listener LIKE 'notifications-tell%' AND listener NOT IN {_DEADLINES}"),
        ("notifications-tell_of_deadlines", f"listener IN {_DEADLINES}"),
    ):
        op.execute(
            f"INSERT INTO inbox (listener, event_id) SELECT DISTINCT '{name}', event_id FROM inbox WHERE {former}"
        )
        op.execute(f"DELETE FROM inbox WHERE {former} AND listener <> '{name}'")
    op.execute("DELETE FROM listeners WHERE listener LIKE 'notifications-tell%'")
