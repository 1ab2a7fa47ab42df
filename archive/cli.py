"""The command `kho`: data to stdout, talk and progress to stderr."""

from __future__ import annotations

import logging
import os
import sys
from importlib import import_module
from typing import Any

import click

from archive import __version__
from archive.errors import ArchiveError
from archive.settings import Settings
from media.errors import MediaError

_COMMANDS = {
    "serve": "archive.running",
    "worker": "archive.running",
    "init": "archive.setting_up.commands",
    "demo": "archive.setting_up.commands",
    "user": "archive.accounts.commands",
    "inspect": "archive.catalogue.commands",
    "ingest": "archive.catalogue.commands",
    "import": "archive.exchange.commands",
    "export": "archive.exchange.commands",
    "search": "archive.discover.commands",
    "reindex": "archive.indexing.commands",
    "verify": "archive.preserve.commands",
    "backup": "archive.preserve.commands",
    "restore": "archive.preserve.commands",
    "rebuild": "archive.preserve.commands",
    "stats": "archive.discover.commands",
    "audit": "archive.audit.commands",
}


class Kho(click.Group):
    """A group that loads a command's module when the command is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names of all commands."""
        return sorted(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Return a command of its module."""
        module = _COMMANDS.get(cmd_name)
        if module is None:
            return None
        command: click.Command = getattr(import_module(module), f"{cmd_name}_command")
        return command

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - whatever the command returns
        """Run a command; a known error is one line, not a traceback."""
        try:
            return super().invoke(ctx)
        except (ArchiveError, MediaError) as error:
            click.echo(f"kho: {error}", err=True)
            sys.exit(1)


@click.group(cls=Kho, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="kho")
@click.option("-v", "--verbose", is_flag=True, help="Say more of what is done.")
def main(*, verbose: bool) -> None:
    """Kho Xòe: the digital archive of Son La's living heritage."""
    level = logging.INFO if verbose else logging.WARNING
    logging.basicConfig(level=level, format="%(asctime)s %(levelname)s %(name)s: %(message)s")


def settings() -> Settings:
    """Return the settings of the environment."""
    return Settings.from_environ(os.environ)
