"""台账版本: how many events are committed: one number that is another as soon as anything on record has changed. Design §5."""

from credit_platform.statements import Statement

WAITING = 1_000  # events without a number that are counted; where more wait, the sequencer stands still

_COMMITTED = Statement(
    "SELECT coalesce((SELECT max(seq) FROM ledger_position), 0),"
    f" (SELECT count(*) FROM (SELECT FROM ledger_unsequenced LIMIT {WAITING + 1}) AS waiting)"
)


def version() -> int | None:
    """Events committed so far, numbered or not, in one look: numbering them changes nothing, and whatever commits adds to it,
    in whatever order. None where too many wait to be counted at every page: then nothing is to be kept by it.
    """
    [(numbered, waiting)] = _COMMITTED.rows()
    return numbered + waiting if waiting <= WAITING else None
