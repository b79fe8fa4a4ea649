"""办事指南: short guides with pictures of today's screens, for those who come for the first time. Source: F1–F6.

The pictures are made from the demo by `make screenshots` (scripts/screenshots.py), so that they show what is there.
"""

from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from credit_platform.declaring import Scope, get_only, open_to_all
from disputes.progress import promised


@dataclass(frozen=True)
class Step:
    """One step: what to do, and the picture of where (static/img/help/)."""

    words: str
    picture: str = ""


@dataclass(frozen=True)
class Guide:
    """One matter. `start`: URL name of where it begins; `need`: what to have at hand."""

    key: str
    title: str
    summary: str
    need: str
    start: str
    door: str
    steps: tuple[Step, ...]


def guides(on: date) -> tuple[Guide, ...]:
    """All of them, with the days of the rules in force on the day."""
    days = promised(on)
    return (
        Guide(
            "account", "注册账号、认领企业", "认领后才能看到本单位的全部信用信息，才能在网上提出异议、申请修复。",
            "营业执照照片；受委托办理的，还要加盖公章的授权委托书；法定代表人本人办理的，还要带身份证到窗口核实一次。", "representation:register", "去注册",
            (
                Step("打开“企业和个人登录”，点“注册”，填写姓名、身份证号和手机号码。身份证号加密保存，任何页面都不显示。", "register"),
                Step("登录后点“认领企业”，填统一社会信用代码，拍照上传执照和委托书。", "claim-new"),
                Step("法定代表人（负责人、经营者）本人认领的，带身份证到信用办窗口核实一次身份；受委托的不用去。"),
                Step("信用办由一人核对、另一人审批。办到哪一步，在“认领与经办人”里看。", "claims"),
                Step("批准后再登录，就能看到本单位的信用档案、各项期限、谁查询过。", "my-home"),
            ),
        ),
        Guide(
            "objection", "认为信息有误，提出异议", "记录、名单、措施、核查结果，哪一项不对就对哪一项提出。不收费。",
            "能证明有误的材料，手机拍照即可；没有也可以先提出，以后补。", "my_disputes:choose", "去提出异议",
            (
                Step("登录后点“异议和投诉”，再点“提出异议”，选出有误的那一项。", "dispute-choose"),
                Step("写清哪里不对、希望怎样处理，上传材料。不要写身份证号和手机号。", "dispute-new"),
                Step(f"提交后公示中当即标注“异议处理中”；{days['forward']}个工作日内转给作出决定的单位，受理后依据它的措施暂停执行。", "dispute-mine"),
                Step(f"{days['reply']}个工作日内书面答复，在网上下载。成立的，当天更正、删除或者移出，并可出具更正告知书。"),
                Step(f"不服的，可以申请复核一次，由没有参与过核查和决定的人员办理，{days['review']}个工作日内答复；也可以申请行政复议或者提起诉讼。"),
            ),
        ),
        Guide(
            "repair", "提前结束公示，申请信用修复", "已经改正、履行完毕、满最短公示期的，可以申请提前结束公示。不收费。",
            "履行义务的证明材料（缴款凭证、整改报告等）；信用承诺书照样本写好、签名盖章后拍照。", "my_repairs:cases", "去看能不能修复",
            (
                Step("登录后点“信用修复”，每一条写着从哪一天起可以申请、还差什么。", "repairs"),
                Step("可以申请的，点进去上传证明材料和签好的信用承诺书；样本在同一页。承诺会公开。"),
                Step("由作出决定的单位审核，期限和办到哪一步在同一页看。同意的，公示、共享和使用同时停止。", "repair-guide"),
            ),
        ),
        Guide(
            "complaint", "对办理不满意，投诉", "拖延、推诿、态度不好，或者措施没有依据、超出范围的，可以投诉。不收费。",
            "哪一天、什么事、找过谁，记得清楚即可；有材料的拍照上传。", "my_disputes:cases", "去投诉",
            (
                Step("登录后点“异议和投诉”，再点“投诉办理过程”，选出是哪个单位。信息本身有误的，请提出异议。", "complaint-new"),
                Step("写清经过和希望怎样处理，上传材料。不要写身份证号和手机号。"),
                Step(f"信用办转给该单位核查，由信用办决定，核查和决定不是同一个人；{days['complaint']}个工作日内书面答复，在网上下载。"),
            ),
        ),
        Guide(
            "report", "举报失信行为", "任何人都可以举报，可以匿名，不用注册账号。不收费。",
            "对方的名称，什么时候、在哪里、发生了什么；有照片的遮住能认出您的内容。", "publicity:report_dishonesty", "去举报",
            (
                Step("打开“失信举报”，写清举报谁、发生了什么。不要写只有您才知道的细节。", "report-new"),
                Step("选择匿名或者实名。实名的，姓名和电话加密保存；要看的人须写明理由、由另一人同意，每次都留下记录。"),
                Step("提交后马上拍照或者抄下16位回执码：它只显示这一次，谁也查不回来。"),
                Step("过几天凭回执码查：转给了哪个单位、最迟哪天办完、结果怎样。"),
            ),
        ),
        Guide(
            "counter", "不方便上网，到窗口办", "上面各项都可以到信用办窗口当面办理，办理过程和期限一样。",
            "本人身份证；代表企业办理的，带营业执照和盖章的授权委托书。", "publicity:statement", "看窗口地址和电话",
            (
                Step("告诉工作人员要办什么，出示证件。工作人员当场登记，把受理编号写给您。"),
                Step("没有账号的，可以请窗口当场开设，以后自己上网查进度、下载答复。"),
            ),
        ),
    )  # fmt: skip


@open_to_all()
@get_only
def index(request: HttpRequest) -> HttpResponse:
    """办事指南一览."""
    return render(request, "publicity/guides.html", {"guides": guides(timezone.localdate())})


@open_to_all(of=Scope.PUBLIC)
@get_only
def one(request: HttpRequest, topic: str) -> HttpResponse:
    """One guide."""
    found = next((guide for guide in guides(timezone.localdate()) if guide.key == topic), None)
    if found is None:
        raise Http404
    return render(request, "publicity/guide.html", {"guide": found})
