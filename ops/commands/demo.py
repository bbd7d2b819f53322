"""`lienthong demo`: who can sign in to the demo city; with `--fill` fills again what is missing."""

import asyncio

import typer

from ops.home import Home
from ops.installation import running
from ops.places import of_home
from ops.progress import Progress
from ops.servers.errors import CannotStart

ACCOUNTS = {
    "secretary": "Bí thư chi bộ",
    "clerk": "Thư ký cuộc họp của chi bộ",
    "member": "Đảng viên của chi bộ",
    "liaison": "Đảng ủy viên phụ trách chi bộ",
    "ward": "Văn phòng đảng ủy phường",
    "ward-leader": "Lãnh đạo đảng ủy phường",
    "assignee": "Cán bộ được giao việc của phường",
    "city": "Văn phòng thành ủy",
    "city-leader": "Lãnh đạo thành ủy",
    "admin": "Quản trị hệ thống",
    "integrator": "Đơn vị tích hợp (chỉ theo dõi sự kiện)",
    "ward2": "Văn phòng đảng ủy của một phường khác",
    "secretary2": "Bí thư một chi bộ của phường khác",
}


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
    typer.echo(f"\nTài khoản demo, chung một mật khẩu · demo accounts, one password: {home.demo_password()}")
    for login, office in ACCOUNTS.items():
        typer.echo(f"  {login:12} {office}")
