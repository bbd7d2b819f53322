"""What the routes of a desk take."""

from pydantic import BaseModel

from services.petitions.rules import Verb


class WorkBody(BaseModel):
    """What somebody has begun; `take_over` although a colleague is at work on it."""

    verb: Verb
    take_over: bool = False
