"""The yearly report, as a page and as a table."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request
from flask_babel import gettext as _

from archive.access import requires, viewer
from archive.desk.views.room import desk_words
from archive.numbers import whole_number
from archive.permissions import Permission
from archive.statistics.queries import report
from archive.statistics.words import TITLES, count_words, figures, rows_of, value_words
from archive.statistics.writing import as_csv, as_xlsx
from archive.web import engines

blueprint = Blueprint("statistics", __name__)
blueprint.context_processor(desk_words)
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("/desk/statistics")
@requires(Permission.USE_DESK)
def statistics() -> str:
    """Count what was published in a year, or ever, and how it was used."""
    with engines().db.reading() as session:
        found = report(session, viewer(), _year())
    words = {"titles": TITLES, "value_words": value_words, "count_words": count_words}
    return render_template(
        "statistics/statistics.html", found=found, figures=figures(found), **words
    )


@blueprint.get("/desk/statistics.<any(csv,xlsx):table>")
@requires(Permission.USE_DESK)
def statistics_table(table: str) -> Response:
    """Send the same counts as a table."""
    with engines().db.reading() as session:
        found = report(session, viewer(), _year())
    head = (_("Bảng"), _("Giá trị"), _("Số lượng"))
    written = as_csv(head, rows_of(found)) if table == "csv" else as_xlsx(head, rows_of(found))
    answer = Response(written, mimetype="text/csv" if table == "csv" else _XLSX)
    name = f"thong-ke-{found.year or 'tat-ca'}.{table}"
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _year() -> int:
    """Return the year that was asked for; 0 for all of them."""
    asked = whole_number(request.args.get("year", ""))
    return asked if 2000 <= asked <= 2999 else 0  # noqa: PLR2004 - years that an archive can have
