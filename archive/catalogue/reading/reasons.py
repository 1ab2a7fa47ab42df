"""Why somebody can or cannot see a record: the rule that decides, in plain words.

Only what the viewer may know is told. Who may not know of a record never gets here, and a file
that may not be known of is not counted.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from archive.access import Grade, Viewer, may_view, may_view_file, tokens, tokens_of_audience
from archive.catalogue.labels import text_in
from archive.catalogue.reading.queries import communities_known
from archive.db import local_today
from archive.records import Audience, ItemRecord, Preset, Record, Status
from archive.records.embargoes import day_of, embargo_day
from archive.records.seasons import marks_of, marks_of_day, season_days


@dataclass(frozen=True, slots=True)
class Reason:
    """One sentence of the answer, and whether it lets the viewer in."""

    text: str
    opens: bool = True


def reasons(session: Session, record: Record, viewer: Viewer) -> list[Reason]:
    """Return why a viewer who may know of a record sees it or not, its originals and files."""
    if record.status is not Status.PUBLISHED:
        return [_of_status(record, viewer)]
    is_seen = may_view(viewer, record)
    said = [Reason(_audience_words(session, record.access.see, viewer, is_in=is_seen), is_seen)]
    if isinstance(record, ItemRecord) and is_seen:
        said += _of_originals(session, record, viewer)
        said += _of_files(session, record, viewer)
    return said


def _of_status(record: Record, viewer: Viewer) -> Reason:
    if record.status is Status.WITHDRAWN:
        why = text_in(record.withdrawn_reason)[1]
        return Reason(_("Đã rút khỏi kho. Bạn còn thấy vì bạn trông coi tư liệu này.") + f" {why}")
    if isinstance(record, ItemRecord) and record.owner and record.owner == viewer.username:
        return Reason(_("Chưa công bố. Bạn thấy vì chính bạn đã gửi."))
    if record.access.see.preset is Preset.COMMUNITY:
        return Reason(_("Chưa công bố. Bạn thấy vì bạn giữ quyền của cộng đồng."))
    return Reason(_("Chưa công bố. Bạn thấy vì bạn là cán bộ."))


def _of_originals(session: Session, record: ItemRecord, viewer: Viewer) -> list[Reason]:
    """Say who may take the originals, where those are not all who see the page."""
    taken_by = record.access.taken_by
    if not record.files or taken_by == record.access.see:
        return []
    is_in = may_view(viewer, record, Grade.TAKE)
    words = _audience_words(session, taken_by, viewer, is_in=is_in)
    return [Reason(_("Tải bản gốc:") + f" {words}", is_in)]


def _of_files(session: Session, record: ItemRecord, viewer: Viewer) -> list[Reason]:
    said = []
    for file in record.current_files:
        rule = file.access
        if rule is None or not may_view_file(viewer, record, file, Grade.KNOW):
            continue
        is_in = may_view_file(viewer, record, file, Grade.SEE)
        words = _audience_words(session, rule.see, viewer, is_in=is_in)
        said.append(Reason(_("Tệp %(name)s:", name=file.name) + f" {words}", is_in))
    return said


def _audience_words(session: Session, audience: Audience, viewer: Viewer, *, is_in: bool) -> str:
    """Return the rule as a sentence, with what of the viewer meets it or does not."""
    if audience.season is not None:
        return _season_words(session, audience, viewer, is_in=is_in)
    if audience.embargo is not None:
        return _embargo_words(session, audience, viewer, is_in=is_in)
    if audience.preset is Preset.COMMUNITY:
        return _community_words(session, audience, viewer, is_in=is_in)
    if audience.preset is Preset.PUBLIC:
        return _("Mở cho mọi người.")
    if audience.preset is Preset.SCHOOL:
        rule = _("Mở cho người đã đăng nhập.")
        return rule if is_in else rule + " " + _("Bạn chưa đăng nhập.")
    rule = _("Chỉ dành cho cán bộ của kho.")
    return rule + " " + (_("Bạn là cán bộ.") if is_in else _("Bạn không phải cán bộ."))


def _season_words(session: Session, audience: Audience, viewer: Viewer, *, is_in: bool) -> str:
    """Return the rule of the whole year, then the season, and on which side of it today is."""
    first, last = season_days(audience.season)
    words = _words_when_open(session, audience, viewer)
    season = _("Chỉ mở từ %(first)s đến hết %(last)s mỗi năm.", first=first, last=last)
    is_open = bool(set(marks_of_day(local_today())) & marks_of(audience.season or ""))
    if is_open:
        return f"{words} {season}" + " " + _("Hôm nay đang trong mùa.")
    return f"{words} {season}" + " " + _("Hôm nay ngoài mùa.") + _keeper_words(is_in=is_in)


def _embargo_words(session: Session, audience: Audience, viewer: Viewer, *, is_in: bool) -> str:
    """Return the rule, then from which day on, and whether that has come."""
    words = _words_when_open(session, audience, viewer)
    embargo = _("Chỉ mở từ ngày %(day)s.", day=embargo_day(audience.embargo))
    if local_today() >= day_of(audience.embargo or ""):
        return f"{words} {embargo}"
    return f"{words} {embargo}" + " " + _("Chưa tới ngày ấy.") + _keeper_words(is_in=is_in)


def _words_when_open(session: Session, audience: Audience, viewer: Viewer) -> str:
    always = audience.model_copy(update={"season": None, "embargo": None})
    is_member = bool(tokens(viewer) & tokens_of_audience(always))
    return _audience_words(session, always, viewer, is_in=is_member)


def _keeper_words(*, is_in: bool) -> str:
    return " " + _("Bạn thấy vì bạn là người giữ.") if is_in else ""


def _community_words(session: Session, audience: Audience, viewer: Viewer, *, is_in: bool) -> str:
    names = _names(session, audience.communities, viewer)
    if audience.all_of and len(audience.communities) > 1:
        rule = _("Chỉ dành cho người thuộc tất cả các cộng đồng: %(names)s.", names=names)
    else:
        rule = _("Chỉ dành cho thành viên của %(names)s.", names=names)
    mine = _("Bạn là thành viên.") if is_in else _("Bạn không phải thành viên.")
    return f"{rule} {mine}"


def _names(session: Session, communities: tuple[str, ...], viewer: Viewer) -> str:
    """Return the names of those communities that the viewer may know of; of others only that."""
    known = communities_known(session, communities, viewer)
    if len(known) < len(set(communities)):
        known.append(_("một cộng đồng khác") if known else _("một cộng đồng"))
    return ", ".join(known)
