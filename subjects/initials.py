"""拼音首字母: the first letters of a name's pinyin, by which whoever cannot type the characters finds it. Pure. Source: G2.

重庆银行 → CQYH. Letters and digits of a name stay as they are. Of a character with several readings the one that its word has
(initials.txt knows the words in which it is not the usual one), else the usual one.
"""

import re
from functools import lru_cache
from pathlib import Path

_ASKED = re.compile(r"[A-Z0-9]*[A-Z][A-Z0-9]*")


def initials(name_n: str) -> str:
    """Of a normalised name; as long as the name. A character without a known reading stays, and is found by nobody's letters."""
    usual, words, beginnings, longest = _tables()
    plain = name_n.translate(usual)
    if not any(name_n[at : at + 2] in beginnings for at in range(len(name_n) - 1)):
        return plain
    letters = list(plain)
    at = 0
    while at < len(name_n) - 1:
        for size in range(longest, 1, -1) if name_n[at : at + 2] in beginnings else ():
            said = words.get(name_n[at : at + size])
            if said is not None:
                letters[at : at + size] = said
                at += size - 1
                break
        at += 1
    return "".join(letters)


def may_be_initials(fragment: str) -> bool:
    """Whether a normalised piece of a query can be meant as first letters: Latin letters and digits only, two at least."""
    return len(fragment) > 1 and bool(_ASKED.fullmatch(fragment))


@lru_cache(maxsize=1)
def _tables() -> tuple[dict[int, str], dict[str, str], frozenset[str], int]:
    """Letter by character, letters by word, the words' first two characters, the longest word."""
    usual: dict[int, str] = {}
    words: dict[str, str] = {}
    for line in Path(__file__).with_name("initials.txt").read_text(encoding="utf-8").splitlines()[1:]:
        one, other = line.split(" ")
        if one.isascii():
            usual |= dict.fromkeys(map(ord, other), one)
        else:
            words[one] = other
    return usual, words, frozenset(word[:2] for word in words), max(map(len, words))
