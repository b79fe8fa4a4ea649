"""What the office keeps in order, in a real browser: codes, calendar, tree, liaison officers, applications. Source: A4, A7, C7."""

import pytest
from captcha.models import CaptchaStore
from django.utils import timezone
from playwright.sync_api import expect

from accounts import liaising, tying
from accounts.models import Application
from records import overriding
from tests import factories
from tests.records.making import acting, id_number, staff

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE = 390  # px
TODAY = timezone.localdate()
NEXT = TODAY.year + 1


def enter(page, officer):
    page.goto("/accounts/log-in")
    page.fill("#id_username", officer.username)
    page.fill("#id_password", "pass")
    page.click("main button[type=submit]")


@pytest.fixture
def people():
    return staff()


@pytest.mark.parametrize("width", [PHONE])
def test_a_code_is_let_in(browse, look, people, width):
    good = factories.code()
    wrong = good[:17] + ("0" if good[17] != "0" else "1")
    with browse(width) as page:
        enter(page, people.office)
        page.goto("/workbench/overrides/")
        page.get_by_label("统一社会信用代码").fill(good)
        page.get_by_label("主体名称").fill("虚构商贸有限公司")
        page.get_by_label("理由").fill("登记机关如此核发")
        page.get_by_label("核对的依据").fill("市市场监督管理局登记档案第1号")
        page.get_by_role("button", name="提交审批").click()
        expect(page.get_by_text("不用核准")).to_be_visible()
        look(page, "overrides-refused")
        page.get_by_label("统一社会信用代码").fill(wrong)
        page.set_input_files("#id_paper", {"name": "档案.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4"})
        page.get_by_role("button", name="提交审批").click()
        look(page, "override-office")
    with browse(width) as page:
        enter(page, people.approver)
        page.goto("/workbench/overrides/")
        page.get_by_role("link", name=wrong).click()
        look(page, "override-approver")
        page.get_by_role("button", name="核准", exact=True).click()
        expect(page.get_by_text("现在起可以报送")).to_be_visible()
        look(page, "override-granted")
        page.goto("/workbench/overrides/")
        look(page, "overrides")


@pytest.mark.parametrize("width", [PHONE])
def test_a_year_is_announced(browse, look, people, width):
    notice = f"关于{NEXT}年部分节假日安排的通知\n国办发明电〔{TODAY.year}〕0号\n一、元旦：1月1日放假。\n二、春节：2月1日至12日放假调休。\n三、国庆节：10月1日至7日放假，共7天。"
    with browse(width) as page:
        enter(page, people.office)
        page.goto("/workbench/calendars/")
        page.get_by_label("粘贴通知正文").fill(notice.replace("共7天", "共6天"))
        page.get_by_role("button", name="预览").click()
        expect(page.get_by_text("写明共6天")).to_be_visible()
        look(page, "calendar-problem")
        page.get_by_label("粘贴通知正文").fill(notice)
        page.get_by_role("button", name="预览").click()
        look(page, "calendar-preview")
        page.get_by_role("button", name="提交审批").click()
    with browse(width) as page:
        enter(page, people.approver)
        page.goto("/workbench/calendars/")
        look(page, "calendars")
        page.get_by_role("table").last.get_by_role("link", name=f"{NEXT}年").click()
        look(page, "calendar-approver")
        page.get_by_role("button", name="采用", exact=True).click()
        expect(page.get_by_text("个期限变动。")).to_be_visible()
        look(page, "calendar-adopted")


