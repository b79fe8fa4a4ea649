"""Drawing up forms (制定承诺书模板): proposed by one, adopted by another, in versions; what is signed stays on its version. Source: H2;
Shaanxi 二(六): 以规范格式就申报材料真实性、守法经营、诚信履约等事项; Bengbu 六(二): 各领域实施信用承诺的规范格式.
"""

from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Max

from accounts.models import Department, Officer
from blacklists.refusals import SELF, ListRefused, locked, move, must_hold, reason_given, words
from ledger.acts import Actor, record_act
from ledger.moves import apply_set, note
from records.querysets import departments_within_reach
from rules.jurisdictions import Value, find

from .models import Kind, Template
from .querysets import APPROVERS, HANDLERS

TEXTS = ("field", "title", "truth", "lawfulness", "performance", "sanction", "basis")
ASKED = ("commitment.contents", "commitment.when", "commitment.form")
# What a new form begins with; the department makes it its own.
DRAFT = {
    "truth": "所提交的材料和填报的信息真实、准确、完整、有效。",
    "lawfulness": "遵守法律、法规、规章和有关规定，依法诚信从事生产经营活动。",
    "performance": "在办理和经营过程中全面履行约定和法定的义务，符合本事项规定的条件和要求。",
    "sanction": "自愿接受社会监督；违背承诺、违法失信的，自愿接受依法作出的约束和惩戒，并同意将承诺及履行情况记入信用记录、依法公示。",
}


@dataclass(frozen=True)
class FormSaid:
    """承诺书模板 as proposed. `months`: how long it binds; None: until it is withdrawn. `dated`: needs a day to be kept by."""

    kind: str
    field: str
    title: str
    truth: str
    lawfulness: str
    performance: str
    sanction: str
    basis: str
    months: int | None = None
    dated: bool = False


def asked_for(on: date) -> list[Value]:
    """What the texts in force ask of commitments: contents, occasions, form, each with its clause; empty where none speaks."""
    found = find(list(ASKED), on)
    return [found[key] for key in ASKED if key in found]


@transaction.atomic
def propose(department: Department, said: FormSaid, *, officer: Officer, actor: Actor, on: date) -> Template:
    """提出模板, new or the next version. All four contents must be there. Raises ListRefused."""
    must_hold(officer, *HANDLERS, said="由填报员或信用办提出承诺书模板。")
    if department not in departments_within_reach(officer):
        raise ListRefused("不在您的职责范围内。")
    if said.kind not in Kind.values:
        raise ListRefused("请从列表中选择承诺类型。")
    if said.months is not None and not 1 <= said.months <= 600:
        raise ListRefused("有效期应是1到600个月，长期有效的留空。")
    texts = words(Template, {name: getattr(said, name) for name in TEXTS}, *TEXTS)
    last = Template.objects.filter(department=department, title=texts["title"]).aggregate(last=Max("number"))["last"]
    act = record_act("propose_commitment_template", actor, on, basis=texts["basis"])
    try:
        with transaction.atomic():
            made = Template.objects.create(
                department=department, kind=said.kind, number=(last or 0) + 1, months=said.months, dated=said.dated,
                proposer=officer, proposed_on=on, **texts,
            )  # fmt: skip
    except IntegrityError as already:
        raise ListRefused("这个模板已有一版待审批，请先审批。") from already
    note(act, made.object_kind, made.public_id, "propose_template", made.state)
    return made


@transaction.atomic
def decide(template: Template, *, adopt: bool, officer: Officer, actor: Actor, on: date, reason: str = "") -> None:
    """采用 or 不采用, by another person; the version in use until now ends. Raises ListRefused."""
    must_hold(officer, *APPROVERS, said="由审核员或信用办审批承诺书模板。")
    template = _own(template, officer)
    if officer.pk == template.proposer_id:
        raise ListRefused(SELF)
    if not adopt:
        act = record_act("decline_commitment_template", actor, on, reason=reason_given(reason, "不采用的"))
        move(template, "decline", act, approver=officer, decided_on=on)
        return
    act = record_act("adopt_commitment_template", actor, on, basis=template.basis)
    older = Template.objects.filter(state="adopted", department=template.department, title=template.title)
    apply_set(older, "replace", act, wait=True)
    move(template, "adopt", act, approver=officer, decided_on=on)


@transaction.atomic
def retire(template: Template, *, officer: Officer, actor: Actor, on: date, reason: str) -> None:
    """停止使用; what was signed on it goes on. Raises ListRefused."""
    must_hold(officer, *HANDLERS, *APPROVERS, said="由制定部门或信用办办理。")
    template = _own(template, officer)
    act = record_act("retire_commitment_template", actor, on, reason=reason_given(reason, "停止使用的"))
    move(template, "retire", act)


def _own(template: Template, officer: Officer) -> Template:
    """A department uses the forms of those above it, but does not decide on them."""
    if not Template.objects.of(officer).filter(pk=template.pk).exists():
        raise ListRefused("由制定模板的部门或其信用办办理。")
    return locked(template, officer)
