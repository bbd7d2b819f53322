"""`lienthong demo`: who can sign in to the demo city; with `--fill` fills again what is missing."""

import asyncio

from ops.demo.accounts import ACCOUNTS
from ops.home import Home
from ops.installation import running
from ops.places import of_home
from ops.progress import Progress, say
from ops.servers.errors import CannotStart


def run(*, fill_again: bool) -> None:
    """Print the accounts of the running demo instance."""
    home = Home.from_environment()
    installation = running(home)
    if not installation.surroundings.demo:
        raise CannotStart("Bản này không chạy ở chế độ demo.", "This instance does not run in demo mode.")
    if fill_again:
        from ops.demo.fill import fill

        progress = Progress(home.state / "starting.json")
        try:
            asyncio.run(fill(installation, of_home(home), progress))
        finally:
            progress.ready()
    print_accounts(home)


def print_accounts(home: Home) -> None:
    """Logins with what they are, and the one password."""
    say(f"\nTài khoản demo, chung một mật khẩu · demo accounts, one password: {home.demo_password()}")
    for login, office in ACCOUNTS.items():
        say(f"  {login:12} {office}")
