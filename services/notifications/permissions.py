"""Who may what: everyone their own inbox, nobody another's. There is no role that widens this."""

from typing import Final

OWN_INBOX: Final = "own_inbox"

ROUTES: Final = {
    ("GET", "/inbox"): OWN_INBOX,
    ("GET", "/unread"): OWN_INBOX,
    ("GET", "/stream"): OWN_INBOX,
    ("POST", "/inbox/{item_id}/read"): OWN_INBOX,
    ("POST", "/inbox/read-all"): OWN_INBOX,
}
