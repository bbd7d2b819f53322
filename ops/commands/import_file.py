"""`lienthong import FILE --as LOGIN`: a list through the API, as that person: dry run, report, then all or nothing."""

import asyncio
import os
from pathlib import Path
from typing import Any

import httpx
import typer
from rich.console import Console
from rich.progress import Progress as Bar
from rich.table import Table

from libs.common.ids import new_id
from ops.demo.accounts import ACCOUNTS
from ops.home import Home
from ops.installation import is_held
from ops.servers.errors import CannotStart

WAITING = ("checking", "applying")
STEPS = {"checking": "Kiểm tra", "applying": "Ghi vào hệ thống"}
LOOK_EVERY = 0.3


def run(file: Path, *, login: str, url: str | None, without_refused: bool, dry_run: bool) -> None:
    """Exit 0 only if the file was taken over, or, in a dry run, could be."""
    if not file.exists():
        raise CannotStart(f"Không có tệp {file}.", f"There is no file {file}.")
    home = Home.from_environment()
    address = url or portal_of(home)
    if not asyncio.run(take_over(address, file, (login, password_of(home, login)), without_refused, dry_run)):
        raise typer.Exit(1)


def portal_of(home: Home) -> str:
    """The portal of the instance that runs here."""
    if not home.run_file.exists() or not is_held(home):
        raise CannotStart(
            "Chưa có bản Liên Thông nào đang chạy ở đây. Khởi động bằng `make run`, hoặc cho biết --url.",
            "No instance runs here. Start one with `make run`, or name it by --url.",
        )
    return str(home.read(home.run_file)["portal"])


def password_of(home: Home, login: str) -> str:
    """LIENTHONG_PASSWORD, else the demo password for a demo account, else asked for."""
    if given := os.environ.get("LIENTHONG_PASSWORD"):
        return given
    if login in ACCOUNTS and home.demo_filled.exists():
        return home.demo_password()
    typed: str = typer.prompt(f"Mật khẩu của {login}", hide_input=True)
    return typed


async def take_over(url: str, file: Path, who: tuple[str, str], without_refused: bool, dry_run: bool) -> bool:
    """Whether the file was taken over, or could be."""
    path, console = f"/api/members/v1/imports/{new_id()}", Console()
    async with httpx.AsyncClient(base_url=url, trust_env=False, timeout=120) as client:
        client.headers["Accept-Language"] = "vi"
        client.headers["Authorization"] = f"Bearer {await sign_in(client, *who)}"
        await ask(client, "PUT", path, content=file.read_bytes(), params={"filename": file.name})
        state = await follow(client, path, console)
        await report(client, path, console)
        tell_counts(console, state["counts"])
        if dry_run or not may_apply(console, state, without_refused):
            return dry_run and state["state"] == "checked"
        await ask(client, "POST", f"{path}/apply", json={"without_refused": without_refused})
        state = await follow(client, path, console)
    done = bool(state["state"] == "applied")
    console.print("✓ Đã ghi vào hệ thống." if done else f"✗ {problem_of(state)}")
    return done


async def sign_in(client: httpx.AsyncClient, login: str, password: str) -> str:
    """An access token."""
    answer = await ask(client, "POST", "/api/members/v1/token", data={"username": login, "password": password})
    return str(answer["access_token"])


async def ask(client: httpx.AsyncClient, method: str, path: str, **request: Any) -> Any:
    """A call whose refusal is told in the service's own words."""
    answer = await client.request(method, path, **request)
    if not answer.is_success:
        problem = answer.json() if "json" in answer.headers.get("content-type", "") else {}
        words = problem.get("detail") or problem.get("title") or answer.text
        raise CannotStart(str(words), f"{method} {path}: {answer.status_code} {problem.get('slug', '')}")
    return answer.json() if answer.content else None


async def follow(client: httpx.AsyncClient, path: str, console: Console) -> dict[str, Any]:
    """Show a bar until the present step is over."""
    with Bar(console=console, transient=True) as bar:
        task = bar.add_task("…", total=None)
        while True:
            state: dict[str, Any] = await ask(client, "GET", path)
            if state["state"] not in WAITING:
                return state
            progress = state["progress"]
            words = STEPS[state["state"]]
            bar.update(task, description=words, completed=progress["done"], total=progress["total"] or None)
            await asyncio.sleep(LOOK_EVERY)


async def report(client: httpx.AsyncClient, path: str, console: Console) -> None:
    """Every refused or doubtful row: where it stands, why, and what to do."""
    table = Table("", "Trang", "Dòng", "Cột", "Lý do", "Cách sửa")
    for level, sign in (("refused", "✗"), ("warning", "!")):
        cursor: str | None = None
        while True:
            query = {"level": level, "limit": "200"} | ({"cursor": cursor} if cursor else {})
            page = await ask(client, "GET", f"{path}/report", params=query)
            for row in page["items"]:
                where = (str(row[part] or "") for part in ("sheet", "row", "column", "reason", "cure"))
                table.add_row(sign, *where)
            cursor = page["next_cursor"]
            if not cursor:
                break
    if table.row_count:
        console.print(table)


def tell_counts(console: Console, counts: dict[str, int]) -> None:
    """What the file would change, in one line."""
    console.print(
        f"{counts['units']} tổ chức, {counts['members']} đảng viên: {counts['accepted']} dòng nhận, "
        f"{counts['warnings']} cảnh báo, {counts['refused']} không nhận; "
        f"{counts['new']} mới, {counts['changed']} thay đổi, {counts['unchanged']} giữ nguyên.",
        soft_wrap=True,
    )


def may_apply(console: Console, state: dict[str, Any], without_refused: bool) -> bool:
    """All or nothing: refused rows stop the file unless they are left out by will."""
    if state["state"] != "checked":
        console.print(f"✗ {problem_of(state)}")
        return False
    if state["counts"]["refused"] and not without_refused:
        console.print(
            "✗ Chưa ghi gì. Sửa các dòng không nhận rồi nhập lại, hoặc thêm --without-refused.", soft_wrap=True
        )
        return False
    return True


def problem_of(state: dict[str, Any]) -> str:
    """Why an import failed, in the service's own words."""
    problem = state.get("problem") or {}
    return str(problem.get("detail") or problem.get("title") or problem or state["state"])
