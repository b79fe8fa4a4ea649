"""The sequencer (编号): gives every committed event its dense number, once.

One at a time by an advisory lock; whoever comes second leaves at once. Source: design §5.
"""

from django.db import connection, transaction

from credit_platform.locks import Lock, try_to_hold

NUMBER = """
    WITH taken AS (
        DELETE FROM ledger_unsequenced WHERE event_id IN (
            SELECT event_id FROM ledger_unsequenced ORDER BY event_id LIMIT %s FOR UPDATE SKIP LOCKED
        ) RETURNING event_id
    )
    INSERT INTO ledger_position (seq, event_id)
    SELECT (SELECT coalesce(max(seq), 0) FROM ledger_position) + row_number() OVER (ORDER BY event_id), event_id
    FROM taken
"""
MISSING = """
    SELECT event.id FROM ledger_event event
    WHERE NOT EXISTS (SELECT FROM ledger_position WHERE event_id = event.id)
    AND NOT EXISTS (SELECT FROM ledger_unsequenced WHERE event_id = event.id)
    ORDER BY event.id
"""


def sequence(batch: int = 20_000) -> int:
    """Number what is committed and waits; returns how many. Safe to run twice, at once, or late."""
    numbered = 0
    while True:
        with transaction.atomic(), connection.cursor() as cursor:
            if not try_to_hold(Lock.SEQUENCER):
                return numbered
            cursor.execute(NUMBER, [batch])
            numbered += cursor.rowcount
            if cursor.rowcount < batch:
                return numbered


def missing() -> list[int]:
    """Events that have neither a number nor a place in the queue: somebody took them out. Must be empty."""
    with connection.cursor() as cursor:
        cursor.execute(MISSING)
        return [event for (event,) in cursor.fetchall()]
