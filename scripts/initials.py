"""Makes subjects/initials.txt, by which names are found by the first letters of their pinyin: `python scripts/initials.py`.

Which letter a character's reading begins with, and the words in which it is another one (重庆, 银行), are taken from pypinyin. The
library itself stays out of what runs: its tables took 57 MB of every process, and a name some tenths of a millisecond.
"""

import unicodedata
from collections import defaultdict
from pathlib import Path

from pypinyin.constants import PHRASES_DICT, PINYIN_DICT

OUT = Path(__file__).parents[1] / "subjects" / "initials.txt"
LONGEST = 4  # characters of a word: longer ones are sayings, which are no part of names
HEAD = "# First letters of pinyin: of characters, then of words in which a character has another one. By scripts/initials.py.\n"


def letter(reading: str) -> str:
    """zhòng → Z."""
    return unicodedata.normalize("NFD", reading)[0].upper()


def main() -> None:
    single = {chr(point): letter(readings.split(",")[0]) for point, readings in PINYIN_DICT.items()}
    by_letter = defaultdict(list)
    for character, first in sorted(single.items()):
        if first.isascii():
            by_letter[first].append(character)
    words = {}
    for word, readings in PHRASES_DICT.items():
        said = "".join(letter(one[0]) for one in readings)
        if 2 <= len(word) <= LONGEST and said.isascii() and said != "".join(single.get(one, "") for one in word):
            words[word] = said
    lines = [f"{first} {''.join(characters)}\n" for first, characters in sorted(by_letter.items())]
    lines += [f"{word} {said}\n" for word, said in sorted(words.items())]
    OUT.write_text(HEAD + "".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
