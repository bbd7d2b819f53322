"""One word per idea on every screen, in every message and refusal; comrades are addressed as such."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
SAID = ("web/src/words/vi/*.ts", "services/*/texts.toml", "services/*/errors*.py", "ops/demo/accounts.py")
INSTEAD = {
    r"tham mưu": "đơn vị giải quyết, giải quyết",
    r"phân công xử lý|giao xử lý|giao việc": "giao giải quyết",
    r"\bbạn\b": "đồng chí",
}


def test_one_idea_has_one_word() -> None:
    texts = {path: path.read_text() for pattern in SAID for path in ROOT.glob(pattern)}
    found = [
        f"{path.relative_to(ROOT)}: {match.group()!r}, say {word!r}"
        for path, text in texts.items()
        for pattern, word in INSTEAD.items()
        for match in re.finditer(pattern, text, re.IGNORECASE)
    ]

    assert len(texts) > 10
    assert not found, found
