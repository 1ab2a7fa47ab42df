"""Who may do what: roles and their permissions, in one table."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """The role of an account; a visitor has none."""

    VISITOR = "visitor"
    TEACHER = "teacher"
    RESEARCHER = "researcher"
    STEWARD = "steward"
    OFFICER = "officer"
    REVIEWER = "reviewer"
    ADMIN = "admin"


class Permission(StrEnum):
    """One thing that somebody may do."""

    USE_DESK = "use-desk"
    UPLOAD = "upload"
    DESCRIBE = "describe"
    PUBLISH = "publish"
    REVIEW = "review"
    WITHDRAW = "withdraw"
    EDIT_VOCABULARY = "edit-vocabulary"
    MANAGE_USERS = "manage-users"
    SEE_AUDIT = "see-audit"
    SEE_TASKS = "see-tasks"
    ANSWER_MESSAGES = "answer-messages"
    STEWARD = "steward-community"
    MAKE_LESSONS = "make-lessons"
    IMPORT_SHEETS = "import-sheets"
    CHANGE_MANY = "change-many"
    ANSWER_REQUESTS = "answer-requests"


_DESK = {
    Permission.USE_DESK,
    Permission.UPLOAD,
    Permission.DESCRIBE,
    Permission.SEE_TASKS,
    Permission.ANSWER_MESSAGES,
    Permission.MAKE_LESSONS,
    Permission.IMPORT_SHEETS,
    Permission.CHANGE_MANY,
    Permission.ANSWER_REQUESTS,
}
_REVIEW = _DESK | {Permission.PUBLISH, Permission.REVIEW, Permission.WITHDRAW}

ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.VISITOR: frozenset(),
    Role.TEACHER: frozenset({Permission.MAKE_LESSONS}),
    Role.RESEARCHER: frozenset({Permission.MAKE_LESSONS}),
    Role.STEWARD: frozenset(
        {Permission.STEWARD, Permission.MAKE_LESSONS, Permission.ANSWER_REQUESTS}
    ),
    Role.OFFICER: frozenset(_DESK | {Permission.PUBLISH}),
    Role.REVIEWER: frozenset(_REVIEW | {Permission.EDIT_VOCABULARY}),
    Role.ADMIN: frozenset(Permission),
}
STAFF = frozenset({Role.OFFICER, Role.REVIEWER, Role.ADMIN})


def may(role: Role, permission: Permission) -> bool:
    """Tell whether a role has a permission."""
    return permission in ROLE_PERMISSIONS[role]
