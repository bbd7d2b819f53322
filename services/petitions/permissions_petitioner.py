"""Who sees who raised a petition, and who may ask for it. Pure."""

from dataclasses import replace

from libs.common.refusals import Forbidden, NotFound
from libs.contracts.vocabulary import Role
from services.petitions.permissions import Seat


def may_ask_who(seat: Seat) -> bool:
    """Whether this seat works on it, for the unit that holds it, without seeing who raised it."""
    return seat.assigned and Role.WAS in seat.holder_roles and not seat.sees_petitioner


def require_asking_who(seat: Seat) -> None:
    """Raises NotFound for who may not even read it, Forbidden for who knows already or does not work on it."""
    if not seat.reads:
        raise NotFound
    if not may_ask_who(seat):
        raise Forbidden


def apart(seat: Seat) -> Seat:
    """Of what must not lie here nobody above the branch needs to know who said it."""
    return replace(seat, sees_petitioner=seat.sees_petitioner and (seat.raised_it or bool(seat.home_roles)))
