"""The commands `verify`, `backup`, `restore` and `rebuild`."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path

import click

from archive import schema
from archive.command_line import Meter, emit, opened, say
from archive.preserve import backup, rebuild, verify
from archive.preserve.reconcile import reconcile


@click.command("verify")
@click.option("--seconds", type=float, help="Stop after so many seconds.")
@click.option("--structure", is_flag=True, help="Look at the structure only, read no content.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def verify_command(*, seconds: float | None, structure: bool, as_json: bool) -> None:
    """Check stored objects, oldest check first; exit code 1 on any fault or doubt."""
    meter = Meter("đã kiểm tra")
    with opened() as engines:
        found = verify.verify(engines, seconds=seconds, digests=not structure, progress=meter)
    meter.end()
    emit(asdict(found)) if as_json else _say_verification(found)
    sys.exit(0 if found.is_sound else 1)


def _say_verification(found: verify.Verification) -> None:
    for object_id, code, detail in found.faults:
        click.echo(f"{object_id}\t{code}\t{detail}")
    for object_id, reason in found.unchecked:
        click.echo(f"{object_id}\tunchecked\t{reason}")
    say(f"{found.checked} kiểm tra, {len(found.faults)} lỗi, {found.left} còn lại")


@click.command("backup")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def backup_command(folder: Path, *, as_json: bool) -> None:
    """Copy what is new to FOLDER and verify it there."""
    meter = Meter("đã sao")
    with opened() as engines:
        done = backup.backup(engines, folder, meter)
    meter.end()
    _end(done, as_json=as_json)


@click.command("restore")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def restore_command(folder: Path, *, as_json: bool) -> None:
    """Bring a backup in FOLDER back into an empty data folder, and rebuild from it."""
    meter = Meter("đã chép")
    with opened(must_be_ready=False) as engines:
        schema.upgrade(engines.db)
        done = backup.restore(engines, folder, meter)
        if done.is_sound:
            rebuild.rebuild(engines, logs=[folder / "tightenings.jsonl"], progress=meter)
    meter.end()
    _end(done, as_json=as_json)


def _end(done: backup.Backup, *, as_json: bool) -> None:
    if as_json:
        emit(asdict(done))
    say(f"{done.objects} đối tượng, {done.copied} chép mới, {len(done.faults)} lỗi")
    sys.exit(0 if done.is_sound else 1)


@click.command("rebuild")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def rebuild_command(*, as_json: bool) -> None:
    """Make the database and the index anew from the store alone."""
    meter = Meter("đã dựng lại")
    with opened(must_be_ready=False) as engines:
        schema.upgrade(engines.db)
        reconcile(engines)
        done = rebuild.rebuild(engines, progress=meter)
    meter.end()
    _tell_rebuilt(done, as_json=as_json)
    sys.exit(1 if done.unreadable else 0)


def _tell_rebuilt(done: rebuild.Rebuilding, *, as_json: bool) -> None:
    if as_json:
        emit(asdict(done))
    if not done.had_log:
        say("Không có sổ siết quyền: mọi tư liệu chỉ mở cho cán bộ.")
    say(f"{done.records} bản ghi, {len(done.unreadable)} không đọc được")
