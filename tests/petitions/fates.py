"""What became of a petition in memory by the end of a period, told plainly: what the SQL of reports is held against."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from libs.contracts.vocabulary import FINAL_STATES, ClockKind, PetitionState, Tier
from services.petitions.models import Clock, Holding
from services.petitions.models_words import HistoryLine
from services.petitions.rules_report import ANSWERED, Came, Fate, Period

DONE = ANSWERED | FINAL_STATES
_BACK = ("reopen", "read_out_against", "unmerge")
_WITH_ITS_ANSWER = (ClockKind.ANSWER, ClockKind.BRANCH_ANSWER, ClockKind.GO_UP, ClockKind.COMPLETE)


def state_before(lines: Sequence[HistoryLine], moment: datetime) -> PetitionState | None:
    """The state just before a moment; None if there was no petition."""
    return next((line.to_state for line in reversed(lines) if line.at < moment), None)


def fate_of(
    lines: Sequence[HistoryLine],
    holdings: Sequence[Holding],
    clocks: Sequence[Clock],
    period: Period,
    *,
    above: frozenset[Tier],
    tiers: dict[UUID, Tier],
) -> Fate | None:
    """None for a petition that the report does not speak of."""
    state = state_before(lines, period.to_at)
    if state is None:
        return None
    within = [line for line in lines if period.from_at <= line.at < period.to_at]
    came = _came(lines, within, period)
    read_out = any(line.verb in ("read_out", "read_out_against") for line in within)
    if came is None and not read_out:
        return None
    end = period.to_at
    running = [one for one in clocks if one.opened_at < end and _later(one.closed_at, end)]
    late = any(clock.due_at <= end - timedelta(seconds=1) and _later(clock.paused_at, end) for clock in running)
    answer = next((line for line in reversed(lines) if line.verb == "answer" and line.at < end), None)
    held = [one for one in holdings if one.from_at < end and (one.to_at is None or one.to_at >= end)]
    tier = None
    if state in ANSWERED and answer and answer.unit_id:
        tier = tiers[answer.unit_id]
    elif state not in DONE and held:
        tier = held[-1].tier
    return Fate(
        came,
        state,
        tier in above,
        late and state not in DONE,
        state in ANSWERED and answer is not None and not _missed(clocks, answer.at),
        read_out,
    )


def _came(lines: Sequence[HistoryLine], within: Sequence[HistoryLine], period: Period) -> Came | None:
    before = state_before(lines, period.from_at)
    if before is None:
        return Came.RAISED
    if before not in DONE:
        return Came.CARRIED
    return Came.REOPENED if any(line.verb in _BACK and line.to_state not in DONE for line in within) else None


def _later(moment: datetime | None, end: datetime) -> bool:
    return moment is None or moment >= end


def _missed(clocks: Sequence[Clock], at: datetime) -> bool:
    return any(
        clock.met_at == at
        and clock.kind in _WITH_ITS_ANSWER
        and clock.paused_at is None
        and clock.due_at <= at - timedelta(seconds=1)
        for clock in clocks
    )
