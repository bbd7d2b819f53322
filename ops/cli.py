"""The command line `lienthong`. Each command lives in a file of `ops/commands`, imported when it is called."""

import logging
import sys
from pathlib import Path
from typing import Annotated

import structlog
import typer

from ops.commands import dead_letters
from ops.servers.errors import CannotStart

app = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False)
app.add_typer(dead_letters.app, name="dead-letters")


@app.callback()
def about() -> None:
    """Liên Thông: kiến nghị của chi bộ tới đúng nơi giải quyết, và câu trả lời quay về."""


@app.command()
def up(
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Hiện nhật ký của các dịch vụ.")] = False,
    end_with_parent: Annotated[bool, typer.Option("--end-with-parent", hidden=True)] = False,
) -> None:
    """Khởi động toàn hệ thống; Ctrl-C để dừng. Start everything; Ctrl-C stops it."""
    from ops.commands.up import run

    run(verbose=verbose, end_with_parent=end_with_parent)


@app.command()
def demo(
    fill: Annotated[bool, typer.Option("--fill", help="Nạp lại những gì còn thiếu.")] = False,
) -> None:
    """Các tài khoản của bản demo. The accounts of the demo instance."""
    from ops.commands.demo import run

    run(fill_again=fill)


@app.command("import")
def import_file(
    file: Path,
    login: Annotated[str, typer.Option("--as", help="Tài khoản nhập: COF hoặc WOF.")],
    url: Annotated[str | None, typer.Option(help="Địa chỉ cổng, nếu không phải bản đang chạy ở đây.")] = None,
    without_refused: Annotated[bool, typer.Option("--without-refused", help="Bỏ qua các dòng không nhận.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Chỉ kiểm tra, không ghi.")] = False,
) -> None:
    """Nhập danh sách của một đơn vị: kiểm tra, báo cáo từng dòng, rồi ghi tất cả hoặc không. Import a list."""
    from ops.commands.import_file import run

    run(file, login=login, url=url, without_refused=without_refused, dry_run=dry_run)


@app.command()
def rebuild(service: str) -> None:
    """Phát lại toàn bộ trạng thái hiện tại của một dịch vụ. Tell a service's whole present state again."""
    from ops.commands.rebuild import run

    run(service)


@app.command("erase-file")
def erase_file(place: Annotated[str, typer.Argument(help="Mã kiến nghị, hoặc mã/số của tệp.")]) -> None:
    """Liệt kê tệp đính kèm của một kiến nghị, hoặc xóa một tệp không được phép giữ. Erase an attached file."""
    from ops.commands.erase_file import run

    run(place)


@app.command()
def streams() -> None:
    """Sửa các luồng dùng chung cho đúng cấu hình của phiên bản này. Mend the streams that all services share."""
    from ops.commands.streams import run

    run()


@app.command()
def audit(
    postgres: Annotated[str | None, typer.Option(envvar="LIENTHONG_AUDIT_POSTGRES_URL")] = None,
    nats: Annotated[str | None, typer.Option(envvar="LIENTHONG_AUDIT_NATS_URL")] = None,
    nats_password: Annotated[str | None, typer.Option(envvar="LIENTHONG_AUDIT_NATS_PASSWORD")] = None,
    seal_key: Annotated[
        list[str] | None,
        typer.Option(envvar="LIENTHONG_AUDIT_SEAL_KEYS", help="Mã khóa niêm phong được tin; có thể ghi nhiều lần."),
    ] = None,
) -> None:
    """Chứng minh không gì bị mất, bị lặp hay bị sửa. Prove that nothing was lost, doubled or altered."""
    from ops.commands.audit import run

    run(postgres, nats, nats_password, seal_key or [])


@app.command()
def backup(file: Path) -> None:
    """Sao lưu bản đang chạy vào một tệp. Back up the running instance into one file."""
    from ops.commands.backup import run

    run(file)


@app.command()
def restore(file: Path) -> None:
    """Phục hồi bản sao lưu vào một LIENTHONG_HOME mới. Restore a backup into a new LIENTHONG_HOME."""
    from ops.commands.restore import run

    run(file)


@app.command()
def doctor() -> None:
    """Kiểm tra máy và thư mục có chạy được không. Check that this machine is fit."""
    from ops.commands.doctor import run

    run()


@app.command()
def simulate(to: Annotated[str, typer.Argument(help="+3d, +12h, 2026-12-03T19:30, now")]) -> None:
    """Chỉnh đồng hồ của bản demo tới một lúc khác. Move the clock of a demo instance."""
    from ops.commands.simulate import run

    run(to)


def main() -> None:
    """The entry point: a refusal is two sentences and exit code 1, never a traceback. What the libraries log for
    services is no news for whoever sits here, unless it is a warning."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    try:
        app()
    except CannotStart as refusal:
        typer.echo(f"{refusal.vi}\n{refusal.en}", err=True)
        sys.exit(1)
