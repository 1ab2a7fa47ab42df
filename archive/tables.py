"""Every table of the archive: importing this module makes the metadata complete."""

from __future__ import annotations

from archive.accounts import models as accounts
from archive.accounts.factors import models as factors
from archive.accounts.invitations import models as invitations
from archive.audit import models as audit
from archive.bulk import models as bulk
from archive.catalogue import models as catalogue
from archive.catalogue.files import models as files
from archive.db import Model
from archive.desk.table import models as table
from archive.desk.uploads import models as uploads
from archive.messages import models as messages
from archive.notices import models as notices
from archive.permits import models as permits
from archive.preserve import models as preserve
from archive.review import models as review
from archive.searches import models as searches
from archive.tasks import models as tasks
from archive.uses import models as uses

__all__ = [
    "accounts",
    "audit",
    "bulk",
    "catalogue",
    "factors",
    "files",
    "invitations",
    "messages",
    "notices",
    "permits",
    "preserve",
    "review",
    "searches",
    "table",
    "tasks",
    "uploads",
    "uses",
]

metadata = Model.metadata