@pytest.mark.parametrize("width", [PHONE])
def test_the_tree_and_who_answers_for_it(browse, look, people, width):
    parent = people.office.department
    for number in range(9):
        parent = factories.department(f"虚构第{number}层的信用信息归集管理部门", parent=parent, level="county")
    bureau = factories.department("虚构省市场监督管理局", level="province")
    by = {"officer": people.office, "actor": acting(people.office), "on": TODAY}
    line = tying.propose_tie("line", people.body, bureau, trade="市场监管", basis="虚发1号", since=TODAY, **by)
    tying.adopt_tie(line, officer=people.approver, actor=acting(people.approver), on=TODAY)
    tying.propose_tie("on_behalf", people.body, parent, basis="虚构市代报办法", since=TODAY, **by)
    with browse(width) as page:
        enter(page, people.clerk)
        page.goto("/workbench/liaisons/own/")
        look(page, "liaisons-none")
        page.get_by_label("姓名").fill("甲联络")
        page.get_by_label("办公电话").fill("0417-2801234")
        page.get_by_role("button", name="登记").click()
        look(page, "liaisons-own")
    with browse(width) as page:
        enter(page, people.approver)
        for name, address in {
            "tree": "/workbench/tree/",
            "tree-line": "/workbench/tree/?by=line",
            "tree-search": "/workbench/tree/?q=虚构",
            "ties-approver": "/workbench/ties/",
            "liaisons": "/workbench/liaisons/",
            "liaisons-missing": "/workbench/liaisons/?missing",
        }.items():
            page.goto(address)
            look(page, name)
        page.goto("/workbench/ties/")
        page.get_by_role("button", name="采用", exact=True).click()
        expect(page.get_by_text("已采用。")).to_be_visible()
    with browse(width) as page:
        enter(page, people.office)
        page.goto("/workbench/ties/")
        look(page, "ties-office")
    assert liaising.missing_liaisons(type(people.body).objects.filter(pk=people.body.pk), TODAY).count() == 0


@pytest.mark.parametrize("width", [PHONE])
@pytest.mark.parametrize("javascript", [True, False])
def test_a_department_asks_for_accounts(browse, look, people, width, javascript):
    with browse(width, javascript=javascript) as page:
        page.goto("/accounts/log-in")
        page.get_by_role("link", name="在网上申请单位账号").click()
        if javascript:
            look(page, "apply")
        for wrong in (True, False):
            page.get_by_label("向哪个信用办申请").select_option(label=people.office.department.name)
            page.get_by_label("单位全称").fill("虚构市档案馆")
            page.get_by_label("单位的统一社会信用代码").fill("121" if wrong else factories.code("12"))
            page.locator("#id_name0").fill("申填报")
            page.locator("#id_phone0").fill("0417-2801234")
            page.locator("#id_role0").select_option("clerk")
            page.set_input_files("#id_letter", {"name": "函.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4"})
            page.fill("#answer", CaptchaStore.objects.get(hashkey=page.input_value("[name=key]")).response)
            page.get_by_role("button", name="提交申请").click()
            if wrong and javascript:
                look(page, "apply-wrong")
        receipt = page.locator("#receipt").inner_text()
        if javascript:
            look(page, "apply-receipt")
        page.get_by_role("link", name="查办理进度").click()
        page.get_by_label("回执码").fill(receipt)
        page.get_by_role("button", name="查进度").click()
        expect(page.get_by_text("待信用办核对")).to_be_visible()
        if javascript:
            look(page, "apply-status")
    if not javascript:
        return
    application = Application.objects.get()
    with browse(width) as page:
        enter(page, people.office)
        page.goto("/workbench/applications/")
        look(page, "applications")
        page.get_by_role("link", name="虚构市档案馆").click()
        look(page, "application")
        page.get_by_role("button", name="核对无误").click()
    with browse(width) as page:
        enter(page, factories.officer("system_admin", department=people.office.department))
        page.goto("/accounts/applications/")
        look(page, "accounts-applications")
        page.goto(f"/accounts/applications/{application.public_id}/")
        look(page, "accounts-application")
        page.get_by_label("登录名").fill(f"danganguan{width}")
        page.get_by_label("身份证号").fill(id_number(7))
        page.get_by_role("button", name="开设账号", exact=True).click()
        expect(page.get_by_text("只显示这一次")).to_be_visible()
        page.goto(f"/accounts/applications/{application.public_id}/")
        look(page, "accounts-application-done")
    assert overriding.granted_codes() == frozenset()
