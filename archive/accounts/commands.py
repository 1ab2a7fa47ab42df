"""The command `user`."""

from __future__ import annotations

import click

from archive.accounts import queries, service
from archive.cli import settings
from archive.command_line import emit, opened, say
from archive.last_port import last_port
from archive.permissions import Role

_ROLES = click.Choice([role.value for role in Role if role is not Role.VISITOR])
_ACTOR = "kho"


@click.group("user")
def user_command() -> None:
    """Add, list, disable and reset accounts."""


@user_command.command("add")
@click.argument("username")
@click.option("--role", type=_ROLES, required=True, help="What the person may do.")
@click.option("--name", default="", help="The name that others see.")
def add(username: str, role: str, name: str) -> None:
    """Add an account and print its one-time link."""
    with opened() as engines, engines.db.writing() as session:
        user = service.add_user(session, username, role=Role(role), display_name=name, actor=_ACTOR)
        secret = service.make_link(session, user.username, actor=_ACTOR)
    click.echo(welcome_address(secret))


@user_command.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON lines.")
def list_users(*, as_json: bool) -> None:
    """List the accounts."""
    with opened() as engines, engines.db.reading() as session:
        for user in queries.all_users(session):
            said = {
                "username": user.username,
                "name": user.display_name,
                "role": user.role.value,
                "enabled": user.is_enabled,
                "signed_in_at": user.signed_in_at,
            }
            emit(said) if as_json else click.echo("\t".join(str(value) for value in said.values()))


@user_command.command("disable")
@click.argument("username")
def disable(username: str) -> None:
    """Disable an account; its sessions end at once."""
    with opened() as engines, engines.db.writing() as session:
        service.disable(session, username, actor=_ACTOR)
    say(f"{username}: đã khóa")


@user_command.command("reset")
@click.argument("username")
@click.option("--second-factor", is_flag=True, help="Ask for no code any more.")
def reset(username: str, *, second_factor: bool) -> None:
    """Print a new one-time link for an account."""
    with opened() as engines, engines.db.writing() as session:
        if second_factor:
            service.remove_factor(session, username, actor=_ACTOR)
        secret = service.make_link(session, username, actor=_ACTOR)
    click.echo(welcome_address(secret))


def welcome_address(secret: str, port: int | None = None) -> str:
    """Return the address at which a one-time link is used: at the port that is served, or was."""
    chosen = settings()
    base = chosen.base_url or f"http://localhost:{port or last_port(chosen.data)}"
    return f"{base.rstrip('/')}/welcome/{secret}"
