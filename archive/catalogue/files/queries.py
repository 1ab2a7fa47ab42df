"""Read the rows of files, renditions, captions and what was kept aside."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from archive.access import Grade, Viewer, tokens
from archive.catalogue.files.models import AsideFile, File, ImportEntry, Rendition
from archive.catalogue.models import AccessToken
from archive.tasks.models import Task, TaskState


def file_open_to(viewer: Viewer, grade: Grade) -> ColumnElement[bool]:
    """Return the SQL condition that a file, and its item, are open to a viewer."""
    held = sorted(tokens(viewer))
    by_rule = and_(
        _has_token("item", File.item_id, grade, held), _has_token("file", File.id, grade, held)
    )
    if not viewer.files:
        return by_rule
    is_granted = File.id.in_(sorted(viewer.files))
    return or_(by_rule, and_(is_granted, _has_token("item", File.item_id, Grade.SEE, held)))


def _has_token(
    owner_type: str, owner: InstrumentedAttribute[str], grade: Grade, held: list[str]
) -> ColumnElement[bool]:
    return exists(
        select(AccessToken.token).where(
            AccessToken.owner_type == owner_type,
            AccessToken.owner_id == owner,
            AccessToken.grade == grade.value,
            AccessToken.token.in_(held),
        )
    )


def file_seen_by(session: Session, file_id: str, viewer: Viewer, grade: Grade) -> File | None:
    """Return a file of which the viewer has a grade, or None."""
    return session.scalars(
        select(File).where(File.id == file_id, file_open_to(viewer, grade))
    ).first()


def is_public(session: Session, file: File, grade: Grade) -> bool:
    """Tell whether everybody has a grade of a file."""
    held = ["public"]
    return bool(
        session.scalar(
            select(File.id).where(
                File.id == file.id,
                _has_token("item", File.item_id, grade, held),
                _has_token("file", File.id, grade, held),
            )
        )
    )


def same_file(session: Session, sha256: str, viewer: Viewer | None) -> File | None:
    """Return a stored file with these bytes that the asker may know; None as asker: the operator.

    Without regard for access a look-up by hash would tell what is hidden.
    """
    wanted = select(File).where(File.sha256 == sha256).order_by(File.id)
    if viewer is not None:
        wanted = wanted.where(file_open_to(viewer, Grade.KNOW))
    return session.scalars(wanted).first()


def known_hashes(session: Session, digests: Iterable[str]) -> dict[str, File]:
    """Return the stored file of each digest that there is."""
    rows = session.scalars(select(File).where(File.sha256.in_(list(digests))))
    return {row.sha256: row for row in rows}


def recordings_with_stem(session: Session, stem: str, viewer: Viewer | None) -> list[File]:
    """Return the sounds and videos named `stem` and an extension, the newest last."""
    wanted = select(File).where(
        File.kind.in_(("sound", "video")),
        File.role == "original",
        File.replaced_by.is_(None),
        File.name.startswith(f"{stem}.", autoescape=True),
    )
    if viewer is not None:
        wanted = wanted.where(file_open_to(viewer, Grade.SEE))
    return [file for file in session.scalars(wanted) if file.name.rpartition(".")[0] == stem]


def renditions_of(
    session: Session, file_ids: Iterable[str], *, stems: Sequence[str] = ()
) -> dict[str, list[Rendition]]:
    """Return the renditions of files; with `stems` only those whose names begin so."""
    wanted = set(file_ids)
    if not wanted:
        return {}
    query = select(Rendition).where(Rendition.file_id.in_(wanted)).order_by(Rendition.name)
    found: dict[str, list[Rendition]] = defaultdict(list)
    for rendition in session.scalars(query):
        if not stems or rendition.name.startswith(tuple(stems)):
            found[rendition.file_id].append(rendition)
    return found


def files_of_other_recipes(session: Session, current: Collection[str]) -> list[str]:
    """Return the ids of files with a rendition that was made by none of these recipes."""
    wanted = select(Rendition.file_id).where(Rendition.recipe.not_in(current)).distinct()
    return list(session.scalars(wanted.order_by(Rendition.file_id)))


def parts_in_line(session: Session, name: str, file_id: str) -> frozenset[str]:
    """Return the parts of a file's work that wait, run, or failed: those are not begun again."""
    found = session.scalars(
        select(Task.arguments).where(
            Task.name == name,
            Task.owner_type == "file",
            Task.owner_id == file_id,
            Task.state.in_([TaskState.WAITING, TaskState.RUNNING, TaskState.FAILED]),
        )
    )
    return frozenset(str(arguments.get("part", "")) for arguments in found)


def unsettled_aside(session: Session, sha256: str) -> AsideFile | None:
    """Return what is kept aside with these bytes and still waits for a decision."""
    return session.scalars(
        select(AsideFile).where(AsideFile.sha256 == sha256, AsideFile.is_settled.is_(False))
    ).first()


def aside_files(session: Session, *, settled: bool = False) -> list[AsideFile]:
    """Return what is kept aside, the newest first."""
    return list(
        session.scalars(
            select(AsideFile)
            .where(AsideFile.is_settled.is_(settled))
            .order_by(AsideFile.came_at.desc(), AsideFile.id)
        )
    )


@dataclass(frozen=True, slots=True)
class Counted:
    """How the files of a batch fared."""

    taken: int = 0
    known: int = 0
    refused: int = 0


def entries_of(session: Session, batch_id: str) -> list[ImportEntry]:
    """Return the entries of a batch in their order."""
    return list(
        session.scalars(
            select(ImportEntry).where(ImportEntry.batch_id == batch_id).order_by(ImportEntry.id)
        )
    )


def counted(session: Session, batch_id: str) -> Counted:
    """Count the entries of a batch by outcome."""
    rows = session.execute(
        select(ImportEntry.outcome, func.count())
        .where(ImportEntry.batch_id == batch_id)
        .group_by(ImportEntry.outcome)
    ).all()
    return Counted(**{outcome: number for outcome, number in rows})  # noqa: C416 - a Row is no tuple to mypy


def captions_waiting(session: Session, came_from: str) -> list[AsideFile]:
    """Return the captions of a sender that came before their recording."""
    return list(
        session.scalars(
            select(AsideFile).where(
                AsideFile.reason == "captions-alone",
                AsideFile.came_from == came_from,
                AsideFile.is_settled.is_(False),
            )
        )
    )


def entries_of_aside(session: Session, aside_id: str) -> list[ImportEntry]:
    """Return the entries of batches that tell of a refused file."""
    return list(session.scalars(select(ImportEntry).where(ImportEntry.aside_id == aside_id)))
