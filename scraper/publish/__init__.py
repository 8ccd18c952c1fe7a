"""Publishing: readers of the outbox, each with a cursor, idempotent by id and version."""
