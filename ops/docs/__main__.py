"""`python -m ops.docs` (make docs): write every generated document, unless that would break a contract."""

import typer

from ops.docs.documents import broken_promises, write


def main() -> None:
    """Refuse to overwrite a schema with one that takes something away; else write what changed."""
    if broken := broken_promises():
        typer.echo("These contracts would break; make it a new event on .v2 instead:", err=True)
        for what in broken:
            typer.echo(f"  {what}", err=True)
        raise typer.Exit(1)
    typer.echo(f"{write()} documents written")


if __name__ == "__main__":
    typer.run(main)
