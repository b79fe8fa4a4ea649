"""绿色通道: whether a subject may use it on a day, why or what stands against it, and what it may enjoy. Set-based.

Models (诚信典型) or whoever had no bad record for the years that the text in force says; never whoever stands on a list of the
seriously untrustworthy. A text that names no criterion admits nobody here: the page says so, nothing is invented. Source: E7;
Yingkou (七), Suining 二(二)1(2), Harbin 3, Hua 一(二)1, 一(三)1, Bengbu 六(一).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import QuerySet

from credit_platform.workdays import ONE_DAY, months_later
from rules.jurisdictions import Value, find
from subjects.models import Subject

from . import standing_facts as facts

KEYS = (
    "green.clean_years", "green.models", "green.strength", "green.late_papers", "green.services", "green.priority",
    "green.lead", "red_list.honours", "red_list.sources",
)  # fmt: skip
STRENGTH = {"may": "可以实施", "as_fits": "可根据实际情况实施", "shall": "应当设立"}
UNSAID = "本地执行的文件没有写明绿色通道的适用条件，本平台不作推定，由办理部门按自己的规定决定。"
OFF = "本地执行的文件没有规定绿色通道。"
NOT_HELD = "平台没有它的设立登记信息，成立日期以营业执照为准。"


@dataclass(frozen=True)
class Terms:
    """绿色通道的规定 in force on a day. `clean_years` 0: the text does not know that way in. `strength`: key of STRENGTH, or
    empty. `clause`: of the criterion, or of the services where there is none.
    """

    models: bool = False
    clean_years: int = 0
    strength: str = ""
    late_papers: bool = False
    services: tuple[str, ...] = ()
    priority: tuple[str, ...] = ()
    lead: str = ""
    clause: str = ""
    priority_clause: str = ""
    honours: tuple[str, ...] = ()

    @property
    def criterion(self) -> bool:
        """Whether the text says whom it admits."""
        return self.models or bool(self.clean_years)

    @property
    def strength_words(self) -> str:
        """How binding the text is; empty where it does not say."""
        return STRENGTH.get(self.strength, "")

    @property
    def words(self) -> str:
        """Whom the text admits, in one sentence."""
        if not self.criterion:
            return UNSAID if self.services else OFF
        ways = ["诚信典型"] if self.models else []
        ways += [f"连续{self.clean_years}年无不良信用记录的主体"] if self.clean_years else []
        return f"{'和'.join(ways)}可以享受；严重失信主体名单、失信被执行人名单上的主体一律不适用。"


@dataclass(frozen=True)
class GreenChannel:
    """One subject's standing. `reasons`: why it is admitted; `blocks`: what stands against it; `notes`: what to mind."""

    terms: Terms
    model: bool = False
    clean: bool = False
    blacklisted: bool = False
    reasons: tuple[str, ...] = ()
    blocks: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def admitted(self) -> bool:
        """可以享受绿色通道."""
        return self.terms.criterion and not self.blacklisted and (self.model or self.clean)

    @property
    def clause(self) -> str:
        """依据."""
        return self.terms.clause

    @property
    def services(self) -> tuple[str, ...]:
        """What it may enjoy; empty where it is not admitted."""
        return self.terms.services if self.admitted else ()

    @property
    def priority(self) -> tuple[str, ...]:
        """Public services that come first; empty where it is not admitted."""
        return self.terms.priority if self.admitted else ()

    @property
    def basis(self) -> str:
        """Why, or why not, in one text for letters, checks and files."""
        return "；".join(self.reasons if self.admitted else self.blocks)


def terms(on: date) -> Terms:
    """The rules in force on the day, in one query."""
    found = find(list(KEYS), on)

    def said(key: str, otherwise):
        return found[key].value if key in found else otherwise

    return Terms(
        models=said("green.models", False),
        clean_years=said("green.clean_years", 0),
        strength=said("green.strength", ""),
        late_papers=said("green.late_papers", False),
        services=tuple(said("green.services", ())),
        priority=tuple(said("green.priority", ())),
        lead=said("green.lead", ""),
        clause=_clause(found, "green.clean_years", "green.models", "green.services"),
        priority_clause=_clause(found, "green.priority"),
        honours=tuple({*said("red_list.honours", ()), *said("red_list.sources", ())}),
    )


