"""The commands `init` and `demo`."""

from __future__ import annotations

import click

from archive.accounts.commands import welcome_address
from archive.command_line import Meter, opened, say
from archive.engines import Engines
from archive.indexing.indexer import Indexer
from archive.setting_up.service import SetUp, set_up


@click.command("init")
@click.option("--demo", is_flag=True, help="Add marked demonstration accounts and items.")
@click.option("--port", type=int, help="The port of the printed link, if not that served last.")
def init_command(*, demo: bool, port: int | None) -> None:
    """Set the archive up, or bring it up to date; safe to repeat."""
    with opened(must_be_ready=False) as engines:
        prepare(engines, demo=demo, port=port)


@click.command("demo")
@click.option("--port", type=int, help="The port of the printed link, if not that served last.")
def demo_command(*, port: int | None) -> None:
    """Add the marked demonstration: accounts and items made by code."""
    with opened(must_be_ready=False) as engines:
        prepare(engines, demo=True, port=port)


def prepare(engines: Engines, *, demo: bool, port: int | None) -> None:
    """Set up and say what there is to know, once."""
    meter = Meter("từ vựng")
    done = set_up(engines, meter)
    meter.end()
    if demo:
        _add_demo(engines, done)
    Indexer(engines).drain()
    tell(done, port)


def _add_demo(engines: Engines, done: SetUp) -> None:
    from archive.demo.making import make_demonstration

    meter = Meter("minh họa")
    done.demo_accounts = make_demonstration(engines, meter)
    meter.end()


def tell(done: SetUp, port: int | None) -> None:
    """Print the secrets that are shown once."""
    if done.admin_secret:
        say("Đặt mật khẩu cho tài khoản quản trị (liên kết dùng một lần):")
        click.echo(welcome_address(done.admin_secret, port))
    if done.demo_accounts:
        say("Tài khoản minh họa (chỉ có ở bản minh họa):")
    for username, password, role in done.demo_accounts:
        click.echo(f"{username}\t{password}\t{role}")
