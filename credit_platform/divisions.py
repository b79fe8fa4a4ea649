"""Divisions (行政区划代码): numbers of GB/T 2260 that exist or once existed, and the names of those that exist."""

from functools import lru_cache
from pathlib import Path


def _load() -> frozenset[str]:
    known = set()
    for line in Path(__file__).with_name("divisions.txt").read_text(encoding="ascii").splitlines():
        if not line.startswith("#"):
            prefix, *ends = line.split()
            known |= {prefix + end for end in ends}
    return frozenset(known)


KNOWN_DIVISIONS = _load()


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    lines = Path(__file__).with_name("division_names.txt").read_text(encoding="utf-8").splitlines()
    return dict(line.split(" ", 1) for line in lines if not line.startswith("#"))


@lru_cache(maxsize=4_096)
def division_name(number: str) -> str:
    """行政区划名称 by its six digits, with the city before a county's: 营口市鲅鱼圈区. One that is no more is named by its city or
    province and its number; the register of the State itself (100000) by what it is; anything else by its number.
    """
    if number == "100000":
        return "国家登记机关"
    names = _names()
    city, province = names.get(number[:4] + "00", ""), names.get(number[:2] + "0000", "")
    own = names.get(number)
    if own is None:
        return f"{city or province}（原{number}）" if city or province else number
    above = city if city not in ("", own, "市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划") else province
    return own if above == own else f"{above}{own}"
