"""Full-text search over plain documents: analysis, query language, engines.

This package knows nothing of Flask, of SQL, of the archive or of media files. The archive
hands in `index.values.Document` values and asks with `index.values.Query` values.
"""

from index.engine import SearchIndex, open_index
from index.values import Batch, Document, Query, Results

__all__ = ["Batch", "Document", "Query", "Results", "SearchIndex", "open_index"]
