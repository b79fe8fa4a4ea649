"""Divisions (行政区划代码): numbers of GB/T 2260 that exist or once existed. Numbers only; names are not needed."""

from pathlib import Path


def _load() -> frozenset[str]:
    known = set()
    for line in Path(__file__).with_name("divisions.txt").read_text(encoding="ascii").splitlines():
        if not line.startswith("#"):
            prefix, *ends = line.split()
            known |= {prefix + end for end in ends}
    return frozenset(known)


KNOWN_DIVISIONS = _load()
