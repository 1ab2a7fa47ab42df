"""What is amiss with the words of a search: said in words, and shown where it is."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flask_babel import gettext as _

from archive.discover.service import Answer
from index.errors import SearchSyntaxError


@dataclass(frozen=True, slots=True)
class Problem:
    """What to do about a mistake, and the words parted where it stands.

    Args:
        plain: the words alone, without the signs of the query language; a search that works.
    """

    words: str
    before: str = ""
    wrong: str = ""
    after: str = ""
    plain: str = ""


def problem_of(answer: Answer) -> Problem | None:
    """Return why a search could not be asked, or None."""
    problem, text = answer.problem, answer.form.q
    if problem is None:
        return None
    if not isinstance(problem, SearchSyntaxError):
        return Problem(_("Câu tìm quá dài hoặc quá rộng. Xin bớt từ rồi tìm lại."))
    start, end = problem.position, problem.position + max(1, len(problem.fragment))
    words = _words(problem.reason)
    plain = " ".join(re.findall(r"[^\W_]+(?:[-'’][^\W_]+)*", text))
    return Problem(words, text[:start], text[start:end], text[end:], plain)


def _words(reason: str) -> str:
    known = {
        "unclosed-quote": _("Dấu ngoặc kép chưa đóng. Xin đóng lại, hoặc bỏ đi."),
        "unclosed-parenthesis": _("Dấu ngoặc đơn chưa đóng. Xin đóng lại, hoặc bỏ đi."),
        "unopened-parenthesis": _("Dấu ngoặc đơn này chưa mở. Xin mở ở trước, hoặc bỏ đi."),
        "nothing-after": _("Sau chỗ này còn thiếu từ cần tìm. Xin gõ thêm, hoặc bỏ đi."),
        "nothing-before": _("Trước chỗ này còn thiếu từ cần tìm. Xin gõ thêm, hoặc bỏ đi."),
        "not-a-year": _("Chỗ này phải là năm, như 1960 hoặc 1950..1975."),
        "range-backwards": _("Năm đầu phải trước năm cuối. Xin đổi chỗ hai năm."),
    }
    return known.get(reason) or _("Câu tìm có chỗ chưa đúng cách viết. Xin bỏ bớt dấu và ký hiệu.")
