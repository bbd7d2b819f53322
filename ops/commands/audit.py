"""`lienthong audit`: proves that the flow is whole, or names in words what is not."""

import asyncio

import typer

from ops.audit.proof import audit
from ops.places import given_or_running


def run(postgres_url: str | None, nats_url: str | None, nats_password: str | None, seal_keys: list[str]) -> None:
    """Print the findings; exit 0 only if there are none."""
    findings = asyncio.run(audit(given_or_running(postgres_url, nats_url, nats_password, seal_keys)))
    for finding in findings:
        typer.echo(f"✗ {finding}", err=True)
    if findings:
        raise typer.Exit(1)
    typer.echo("✓ Mọi kiến nghị và sự kiện đều khớp. · every recommendation, event and petition is accounted for.")
