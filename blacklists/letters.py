"""Letters of the lists (名单文书): what each says of its case; issuing.py numbers, prints and keeps it. Source: D3; 国办发〔2020〕49号."""

from datetime import date

from django.conf import settings
from django.db.models import Q

from accounts.models import Department, Officer
from ledger.models import Act

from .issuing import Words, form_of, issue, office_of, said_day
from .models import Entry, Letter, Nomination
from .procedure import RED_CASE, procedure, remedies, statement_days
from .repair_notice import notice

NO_MEASURES = "依法公示；具体措施以公布的失信惩戒措施清单为准。"


def write(kind: str, case: Entry | Nomination, words: Words, *, maker: Officer | None, act: Act) -> Letter:
    """Number, print and keep it, in the caller's transaction."""
    form = form_of(kind, case.department, office_of(case.department), act.day)
    letter = Letter(department=case.department, issuer=form.issuer, maker=maker)
    if isinstance(case, Entry):
        letter.entry = case
    else:
        letter.nomination = case
    return issue(letter, form, case.subject, words, act)


def _behaviour(entry: Entry) -> str:
    """With the version of the list that it stands in."""
    return f"{entry.behaviour_title}（{'，'.join(filter(None, [entry.behaviour_version, entry.field]))}）"


def notice_words(entry: Entry, on: date) -> Words:
    """告知书: reasons, basis, what would follow, rights."""
    rights = (
        f"你（单位）有权自收到本告知书之日起{statement_days(on)}内，向我单位提出书面或者口头陈述和申辩，"
        "并提交有关证据材料。逾期未提出的，视为放弃。提出的事实、理由和证据，我单位将逐条核实并答复；成立的，予以采纳。"
        "不会因陈述申辩而加重处理。"
    )
    parts = [
        ("事由", entry.reasons),
        ("拟认定的严重失信行为", _behaviour(entry)),
        ("依据", entry.basis),
        ("拟列入的期限", _period(entry, on)),
        ("列入后的失信惩戒措施提示", entry.measures or NO_MEASURES),
        ("你（单位）的权利", rights),
        ("联系方式", contact(entry.department, on)),
    ]
    return Words(parts, rights=["你（单位）的权利"])


def _period(entry: Entry, on: date) -> str:
    rules = procedure(on, entry.department)
    clause = rules.clause("longest_months").partition("：")[0]
    return f"依规定为{rules.shortest_months}个月至{rules.longest_months}个月（{clause}）；具体期限在核实后由列入决定书写明。"


def contact(department: Department, on: date) -> str:
    """联系方式: the department, its liaison's office telephone, else the site's. Never anybody's name."""
    here = department.liaisons.filter(since__lte=on).filter(Q(until__isnull=True) | Q(until__gt=on))
    liaison = here.order_by("deputy").first()
    phone = liaison.phone if liaison else settings.SITE_PHONE
    where = f"，地址：{settings.SITE_ADDRESS}" if settings.SITE_ADDRESS and liaison is None else ""
    said = f"{department.name}{f'，电话：{phone}' if phone else ''}{where}"
    return f"{said}。陈述申辩材料可以当面提交，也可以邮寄。"


def decision_words(entry: Entry) -> Words:
    """列入决定书: 事由、依据、惩戒措施提示、移出条件和程序、救济措施."""
    assert entry.until is not None
    term = f"{entry.months}个月，自{said_day(entry.decided_on)}起，至{said_day(entry.until)}止。"
    parts = [
        ("事由", entry.reasons),
        ("认定的严重失信行为", _behaviour(entry)),
        ("依据", entry.basis),
        ("陈述申辩及核实情况", _heard(entry)),
        ("列入期限", term),
        ("失信惩戒措施提示", entry.measures or NO_MEASURES),
        ("移出条件和程序", entry.exit_conditions),
        ("救济途径", entry.remedies),
        (
            "信用修复告知",
            "符合条件的，可以通过“信用中国”网站或者所在地信用网站、政务服务大厅窗口申请信用修复，办理不收取任何费用。",
        ),
    ]
    if entry.correct_by:
        said = f"在{said_day(entry.correct_by)}前纠正失信行为、消除不良影响并经核实的，移出名单。"
        parts.insert(5, ("纠正期限", said))
    document = f"（{entry.document_title}，{entry.document_number}）" if entry.document_title else ""
    return Words(parts, rights=["救济途径", "信用修复告知"], places={"决定文件": document}, second=notice(entry))


