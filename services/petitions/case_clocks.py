"""The clocks of one petition: opened, met, closed, moved. No I/O."""

from datetime import UTC, date, datetime, timedelta

from libs.common.rules import end_of_day, local_day
from libs.contracts.vocabulary import ClockKind, Complexity, PetitionState
from services.petitions import rules_clocks
from services.petitions.case import Case, Place
from services.petitions.models import NEVER, Clock
from services.petitions.rules import Desk


def open_clocks(case: Case, state: PetitionState, at: datetime, *, next_regular: datetime | None) -> None:
    """Opens the clocks that come with a state at the desk it lies on and that do not run yet."""
    petition, book, desk = case.petition, case.book, case.desk
    facts = rules_clocks.Facts(petition.starts_at, petition.complexity, next_regular)
    kinds = rules_clocks.kinds_opened(state, desk, petition.competence)
    for kind in [kind for kind in kinds if case.running(kind) is None]:
        length = rules_clocks.length_of(kind, desk, petition.complexity, book, local_day(at))
        open_clock(case, kind, length, rules_clocks.due_at(kind, length, at, facts, book), at)
    watch_clocks(case)


def open_clock(case: Case, kind: ClockKind, length: rules_clocks.Length, due: datetime, at: datetime) -> None:
    """A clock of the holder begins to run."""
    clock = Clock(
        petition_id=case.petition.id,
        kind=kind,
        unit_id=case.petition.last_holder_id,
        tier=case.petition.last_holder_tier,
        opened_at=at,
        due_at=due,
        soon_at=rules_clocks.soon_at(at, due, case.book),
        length=length.value,
        unit=length.unit,
    )
    start_clock(case, clock)


def meet_clocks(case: Case, kinds: frozenset[ClockKind], at: datetime) -> None:
    """What these clocks waited for is done."""
    for clock in [clock for clock in case.clocks if clock.kind in kinds]:
        clock.met_at = clock.closed_at = at
        case.clocks.remove(clock)


def close_clocks(case: Case, at: datetime) -> None:
    """Ends all running clocks without their having been met."""
    for clock in case.clocks:
        clock.closed_at = at
    case.clocks = []


def set_term(case: Case, kind: ClockKind, *, value: int | None = None, extra: int | None = None) -> None:
    """Gives a running clock another length, or more of it, counted from where it opened."""
    for clock in case.clocks:
        if clock.kind is kind:
            clock.length = clock.length if value is None else value
            clock.extra = clock.extra if extra is None else extra
            _count_anew(case, clock)
    watch_clocks(case)


def _count_anew(case: Case, clock: Clock) -> None:
    length = rules_clocks.Length(clock.length + clock.extra + clock.paused, clock.unit)
    facts = rules_clocks.Facts(case.petition.starts_at, None, None)
    set_due(case, clock, rules_clocks.due_at(clock.kind, length, clock.opened_at, facts, case.book))


def pause_answer(case: Case, at: datetime, working_days: int) -> datetime:
    """The clock of the answer stands still; one of its own runs to the limit, which is given back."""
    for clock in case.clocks:
        if clock.kind is ClockKind.ANSWER:
            clock.paused_at = at
    length = rules_clocks.Length(working_days, "working_days")
    facts = rules_clocks.Facts(case.petition.starts_at, None, None)
    until = rules_clocks.due_at(ClockKind.PAUSE, length, at, facts, case.book)
    open_clock(case, ClockKind.PAUSE, length, until, at)
    watch_clocks(case)
    return until


def resume_answer(case: Case, at: datetime, *, is_met: bool) -> None:
    """The clock of the answer runs again, with the time that it had left; what lies behind the limit is its own."""
    for pause in [clock for clock in case.clocks if clock.kind is ClockKind.PAUSE]:
        pause.closed_at, pause.met_at = at, at if is_met else None
        case.clocks.remove(pause)
        at = min(at, pause.due_at)
    for clock in case.clocks:
        if clock.paused_at is not None:
            clock.paused += rules_clocks.lasted(clock.paused_at, at, clock.unit, case.book)
            clock.paused_at = None
            _count_anew(case, clock)
    watch_clocks(case)


def set_due(case: Case, clock: Clock, due: datetime) -> None:
    """Moves a deadline; warnings about it are said again."""
    if due != clock.due_at:
        clock.due_at = due
        clock.soon_at = rules_clocks.soon_at(clock.opened_at, due, case.book)
        clock.soon_said_at = clock.overdue_said_at = None


def classify_term(case: Case, complexity: Complexity) -> None:
    """The complexity said at classification changes how long the answer may take, from the same start."""
    case.petition.complexity = complexity
    if case.desk is not Desk.TOP:
        for clock in [clock for clock in case.clocks if clock.kind is ClockKind.ANSWER]:
            day = local_day(clock.opened_at)
            length = rules_clocks.length_of(ClockKind.ANSWER, case.desk, complexity, case.book, day)
            set_term(case, ClockKind.ANSWER, value=length.value, extra=length.value if clock.extra else 0)


def await_reply(case: Case, at: datetime, reply_by: date | None) -> datetime:
    """A clock runs for the reply from outside, to the day that was said or as long as the rule says; gives its end."""
    kind = ClockKind.EXTERNAL_REPLY
    length = rules_clocks.length_of(kind, case.desk, None, case.book, local_day(at))
    facts = rules_clocks.Facts(case.petition.starts_at, None, None)
    by_rule = rules_clocks.due_at(kind, length, at, facts, case.book)
    due = end_of_day(reply_by).astimezone(UTC) if reply_by else by_rule
    open_clock(case, kind, length, due, at)
    return due


def meet_reply(case: Case, at: datetime) -> None:
    """The reply from outside is there."""
    meet_clocks(case, frozenset({ClockKind.EXTERNAL_REPLY}), at)


def watch_clocks(case: Case) -> None:
    """Keeps the nearest unmet deadline on the petition, and when a recorded one goes up by itself."""
    petition = case.petition
    running = [clock for clock in case.clocks if clock.paused_at is None]
    nearest = min(running, key=lambda clock: (clock.due_at, rules_clocks.ORDER.index(clock.kind)), default=None)
    petition.due_at = nearest.due_at if nearest else None
    petition.queue_at = petition.due_at or NEVER
    petition.due_kind = nearest.kind if nearest else None
    if petition.state is PetitionState.RECORDED and nearest:
        late = timedelta(seconds=1) if nearest.kind is ClockKind.BRANCH_ANSWER else timedelta()
        petition.goes_up_at = nearest.due_at + late


def start_clock(case: Case, clock: Clock) -> None:
    """Lets it run."""
    case.clocks.append(clock)
    case.added.append(clock)


def copy_clock(clock: Clock, heir: Place) -> Clock:
    """The same deadline for another unit."""
    kept = clock.model_dump(exclude={"id", "unit_id", "tier", "met_at", "closed_at"})
    return Clock(**kept, unit_id=heir.unit_id, tier=heir.tier)
