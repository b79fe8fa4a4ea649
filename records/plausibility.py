"""Plausibility (批次合理性): is this batch like what the department sent before? Pure. Source: B9.

The thresholds are this platform's own: wide enough that a busy month passes, narrow enough that a shifted column, a unit
mistaken throughout or a foreign file does not.
"""

from dataclasses import dataclass
from statistics import median

ENOUGH_PAST = 3  # batches; below it there is no past to compare with
ENOUGH_ROWS = 20  # of this batch; below it shares say nothing
TIMES_LARGER = 5
MORE_ROWS = 100
MANY = 0.5  # share that is many, where
FEW = 0.1  # in the past it was no more than this
TIMES_AMOUNT = 10


@dataclass(frozen=True)
class Batch:
    """批次特征: rows sent; of the rows that went in: how many late, how many with a text that another row has too, most rows
    about one subject, amounts of fines (万元).
    """

    rows: int
    rejected: int
    stored: int
    late: int
    repeated: int
    one_subject: int
    fines: tuple[float, ...] = ()


def oddities(now: Batch, past: list[Batch]) -> list[str]:
    """Sentences that say how `now` is unlike `past`; empty: like it, or too little is known."""
    if len(past) < ENOUGH_PAST:
        return []
    said = []
    largest = max(batch.rows for batch in past)
    if now.rows > TIMES_LARGER * largest and now.rows > largest + MORE_ROWS:
        said.append(f"本批有{now.rows}行，以往最多{largest}行。")
    shares = [
        ("退回", now.rejected, now.rows, sum(b.rejected for b in past), sum(b.rows for b in past)),
        ("报送时已过法定期限", now.late, now.stored, sum(b.late for b in past), sum(b.stored for b in past)),
        ("内容与同批其他行完全相同", now.repeated, now.stored, sum(b.repeated for b in past), sum(b.stored for b in past)),
        ("集中在同一个主体", now.one_subject, now.stored, sum(b.one_subject for b in past), sum(b.stored for b in past)),
    ]  # fmt: skip
    for words, count, whole, before, before_whole in shares:
        if whole >= ENOUGH_ROWS and count >= MANY * whole and before <= FEW * max(before_whole, 1):
            said.append(f"本批有{count}行（{count / whole:.0%}）{words}，以往为{before / max(before_whole, 1):.0%}。")
    fines = [fine for batch in past for fine in batch.fines]
    if len(now.fines) >= ENOUGH_PAST and len(fines) >= ENOUGH_ROWS:
        here, usual = median(now.fines), median(fines)
        if here >= TIMES_AMOUNT * usual or here * TIMES_AMOUNT <= usual:
            said.append(f"本批罚款金额的中位数是{here:g}万元，以往是{usual:g}万元，请核对单位。")
    return said
