"""Rights statements and licences, with the plain answer to “Tôi dùng được không?”."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

from archive.vocabulary.starter import load_rights
from archive.vocabulary.values import Badge, Permission, StarterRight, Text, Use

Right = StarterRight
Language = Literal["vi", "en"]

_USES: dict[Use, Text] = {
    "view": {"vi": "Xem, nghe tại đây", "en": "View and listen here"},
    "teach": {"vi": "Dùng trong bài dạy", "en": "Use in teaching"},
    "research": {"vi": "Trích trong nghiên cứu", "en": "Use in research"},
    "share": {"vi": "Đăng lại, chia sẻ", "en": "Share it on"},
    "adapt": {"vi": "Cắt, sửa, làm bản mới", "en": "Adapt it"},
    "commercial": {"vi": "Dùng để kinh doanh", "en": "Use it commercially"},
}
_PERMISSIONS: dict[Permission, Text] = {
    "yes": {"vi": "Được", "en": "Yes"},
    "ask": {"vi": "Hãy hỏi trước", "en": "Ask first"},
    "no": {"vi": "Không", "en": "No"},
}
_CONDITIONS: dict[str, Text] = {
    "credit": {"vi": "Ghi nguồn", "en": "Give credit"},
    "share-alike": {"vi": "Bản sửa giữ cùng giấy phép", "en": "Same licence for adaptations"},
    "non-commercial": {"vi": "Không nhằm kiếm lời", "en": "Not for profit"},
    "no-derivatives": {"vi": "Giữ nguyên vẹn", "en": "Keep it unchanged"},
}
_ASK_FIRST: dict[Use, Permission] = {
    "view": "yes",
    "teach": "ask",
    "research": "ask",
    "share": "ask",
    "adapt": "ask",
    "commercial": "ask",
}
_NO_STATEMENT: Text = {
    "vi": "Hãy hỏi trước. Tư liệu này chưa ghi quyền sử dụng.",
    "en": "Ask first. Nothing is said about the rights of this item yet.",
}


@dataclass(frozen=True, slots=True)
class AllowedUse:
    """One way of using an item: may I, in words and as a code."""

    use: Use
    label: str
    permission: Permission
    answer: str


@dataclass(frozen=True, slots=True)
class PlainWords:
    """The answer to “Tôi dùng được không?” for one item, in one language."""

    badge: Badge
    answer: str
    credit: str
    uses: tuple[AllowedUse, ...]
    conditions: tuple[str, ...]
    label: str
    uri: str | None


@cache
def all_rights() -> tuple[Right, ...]:
    """Return the twelve statements and eight licences, in the order in which a form offers them."""
    return tuple(sorted(load_rights(), key=_place_in_form))


def _place_in_form(right: Right) -> tuple[bool, bool]:
    return not right.is_recommended, right.family != "licence"


@cache
def _by_key() -> dict[str, Right]:
    return {key: right for right in all_rights() for key in (right.id, right.uri)}


def find_right(key: str | None) -> Right | None:
    """Return the right of an id (`CC BY 4.0`, `InC`) or an address, http or https alike."""
    if not key:
        return None
    known = _by_key()
    if key.startswith("http"):
        bare = key.partition("://")[2].rstrip("/")
        return next((each for uri, each in known.items() if _is_address(uri, bare)), None)
    return known.get(key)


def _is_address(uri: str, bare: str) -> bool:
    return uri.partition("://")[2].rstrip("/") == bare


def right_label(key: str | None, language: Language = "vi") -> str:
    """Return the name of a right, or the key itself where it is none of ours."""
    right = find_right(key)
    return right.label[language] if right else key or ""


def plain_words(key: str | None, language: Language = "vi", *, credit_line: str = "") -> PlainWords:
    """Return what one may do with an item under a right; without one the answer is to ask."""
    right = find_right(key)
    if right is None:
        uses = _uses(_ASK_FIRST, language)
        return PlainWords("ask", _NO_STATEMENT[language], "", uses, (), key or "", None)
    return PlainWords(
        badge=right.badge,
        answer=right.answer[language],
        credit=_credit(credit_line, language),
        uses=_uses(dict(right.uses), language),
        conditions=tuple(_CONDITIONS[condition][language] for condition in right.conditions),
        label=right.label[language],
        uri=right.uri,
    )


def _credit(credit_line: str, language: Language) -> str:
    if not credit_line:
        return ""
    return f"Ghi “{credit_line}”." if language == "vi" else f"Credit: “{credit_line}”."


def _uses(permissions: dict[Use, Permission], language: Language) -> tuple[AllowedUse, ...]:
    return tuple(
        AllowedUse(use, label[language], permissions[use], _PERMISSIONS[permissions[use]][language])
        for use, label in _USES.items()
    )


def allows(key: str | None, use: Use) -> bool:
    """Tell whether a right allows a use without asking anybody."""
    right = find_right(key)
    return right is not None and right.uses[use] == "yes"


def rights_that_allow(use: Use) -> tuple[str, ...]:
    """Return the ids of the rights that allow a use, for a search by *Tôi dùng được không?*."""
    return tuple(right.id for right in all_rights() if right.uses[use] == "yes")
