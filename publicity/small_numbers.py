"""小数不写明: one rule for every count that the public reads: from one to four are not told. Sums beside them are, so whoever reckons may find
one; what they are of stays public or was. Pure. Source: E8, G7.

A small number may be one company; taken from what is public of it, it tells who was repaired.
"""

FEW = 5
SAID = f"不足{FEW}"


def few(count: int) -> bool:
    return 0 < count < FEW


def told(count: int) -> int | str:
    """The number, or that there are few."""
    return SAID if few(count) else count


def share(part: int, whole: int) -> str:
    """占比 in words, of FEW and more: rounded down, for 99.96 % is not 100 %. Where the part is few: what it stays below."""
    if whole < FEW:
        return "—"
    if few(part):
        return f"不足{FEW * 1000 // whole / 10}%"
    return f"{part * 1000 // whole / 10}%"
