"""Dates on a member sheet become spells and periods; what was known of earlier days stays."""

from datetime import date

from libs.contracts.vocabulary import Membership, Participation
from services.members.rules_roll import Stay, Way, first_stays, stays, ways
from tests.members.builders import unit_id

HERE, THERE = unit_id("th.w001.b001"), unit_id("th.w002.b001")
ADMITTED, OFFICIAL, MOVED = date(2020, 5, 1), date(2021, 5, 1), date(2024, 1, 1)
PROBATIONARY, FULL = Membership.PROBATIONARY, Membership.OFFICIAL


def test_probation_ends_where_full_membership_begins() -> None:
    assert first_stays(HERE, admitted_on=ADMITTED, official_on=OFFICIAL) == [
        Stay(HERE, PROBATIONARY, ADMITTED, date(2021, 4, 30)),
        Stay(HERE, FULL, OFFICIAL, None),
    ]


def test_without_a_date_of_full_membership_probation_is_open() -> None:
    assert first_stays(HERE, admitted_on=ADMITTED, official_on=None) == [Stay(HERE, PROBATIONARY, ADMITTED, None)]


def test_full_membership_on_the_day_of_admission_leaves_no_probation() -> None:
    assert first_stays(HERE, admitted_on=ADMITTED, official_on=ADMITTED) == [Stay(HERE, FULL, ADMITTED, None)]


def test_the_same_dates_again_change_nothing() -> None:
    known = first_stays(HERE, admitted_on=ADMITTED, official_on=OFFICIAL)

    assert stays(known, unit_id=HERE, admitted_on=ADMITTED, official_on=OFFICIAL, on=MOVED) == known


def test_another_branch_counts_from_its_day() -> None:
    known = first_stays(HERE, admitted_on=ADMITTED, official_on=OFFICIAL)

    assert stays(known, unit_id=THERE, admitted_on=ADMITTED, official_on=OFFICIAL, on=MOVED) == [
        Stay(HERE, PROBATIONARY, ADMITTED, date(2021, 4, 30)),
        Stay(HERE, FULL, OFFICIAL, date(2023, 12, 31)),
        Stay(THERE, FULL, MOVED, None),
    ]


def test_a_correction_keeps_the_earlier_branch() -> None:
    known = [Stay(HERE, FULL, OFFICIAL, date(2023, 12, 31)), Stay(THERE, FULL, MOVED, None)]

    corrected = stays(known, unit_id=THERE, admitted_on=ADMITTED, official_on=OFFICIAL, on=date(2026, 1, 1))

    assert [(stay.unit_id, stay.membership) for stay in corrected] == [
        (HERE, PROBATIONARY),
        (HERE, FULL),
        (THERE, FULL),
    ]


def test_becoming_full_member_later_continues_the_spell() -> None:
    known = first_stays(HERE, admitted_on=ADMITTED, official_on=None)

    assert stays(known, unit_id=HERE, admitted_on=ADMITTED, official_on=OFFICIAL, on=MOVED)[1] == Stay(
        HERE, FULL, OFFICIAL, None
    )


def test_who_was_struck_off_is_not_readmitted_by_a_file() -> None:
    known = [Stay(HERE, Membership.STRUCK_OFF, OFFICIAL, None)]

    assert stays(known, unit_id=HERE, admitted_on=ADMITTED, official_on=OFFICIAL, on=MOVED) == known


def test_exemption_begins_on_its_day_and_an_empty_cell_ends_nothing() -> None:
    exempt = ways([], exempt_from=MOVED)

    assert exempt == [Way(Participation.EXEMPT, MOVED, None)]
    assert ways(exempt, exempt_from=None) == exempt
    assert ways(exempt, exempt_from=MOVED) == exempt


def test_exemption_never_overlaps_what_was_decided_otherwise() -> None:
    suspended = [Way(Participation.SUSPENDED, OFFICIAL, None)]

    assert ways(suspended, exempt_from=MOVED) == suspended
