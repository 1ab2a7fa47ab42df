"""What is done by the clock: the nightly copy, swept stages, expired sessions, boundaries."""

from __future__ import annotations

import logging
import threading
import time
from datetime import timedelta

from archive.accounts.sessions.service import end_expired
from archive.audit import heads
from archive.catalogue.intake import sweep_uploads
from archive.catalogue.renditions import sweep_work
from archive.consents.service import end_those_over
from archive.desk.uploads.service import sweep as sweep_resumable
from archive.engines import Engines
from archive.messages.service import forget_names
from archive.preserve.accounts_copy import copy_path, take_copy
from archive.preserve.reconcile import STAGE_KEPT_S, reconcile
from archive.preserve.service import pass_boundaries

log = logging.getLogger(__name__)
EVERY_S = 60.0
COPY_AFTER_S = timedelta(hours=20).total_seconds()


class Housekeeper:
    """Do what is due once a minute, until the process ends."""

    def __init__(self, engines: Engines) -> None:
        """Take the engines to work with."""
        self.engines = engines
        self.stopping = threading.Event()

    def run(self) -> None:
        """Work until `stopping` is set; what fails is tried again."""
        while not self.stopping.wait(EVERY_S):
            try:
                keep_house(self.engines)
            except Exception:
                log.exception("housekeeping failed and goes on")


def keep_house(engines: Engines) -> None:
    """Do what is due now."""
    reconcile(engines)
    engines.repository.sweep(STAGE_KEPT_S)
    sweep_uploads(engines, STAGE_KEPT_S)
    sweep_work(engines, STAGE_KEPT_S)
    sweep_resumable(engines)
    with engines.db.writing() as session:
        pass_boundaries(session)
        end_expired(session)
        forget_names(session)
    end_those_over(engines)
    with engines.db.reading() as session:
        heads.note_if_due(session, engines.settings.data)
    copy = copy_path(engines.settings.data)
    if not copy.exists() or time.time() - copy.stat().st_mtime > COPY_AFTER_S:
        take_copy(engines)