def standing(subjects: QuerySet[Subject] | Iterable[int], on: date) -> dict[int, GreenChannel]:
    """绿色通道 of many subjects at once, by primary key: the same few queries for one and for ten thousand. What is held
    against or for a subject merged into another counts for both.
    """
    given = list(subjects.values_list("pk", flat=True) if isinstance(subjects, QuerySet) else subjects)
    rules = terms(on)
    if not rules.criterion:
        without = GreenChannel(rules, blocks=(rules.words,))
        return dict.fromkeys(given, without)
    kin = _Kin.of(given)
    since = months_later(on, -12 * rules.clean_years) + ONE_DAY if rules.clean_years else on
    models = kin.gather(facts.models(kin.everybody, on, rules.honours)) if rules.models else {}
    listed = kin.gather(facts.listed(kin.everybody, on))
    bad = kin.gather(facts.bad(kin.everybody, since, on)) if rules.clean_years else {}
    founded = kin.earliest(facts.founded(kin.everybody)) if rules.clean_years else {}
    return {pk: _judged(rules, pk, since, models, listed, bad, founded) for pk in given}


def standing_of(subject: Subject, on: date) -> GreenChannel:
    """The same of one."""
    return standing([subject.pk], on)[subject.pk]


def _judged(
    rules: Terms,
    pk: int,
    since: date,
    models: Mapping[int, list[str]],
    listed: Mapping[int, list[str]],
    bad: Mapping[int, list[str]],
    founded: Mapping[int, date],
) -> GreenChannel:
    held, against, on_list = models.get(pk, []), bad.get(pk, []), listed.get(pk, [])
    clean = bool(rules.clean_years) and not against and not on_list
    reasons = [*held]
    notes: list[str] = []
    if clean:
        reasons.append(f"{since}以来{facts.LOOKED_AT}中没有不良信用记录")
        notes = _age_notes(founded.get(pk), since, rules.clean_years)
    elif held:  # the text admits models as such; whoever decides sees what else is known
        notes = [f"同时有不良信用记录：{one}" for one in against]
    blocks = [f"正在名单上：{one}" for one in on_list]
    if not clean and not held:
        blocks += [f"近{rules.clean_years}年有不良信用记录：{one}" for one in against if one not in on_list]
        if not rules.clean_years:
            blocks.append("不是诚信典型（红名单、文件列举的荣誉中没有它）")
    return GreenChannel(
        rules, model=bool(held), clean=clean, blacklisted=bool(on_list), reasons=tuple(reasons), blocks=tuple(blocks),
        notes=tuple(notes),
    )  # fmt: skip


def _age_notes(founded: date | None, since: date, years: int) -> list[str]:
    """The texts ask for years without a bad record, not for years of existence: said, and left to whoever decides."""
    if founded is None:
        return [NOT_HELD]
    if founded < since:
        return []
    return [f"{founded}设立，成立不足{years}年；文件只要求{years}年内没有不良记录，没有要求成立满{years}年。"]


def _clause(found: Mapping[str, Value], *keys: str) -> str:
    return next((found[key].clause for key in keys if key in found), "")


@dataclass
class _Kin:
    """Who is whose: each subject given, with those merged into it and the one that it was merged into."""

    kept: dict[int, int] = field(default_factory=dict)
    given_by_kept: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, given: list[int]) -> "_Kin":
        kin = cls()
        above = dict(
            Subject.objects.filter(pk__in=given, merged_into__isnull=False).values_list("pk", "merged_into_id")
        )
        for pk in given:
            kin.given_by_kept[above.get(pk) or pk].append(pk)
        kin.kept = {pk: pk for pk in kin.given_by_kept}
        merged = Subject.objects.filter(merged_into__in=list(kin.given_by_kept))
        kin.kept |= dict(merged.values_list("pk", "merged_into_id"))
        return kin

    @property
    def everybody(self) -> list[int]:
        return list(self.kept)

    def gather(self, said: Iterable[tuple[int, str]]) -> dict[int, list[str]]:
        """Words by the subjects given."""
        found: dict[int, list[str]] = defaultdict(list)
        for pk, words in said:
            for one in self.given_by_kept[self.kept[pk]]:
                found[one].append(words)
        return found

    def earliest(self, said: Iterable[tuple[int, date]]) -> dict[int, date]:
        """The first day of each subject given."""
        found: dict[int, date] = {}
        for pk, day in said:
            for one in self.given_by_kept[self.kept[pk]]:
                found[one] = min(day, found.get(one, day))
        return found
