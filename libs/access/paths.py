"""Unit paths: tokens from the top, joined by dots, as in `th.w012.b045`."""


def is_within(path: str, root: str) -> bool:
    """Whether `path` is `root` or lies below it."""
    return path == root or path.startswith(f"{root}.")


def above(path: str) -> list[str]:
    """The paths of all units above, the nearest first."""
    tokens = path.split(".")
    return [".".join(tokens[:length]) for length in range(len(tokens) - 1, 0, -1)]


def span_below(path: str) -> tuple[str, str]:
    """The half-open range of bytes in which everything below `path` lies ('/' follows '.' in ASCII)."""
    return f"{path}.", f"{path}/"
