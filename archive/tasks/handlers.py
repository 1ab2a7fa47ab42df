"""Which function carries out which task."""

from __future__ import annotations

from archive.bulk import tasks as bulk
from archive.catalogue import renditions
from archive.notices import letters
from archive.notices import service as notices
from archive.review import tasks as review
from archive.tasks.worker import Handler

HANDLERS: dict[str, Handler] = {
    renditions.TASK: renditions.make,
    bulk.RUN: bulk.run_round,
    bulk.UNDO: bulk.undo_round,
    review.PUBLISH: review.publish_planned,
    notices.SEND: letters.send,
}
