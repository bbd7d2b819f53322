"""The way of a consolidated report: drafted by itself, signed, sent, received, or returned and signed anew. Pure."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Final

from libs.contracts.vocabulary import ReportState
from services.petitions import errors
from services.petitions.rules_report import Period


class ReportVerb(StrEnum):
    """What is done to a report."""

    SIGN = "sign"
    SEND = "send"
    RECEIVE = "receive"
    RETURN = "return"


_S, _V = ReportState, ReportVerb

STEPS: Final[Mapping[ReportState, Mapping[ReportVerb, ReportState]]] = {
    _S.DRAFT: {_V.SIGN: _S.SIGNED},
    _S.SIGNED: {_V.SEND: _S.SENT, _V.RETURN: _S.RETURNED},
    _S.SENT: {_V.RECEIVE: _S.RECEIVED, _V.RETURN: _S.RETURNED},
    _S.RECEIVED: {_V.RETURN: _S.RETURNED},
    _S.RETURNED: {},
}
"""A returned version stays as it is; the next one is a draft again."""


def decide(verb: ReportVerb, state: ReportState, *, has_above: bool) -> ReportState:
    """The state after the verb. Raises a refusal that says what to do instead."""
    after = STEPS[state].get(verb)
    if after is None:
        raise errors.WrongReportState
    if after is _S.SENT and not has_above:
        raise errors.NobodyAbove
    return after


def drafted(period: Period, now: datetime, *, last_ended: datetime | None, next_began: datetime | None) -> Period:
    """What a draft covers now: from where the report before ended, so that nothing falls between two that were signed
    early. Raises NotBegun."""
    from_at = last_ended or period.from_at
    to_at = min(now, period.to_at, next_began or period.to_at)
    if from_at >= to_at:
        raise errors.NotBegun
    return Period(from_at, to_at)
