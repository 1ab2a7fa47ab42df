"""“Tôi dùng được không?” in the two or three words of a card."""

from __future__ import annotations

from flask_babel import gettext as _

from archive.catalogue.rights import allows, find_right


def short_use(rights: str | None) -> tuple[str, str]:
    """Return the badge (`ok` or `ask`) and the short answer of a rights statement."""
    right = find_right(rights)
    if right is None or right.badge == "ask":
        return "ask", _("Hỏi trước khi dùng")
    if right.badge == "ok":
        return "ok", _("Dùng tự do")
    return "ok", _("Dùng trong dạy học") if allows(rights, "teach") else _("Dùng có điều kiện")
