"""The words that events, APIs and tables share, by the identifiers of the field's glossary."""

from enum import StrEnum


class Tier(StrEnum):
    """Where a unit stands. The tree may have any depth; `sub_committee` is a tier between ward and branch."""

    CITY = "city"
    WARD = "ward"
    SUB_COMMITTEE = "sub_committee"
    BRANCH = "branch"
    CELL = "cell"


class Role(StrEnum):
    """What an appointment makes of a person in a unit; `MEM` is derived from the roster and never appointed."""

    MEM = "MEM"
    CLK = "CLK"
    BCM = "BCM"
    BSE = "BSE"
    WLI = "WLI"
    WOF = "WOF"
    WPB = "WPB"
    WIN = "WIN"
    WLE = "WLE"
    WAS = "WAS"
    CLI = "CLI"
    COF = "COF"
    CLE = "CLE"
    ADM = "ADM"


class Membership(StrEnum):
    """Legal status of a member."""

    PROBATIONARY = "probationary"
    OFFICIAL = "official"
    STRUCK_OFF = "struck_off"
    EXPELLED = "expelled"
    RESIGNED = "resigned"
    DECEASED = "deceased"


class Participation(StrEnum):
    """How a member takes part, independent of the legal status."""

    ACTIVE = "active"
    EXEMPT = "exempt"
    TEMP_OUT = "temp_out"
    TEMP_IN = "temp_in"
    ABROAD = "abroad"
    SUSPENDED = "suspended"
    TRANSFERRING_OUT = "transferring_out"
    TRANSFERRED_OUT = "transferred_out"


class MeetingKind(StrEnum):
    """Kinds of meeting."""

    REGULAR = "regular"
    THEMATIC = "thematic"
    COMBINED = "combined"
    COMMITTEE_PREP = "committee_prep"
    EXTRAORDINARY = "extraordinary"


class MeetingState(StrEnum):
    """Life of a meeting."""

    SCHEDULED = "scheduled"
    IN_PROGRESS = "in_progress"
    ENDED = "ended"
    CANCELLED = "cancelled"


class RollCall(StrEnum):
    """The two roll calls of a meeting."""

    START = "start"
    END = "end"


class Mark(StrEnum):
    """What a roll call says of a member."""

    PRESENT = "present"
    EXCUSED = "excused"
    UNEXCUSED = "unexcused"


class RaisedBy(StrEnum):
    """Who a recommendation comes from."""

    MEMBER = "member"
    RESIDENTS = "residents"
    BRANCH = "branch"


class Competence(StrEnum):
    """Who can solve it."""

    BRANCH = "branch"
    WARD = "ward"
    CITY = "city"
    EXTERNAL = "external"


class Category(StrEnum):
    """What a recommendation is about."""

    LAND = "land"
    CLEARANCE = "clearance"
    CONSTRUCTION = "construction"
    URBAN_ORDER = "urban_order"
    ENVIRONMENT = "environment"
    INFRASTRUCTURE = "infrastructure"
    SECURITY = "security"
    TRAFFIC = "traffic"
    FIRE = "fire"
    SOCIAL_POLICY = "social_policy"
    EDUCATION = "education"
    HEALTH = "health"
    CULTURE = "culture"
    ECONOMY = "economy"
    ADMIN = "admin"
    NEIGHBOURHOOD = "neighbourhood"
    PARTY_WORK = "party_work"
    MEMBER_POLICY = "member_policy"
    DISCIPLINE = "discipline"
    DIGITAL = "digital"
    OTHER = "other"


class PetitionState(StrEnum):
    """States of a petition, the same at every tier."""

    RECORDED = "recorded"
    SUBMITTED = "submitted"
    RECEIVED = "received"
    CLASSIFIED = "classified"
    ASSIGNED = "assigned"
    RETURNED = "returned"
    ANSWERED = "answered"
    REOPENED = "reopened"
    CLOSED = "closed"
    MERGED = "merged"
    REDIRECTED = "redirected"
    WITHDRAWN = "withdrawn"


FINAL_STATES = frozenset(
    {PetitionState.CLOSED, PetitionState.MERGED, PetitionState.REDIRECTED, PetitionState.WITHDRAWN}
)


class Complexity(StrEnum):
    """How long an answer may take; the days are rules held as data."""

    SIMPLE = "simple"
    NORMAL = "normal"
    COMPLEX = "complex"


class Outcome(StrEnum):
    """What an answer says."""

    RESOLVED = "resolved"
    ACCEPTED_PLANNED = "accepted_planned"
    EXPLAINED = "explained"
    NOT_ACCEPTED = "not_accepted"
    TRANSFERRED = "transferred"


class Channel(StrEnum):
    """Where a redirected petition belongs."""

    CITIZEN_RECEPTION = "citizen_reception"
    INSPECTION_COMMITTEE = "inspection_committee"
    PEOPLES_COMMITTEE = "peoples_committee"
    OTHER = "other"


class ClockKind(StrEnum):
    """What a clock waits for."""

    GO_UP = "go_up"
    BRANCH_ANSWER = "branch_answer"
    ACKNOWLEDGE = "acknowledge"
    CLASSIFY = "classify"
    ANSWER = "answer"
    COMPLETE = "complete"
    READ_OUT = "read_out"
    PAUSE = "pause"
    EXTERNAL_REPLY = "external_reply"


class ReportState(StrEnum):
    """Where a consolidated report stands; a draft is computed, never stored."""

    DRAFT = "draft"
    SIGNED = "signed"
    SENT = "sent"
    RECEIVED = "received"
    RETURNED = "returned"
