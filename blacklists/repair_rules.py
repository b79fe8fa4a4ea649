"""怎样修复 an entry: from which day, with which papers, how long it takes, or that it runs out before anybody may apply. Pure.

One source for the decision's second document, the page that answers 可否申请, cards of lists, reports and the case itself.
Source: F4, F8; 令第36号 (最短公示期满后方可申请); what a local text adds comes as values (repair_ways.py).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from credit_platform.periods import Rules
from credit_platform.workdays import months_later

ORDER36 = "order36"  # key of the rule set whose shortest periods bind every place
PERFORMANCE, COMMITMENT, SERVICE, PLAN, COURT = "performance", "commitment", "public_service", "plan", "court"
WITHDRAWAL = "withdrawal"
PAPERS = {
    PERFORMANCE: "已经履行完毕、纠正失信行为的证明材料",
    COMMITMENT: "签署并公开的信用修复承诺书",
    SERVICE: "参加社会公益服务的证明",
    PLAN: "针对失信行为的整改方案",
    COURT: "法院批准重整计划或者认可和解协议的裁定",
}
USUAL, WITH_PLAN = (PERFORMANCE, COMMITMENT), (PLAN, COMMITMENT)


@dataclass(frozen=True)
class Way:
    """修复的路径 of one entry. `shortest`: 最短公示期 in months, 0 where none stands in the way; `rectification`: months of it."""

    earliest: date
    until: date | None
    shortest: int = 0
    rectification: int = 0
    correct_by: date | None = None

    @property
    def runs_out(self) -> bool:
        """It leaves by itself before the first day on which anybody may apply."""
        return self.until is not None and self.earliest > self.until

    @property
    def papers(self) -> tuple[str, ...]:
        """材料 that come with the application."""
        return WITH_PLAN if self.rectification else USUAL

    @property
    def why_not(self) -> str:
        """Where it runs out."""
        return runs_out_said(self.until, self.earliest, self.shortest, "列入")

    @property
    def said(self) -> str:
        """One sentence for cards and reports; nothing in it changes with the day alone."""
        if self.runs_out:
            return self.why_not
        after = f"；同意后整改不少于{self.rectification}个月，验收合格的准予修复" if self.rectification else ""
        return f"已纠正失信行为、履行义务的，可于{self.earliest}起免费申请信用修复{after}。"


def way_of(
    decided_on: date,
    effective_from: date | None,
    until: date | None,
    correct_by: date | None,
    *,
    rules: Rules | None,
    rectification: int,
) -> Way | None:
    """By the rules of the day of the decision. Where the place has a procedure of its own (`rectification`) only 令第36号's shortest
    period stands above it: earlier rules left the way off a list to that list (docs/law.md). None where no rules are known.
    """
    period = rules.period("serious", "") if rules and (not rectification or rules.key == ORDER36) else None
    if period is None and not rectification:
        return None
    shortest = period.shortest or 0 if period else 0
    first = effective_from or decided_on
    earliest = months_later(decided_on, shortest)
    if rectification and first >= earliest:
        earliest, shortest = first, 0
    return Way(earliest, until, shortest, rectification, correct_by)


def runs_out_said(until: date | None, earliest: date, shortest: int, what: str) -> str:
    """「列入期限到…届满」: why nothing has to be applied for. `what`: 列入 or 公示."""
    least = f"（最短公示期{shortest}个月）" if shortest else ""
    return f"{what}期限到{until}届满，期满自动停止公示；可以申请修复的日期{least}是{earliest}，在期满以后，所以不需要也不能申请信用修复。"


def papers_said(papers: Iterable[str]) -> str:
    """In words."""
    return "、".join(PAPERS[one] for one in papers)


def how_long(rectification: int, accept: int, result: int) -> str:
    """多久有结果, honestly: the days of the office, and the months of rectification that do not count among them."""
    if not rectification:
        return f"收到申请{accept}个工作日内决定是否受理，{result}个工作日内告知结果。"
    return (
        f"收到申请{accept}个工作日内书面答复是否同意整改；同意的，自收到答复起整改不少于{rectification}个月，再验收；"
        f"整改和验收以外的办理时间合计不超过{result}个工作日。从申请到有结果，最快也要{rectification}个多月。"
    )
