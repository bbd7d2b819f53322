"""How long answers to a POST are kept, as a rule."""

from libs.common.tables import keep_answers_a_day

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    keep_answers_a_day()
