"""信用信息共享共用重点工作进展情况统计表 (陕西, monthly). The annex with its layout is not at hand: the columns are our own, made
from 三(二) (who, to whom, monthly), 填报说明 1–3 (day, figures, "not concerned", proportions, rules issued) and the tasks of 二.
"""

from datetime import date

from .base import COUNT, LONG, SHARE, Cell, Form, Section


def _count(code: str, title: str, source: str = "", hint: str = "") -> Cell:
    return Cell(code, title, COUNT, hint=hint, source=source)


def _share(code: str, title: str, part: str, whole: str) -> Cell:
    return Cell(code, title, SHARE, of=(part, whole))


PROGRESS_SHAANXI = Form(
    key="progress_shaanxi",
    title="信用信息共享共用重点工作进展情况统计表",
    to="信用办",
    clause="陕西省《加强信用信息互联互通共享共用行动计划》三（二）、填报说明1—3",
    since=date(2017, 6, 1),
    notes=("原附件未取得，本表栏目依正文和填报说明自拟。", "比例由平台按上报数量计算。"),
    sections=(
        Section(
            "sharing", "信用信息互联共享",
            (
                _count("units", "本部门（含下级）应接入部门数", "units"),
                _count("units_connected", "已接入平台部门数", "units_connected"),
                _share("units_share", "接入比例", "units_connected", "units"),
                _count("shared", "信息共享总数量", "shared", "截至月末的累计条数。"),
                _count("shared_month", "其中：本月新增", "shared_month"),
                _count("shared_licences", "其中：行政许可", "shared_licences"),
                _share("licence_share", "行政许可占比", "shared_licences", "shared"),
                _count("shared_penalties", "其中：行政处罚", "shared_penalties"),
                _share("penalty_share", "行政处罚占比", "shared_penalties", "shared"),
                _count("shared_other", "其中：其他类别", "shared_other"),
                _share("other_share", "其他类别占比", "shared_other", "shared"),
            ),
            clause="二（三）、填报说明2", may_not_concern=False,
        ),
        Section(
            "opening", "信用信息公开",
            (_count("opened", "在信用网站公示的信息数量", "opened", "截至月末的累计条数。"),),
            clause="二（四）",
        ),
        Section(
            "checking", "信用信息核查使用",
            (_count("checks", "本月查询信用信息次数"), _count("checks_used", "其中：结果用于决策的次数")),
            clause="二（五）",
        ),
        Section(
            "commitments", "市场主体信用承诺",
            (_count("commitments", "本月签署信用承诺份数"), _count("commitments_sent", "其中：已报送平台份数"),
             _share("commitments_share", "报送比例", "commitments_sent", "commitments")),
            clause="二（六）",
        ),
        Section(
            "ratings", "企业综合信用等级评价应用", (_count("ratings", "本月应用评价结果的项目数"),), clause="二（七）",
        ),
        Section(
            "reports", "失信投诉举报",
            (_count("reports", "本月接收举报件数"), _count("reports_handled", "其中：已办结件数"),
             _share("reports_share", "办结比例", "reports_handled", "reports")),
            clause="二（八）",
        ),
        Section(
            "lists", "红名单、黑名单",
            (_count("red", "本月新列入红名单数"), _count("black", "本月新列入黑名单数")),
            clause="二（九）",
        ),
        Section(
            "joint", "联合奖惩",
            (_count("joint", "本月实施联合奖惩次数"), _count("cases", "本月报送典型案例数")),
            clause="二（十）",
        ),
        Section(
            "rules", "制度建设",
            (_count("rules", "本月出台制度规范数"),
             Cell("rules_issued", "制度名称、文号、出台时间和推进落实情况", LONG, hint="没有的填“无”。")),
            clause="填报说明3", may_not_concern=False,
        ),
        Section(
            "problems", "存在问题和下一步工作", (Cell("problems", "存在问题和下一步工作", LONG, needed=False),),
            may_not_concern=False,
        ),
    ),
)  # fmt: skip