def _heard(entry: Entry) -> str:
    """What was found, and of each statement what became of it: who was heard is told why not."""
    said = [entry.findings]
    for one in entry.statements.filter(answered_on__isnull=False).order_by("made_on", "pk"):
        became = "予以采纳" if one.accepted else "未予采纳"
        said.append(f"{said_day(one.made_on)}提出：{one.text} {became}：{one.answer}")
    return "\n".join(said)


def drop_words(entry: Entry, reason: str) -> Words:
    """不予列入通知书."""
    return Words([("理由", reason)], places={"告知书": entry.notice_number})


def removal_words(entry: Entry, reason: str) -> Words:
    """移出通知书."""
    places = {"行为": entry.behaviour_title, "决定书": entry.decision_number, "移出日期": said_day(entry.left_on)}
    return Words([("移出原因", entry.get_exit_display()), ("说明", reason)], places=places)


def red_words(nomination: Nomination, on: date, until: date) -> Words:
    """守信红名单发文."""
    parts = [
        ("称号", nomination.title),
        ("推荐部门", nomination.department.name),
        ("依据", nomination.basis),
        ("有效期", f"{said_day(on)}至{said_day(until)}。"),
    ]
    document = f"{nomination.document_title}（{nomination.document_number}）"
    return Words(parts, places={"批准文件": document, "称号": nomination.title})


def red_notice_words(nomination: Nomination, on: date) -> Words:
    """拟取消称号告知书: what happened, the basis, what would follow, the rights."""
    days = statement_days(on, RED_CASE)
    rights = (
        f"你（单位）有权自收到本告知书之日起{days}内，向我单位提出书面或者口头陈述和申辩，并提交有关证据材料。"
        "逾期未提出的，视为放弃。提出的事实、理由和证据，我单位将逐条核实并答复；成立的，予以采纳。"
    )
    parts = [
        ("事由", nomination.breach),
        ("依据", nomination.withdrawal_basis),
        (
            "取消后的处理",
            "移出守信红名单，停止享受相应的激励；因该称号取得的财政性资金、优惠贷款和减免的规费依规定追回。",
        ),
        ("你（单位）的权利", rights),
        ("联系方式", contact(nomination.department, on)),
    ]
    return Words(parts, rights=["你（单位）的权利"], places=_of_title(nomination))


def red_off_words(nomination: Nomination, on: date) -> Words:
    """取消称号决定书."""
    said = [
        f"{said_day(one.made_on)}提出：{one.text} {'予以采纳' if one.accepted else '未予采纳'}：{one.answer}"
        for one in nomination.statements.filter(closed=False, answered_on__isnull=False)
    ]
    parts = [
        ("事由", nomination.breach),
        ("依据", nomination.withdrawal_basis),
        ("陈述申辩及核实情况", "\n".join(said) or "在规定期限内没有提出陈述申辩，或者书面放弃。"),
        (
            "取消后的处理",
            "移出守信红名单，停止享受相应的激励；因该称号取得的财政性资金、优惠贷款和减免的规费依规定追回。",
        ),
        ("救济途径", remedies(on)),
    ]
    notice = nomination.letters.filter(kind=Letter.Kind.RED_NOTICE).order_by("-pk").first()
    places = {"告知书": notice.number if notice else "", "取消日期": said_day(on)}
    return Words(parts, rights=["救济途径"], places=_of_title(nomination) | places)


def kept_words(nomination: Nomination, reason: str, notice: Letter) -> Words:
    """不予取消称号通知书."""
    return Words([("理由", reason)], places=_of_title(nomination) | {"告知书": notice.number})


def _of_title(nomination: Nomination) -> dict[str, str]:
    issued = nomination.letters.filter(kind=Letter.Kind.RED).order_by("-pk").first()
    return {"称号": nomination.title, "发文": issued.number if issued else nomination.document_number}
