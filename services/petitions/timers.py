"""What is due, asked every few seconds."""

from functools import partial
from pathlib import Path

from libs.common.objects import Bucket
from libs.common.timers import Timer, Timers
from services.petitions import (
    workflow_attachments,
    workflow_clocks,
    workflow_handing_up,
    workflow_keys,
    workflow_pauses,
    workflow_seals,
    workflow_units,
    workflow_work,
)

timers = Timers()

timers.every(seconds=2, name="go_up")(workflow_clocks.go_up_due)
timers.every(seconds=5, name="due_soon")(workflow_clocks.say_due_soon)
timers.every(seconds=5, name="overdue")(workflow_clocks.say_overdue)
timers.every(seconds=60, name="city_by_itself")(workflow_handing_up.escalate_overdue)
timers.every(seconds=60, name="city_at_cut_off")(workflow_handing_up.hand_up_at_cut_off)
timers.every(seconds=5, name="resume")(workflow_pauses.resume_due)
timers.every(seconds=60, name="pass_on")(workflow_units.pass_on_what_ended)
timers.every(seconds=60, name="read_unread")(workflow_keys.read_unread)
timers.every(seconds=60, name="drop_stale_work")(workflow_work.drop_stale_work)


def with_places(seal_key_file: Path, bucket: Bucket) -> Timers:
    """The same; the days that are over are sealed with the key in this file, and what no petition names any more is
    taken from the store of files."""
    return Timers(
        *timers,
        Timer("seal_days", 60, partial(workflow_seals.seal_due, seal_key_file=seal_key_file)),
        Timer("drop_unattached", 60, partial(workflow_attachments.drop_unattached, bucket=bucket)),
    )
