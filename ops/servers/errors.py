"""Refusals of the operator's side: one sentence in Vietnamese, one in English, and nothing started half-way."""


class CannotStart(Exception):
    """Something outside the program stands in the way; the sentences say what to do."""

    def __init__(self, vi: str, en: str) -> None:
        super().__init__(f"{vi}\n{en}")
        self.vi = vi
        self.en = en
