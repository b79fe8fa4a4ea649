"""Invented documents and notices (虚构文件、公告) for the demo: published, replaced, past its day, waiting, sent back, withdrawn; by the
ordinary use cases. Nothing in them is anybody's text.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from accounts.models import Role
from blacklists.inventing import above, by
from blacklists.notifying import Paper as Sent
from blacklists.printing import SOURCE
from credit_platform.commands import Refused, rehearsal
from credit_platform.typesetting import pdf
from credit_platform.workdays import ONE_DAY
from sanctions.inventing import Desk, desks

from . import contents, reviewing, writing
from .models import Article

SERVICE = """为方便企业和群众办理信用修复，现就窗口服务说明如下。

# 在哪里办
- 网上：登录本网站“企业（个人）”，在自己的记录旁边提交申请
- 窗口：政务服务大厅信用服务专窗，工作日上午九点至下午五点

# 要带什么
1. 申请表（网上可以直接填写）
2. 纠正失信行为的证明，如缴款凭证、整改验收意见
3. 委托他人办理的，带授权书

# 要不要钱
信用修复全程免费。任何机构、个人以“代办修复”名义收费的，请向我们反映。"""
MEASURES = """# 一、适用范围
本市各部门在办理告知承诺事项时采集、使用信用承诺信息，适用本办法。

# 二、怎样承诺
1. 承诺书使用公布的模板，写明承诺内容、期限和违诺后果
2. 承诺人签字（盖章）后即时生效，窗口当场受理
3. 承诺书在本网站公示，不含个人隐私

# 三、怎样核查
- 部门在承诺期满后十五个工作日内核查履约情况
- 核查结果记入信用档案，履约的可以享受便利服务
- 违诺的，由另一位工作人员核定后记录，承诺人可以提出异议

# 四、附则
本办法自发布之日起施行。"""
OLD = """为推进信用承诺试点，部分窗口自即日起试行告知承诺。

## 试点事项
- 食品经营许可延续
- 公共场所卫生许可变更

试点期间的做法由各窗口公布。"""
LIST = """现公布本年度应当查询信用状况的事项。

# 查询的环节
1. 行政审批受理
2. 政府采购资格审查
3. 财政资金安排
4. 评先评优

各部门查询后应当保存查询记录，命中名单的，五个工作日内反馈处理结果。"""
HOLIDAY = """因系统升级，本网站定于本周六零时至六时暂停服务，期间不能查询和办理。

升级后原有地址和账号不变。急需办理的，请到窗口。"""
COLLECT = """现面向社会征集守信经营的真实事例，欢迎各行业协会、企业推荐。

# 推荐要求
- 事例真实，近两年内发生
- 不写个人的姓名、电话和证件号码
- 经过企业同意

请在月底前交到所在地的信用办窗口。"""
KNOW = """# 处罚公示多久
公示期限按失信程度确定，期满自动停止公示，不用申请。已经纠正的，可以提前申请信用修复。

# 公示有错怎么办
1. 打开主体页，找到这一条
2. 点“提出异议”，写明哪里不对
3. 办理期间，这一条旁边会标注“异议处理中”

异议和修复都是免费的。"""


@dataclass(frozen=True)
class _Text:
    """One text. `ago`: days before today that it was drafted; `state`: how far it came."""

    kind: str
    title: str
    body: str
    ago: int
    state: str = "published"
    facts: tuple[str, str, str] = ("", "", "")  # index number, type, document number; {year} is filled in
    lasts: int | None = None  # days from today, policy documents alone
    replaces: str = ""


TEXTS = (
    _Text("policy", "信用承诺试点工作通知（演示）", OLD, 400, facts=("YX-{year}-001", "notice", "云信办〔{year}〕1号")),
    _Text(
        "policy", "告知承诺信用信息管理办法（演示）", MEASURES, 60, facts=("YX-{year}-011", "measures", "云信办〔{year}〕11号"),
        lasts=1700, replaces="信用承诺试点工作通知（演示）",
    ),
    _Text(
        "policy", "年度应查事项目录（演示）", LIST, 300, facts=("YX-{year}-007", "standard", "云信办〔{year}〕7号"), lasts=-20,
    ),
    _Text("notice", "信用修复窗口服务说明（演示）", SERVICE, 35),
    _Text("notice", "系统升级暂停服务公告（演示）", HOLIDAY, 9),
    _Text("notice", "征集守信经营事例的公告（演示）", COLLECT, 4),
    _Text("knowledge", "处罚公示多久、有错怎么办（演示）", KNOW, 50),
    _Text("notice", "窗口调整时间的通知（演示）", HOLIDAY, 80, state="withdrawn"),
    _Text("knowledge", "怎样看懂公共信用报告（演示）", KNOW, 2, state="submitted"),
    _Text("notice", "部门数据报送培训通知（演示）", COLLECT, 3, state="returned"),
)  # fmt: skip


def invent(on: date) -> int:
    """Returns how many articles. Raises Refused outside demo and test, or where some are kept."""
    if not rehearsal():
        raise Refused("演示数据只能装入演示或测试环境。")
    if Article.objects.exists():
        raise Refused("库中已有文稿，不再装入演示数据。")
    found = desks()
    if not found or above(found[0].department, Role.OFFICE_APPROVER) is None:
        return 0
    for text in TEXTS:
        _one(text, found[0], on)
    return Article.objects.count()


def _one(text: _Text, desk: Desk, on: date) -> Article:
    start = on - timedelta(days=text.ago)
    office, approver = above(desk.department, Role.OFFICE) or desk.clerk, above(desk.department, Role.OFFICE_APPROVER)
    index_number, document_type, number = (said.format(year=start.year) for said in text.facts)
    policy = text.kind == Article.Kind.POLICY
    made = writing.draft(
        kind=text.kind,
        said=contents.Said(
            title=text.title, body=text.body, index_number=index_number, document_type=document_type, document_number=number,
            issuer=office.department.name, made_on=start if policy else None,
            valid_until=on + timedelta(days=text.lasts) if text.lasts is not None else None,
            replaces=Article.objects.filter(version__title=text.replaces).first() if text.replaces else None,
        ),
        **by(office, start),
    )  # fmt: skip
    if policy:
        writing.attach(made, Sent(f"{text.title}.pdf", _sheet(text, start)), **by(office, start))
    writing.submit(made, **by(office, start + ONE_DAY))
    made.refresh_from_db()
    if approver is None or text.state == "submitted":
        return made
    day = start + ONE_DAY
    if text.state == "returned":
        reviewing.send_back(made, reason="培训地点没有写明，请补充。", **by(approver, day))
        return made
    reviewing.publish(made, **by(approver, day))
    if text.state == "withdrawn":
        reviewing.withdraw(made, reason="窗口时间有变，重新发布。", **by(office, day + timedelta(days=10)))
    return made


def _sheet(text: _Text, on: date) -> bytes:
    page = {
        "head": "虚构市信用办", "title": text.title, "number": text.facts[2].format(year=on.year), "to": "各有关单位", "code": "", "rights": [],
        "closing": "", "paragraphs": ["（演示数据，内容虚构。）", *(line.lstrip("#- ") for line in text.body.splitlines() if line.strip())],
        "parts": [], "receipt": False, "date": f"{on.year}年{on.month}月{on.day}日",
    }  # fmt: skip
    return pdf(SOURCE, page, on=on)
