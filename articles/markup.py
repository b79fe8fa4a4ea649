"""版式 (纯文本排版): plain text with very few marks → blocks that a template prints. Pure. Source: G4, design sentence 10.

A line that begins with "# " is a heading, "## " one below it, "- " a point of a list, "1. " of a numbered one; an empty line ends a
paragraph. Points keep the figures that were typed: other texts cite them. Anything else is text, whatever signs it holds: no mark makes HTML, so nothing that is typed can.
"""

import re
from dataclasses import dataclass

HEADING, SUBHEADING, POINTS, NUMBERED, PARAGRAPH = "heading", "subheading", "points", "numbered", "paragraph"
_MARKS = (
    (HEADING, re.compile(r"#[ \u3000]+(.+)")),
    (SUBHEADING, re.compile(r"##[ \u3000]+(.+)")),
    (POINTS, re.compile(r"[-*][ \u3000]+(.+)")),
    (NUMBERED, re.compile(r"\d{1,3}\.[ \u3000]+(.+)")),
)


@dataclass(frozen=True)
class Block:
    """One piece. `lines`: one for a heading, the points of a list, the lines of a paragraph; `figures`: of numbered points."""

    kind: str
    lines: tuple[str, ...]
    figures: tuple[int, ...] = ()

    @property
    def numbered(self) -> list[tuple[int, str]]:
        """(figure, point)."""
        return list(zip(self.figures, self.lines, strict=True))


def blocks(text: str) -> list[Block]:
    """The text, cut at its marks; every word of it stands in exactly one block."""
    found: list[tuple[str, list[str], list[int]]] = []
    broken = True  # an empty line came before
    for line in text.splitlines():
        kind, said, figures = _read(line.strip())
        if not said:
            broken = True
            continue
        joins = found and not broken and kind == found[-1][0] and kind not in (HEADING, SUBHEADING)
        if joins:
            found[-1][1].append(said)
            found[-1][2].extend(figures)
        else:
            found.append((kind, [said], figures))
        broken = False
    return [Block(kind, tuple(lines), tuple(figures)) for kind, lines, figures in found]


def opening(text: str, most: int) -> str:
    """The first words without marks, for lists."""
    said = " ".join(line for block in blocks(text) if block.kind == PARAGRAPH for line in block.lines)
    return said if len(said) <= most else said[: most - 1] + "…"


def _read(line: str) -> tuple[str, str, list[int]]:
    for kind, pattern in _MARKS:
        if found := pattern.fullmatch(line):
            return kind, found[1].strip(), [int(line[: line.index(".")])] if kind == NUMBERED else []
    return PARAGRAPH, line, []
