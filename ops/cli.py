"""The command line `lienthong`. Each command lives in a file of `ops/commands`, imported when it is called."""

import sys
from typing import Annotated

import typer

from ops.servers.errors import CannotStart

app = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False)


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


def main() -> None:
    """The entry point: a refusal is two sentences and exit code 1, never a traceback."""
    try:
        app()
    except CannotStart as refusal:
        typer.echo(f"{refusal.vi}\n{refusal.en}", err=True)
        sys.exit(1)
