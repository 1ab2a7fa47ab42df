"""Background work: rows with leases, handlers that may run twice, and the worker's loop."""
