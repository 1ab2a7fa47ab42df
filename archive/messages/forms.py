"""The form by which readers write to the keepers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask_babel import gettext as _

from archive.messages.models import MessageKind

MOST_LETTERS = 5000


@dataclass(frozen=True, slots=True)
class MessageForm:
    """A message, with the problems that keep it from being sent."""

    kind: MessageKind = MessageKind.QUESTION
    item_id: str = ""
    name: str = ""
    reply_to: str = ""
    text: str = ""
    is_trap_sprung: bool = False
    problems: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, form: Mapping[str, str]) -> MessageForm:
        """Read what was sent; `website` is a field that people do not see and machines fill in."""
        text = form.get("text", "").strip()
        return cls(
            kind=_kind(form.get("kind", "")),
            item_id=form.get("item", "").strip()[:80],
            name=form.get("name", "").strip()[:120],
            reply_to=form.get("reply_to", "").strip()[:200],
            text=text[:MOST_LETTERS],
            is_trap_sprung=bool(form.get("website", "")),
            problems=_problems(text),
        )


def _kind(value: str) -> MessageKind:
    return next((kind for kind in MessageKind if kind.value == value), MessageKind.QUESTION)


def _problems(text: str) -> dict[str, str]:
    if not text:
        return {"text": _("Xin viết điều bạn muốn nói.")}
    if len(text) > MOST_LETTERS:
        return {"text": _("Xin viết ngắn hơn %(n)s chữ cái.", n=MOST_LETTERS)}
    return {}
