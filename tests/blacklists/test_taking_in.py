"""外来名单: matched by code, mismatches with row and remedy, nothing public before a second person, nobody silently off. Source: I2."""

import io
from datetime import timedelta

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client

from blacklists import taking_in
from blacklists.list_layouts import HEADINGS
from blacklists.list_order import missing_from
from blacklists.models import ListFile
from blacklists.refusals import ListRefused
from records import intake
from records.clock import publish_due
from records.gating import GateRefused, let_list_through
from records.kinds import KINDS
from records.models import Proposal, Record, Submission
from records.withdrawing import propose_withdrawal
from subjects.models import Identifier
from tests import factories
from tests.blacklists.lists_here import COURT, COURT_CODE, debtor, released, source, table, taken
from tests.blacklists.walking import again, by
from tests.factories import DAY
from tests.records import making
from tests.records.making import id_number

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return making.staff()


def enter(officer) -> Client:
    client = Client()
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    return client


def person(number: int = 5, **cells) -> dict[str, str]:
    return debtor(**({"被执行人姓名/名称": "戊某", "统一社会信用代码": "", "身份证号码": id_number(number)} | cells))


def by_signed(officer) -> dict:
    given = by(officer, DAY)
    return {name: given[name] for name in ("actor", "on")}


def public(on=DAY):
    return Record.objects.public(on).filter(kind="debtor")


# --- privacy ----------------------------------------------------------------------------------------------------------


def test_natural_persons_stay_inside_and_their_numbers_sealed(people, settings):
    rows = [person(), debtor()]
    made = released(people, rows)
    inside = Record.objects.get(internal_reason="person")
    assert (inside.state, inside.publishable) == ("internal", False)
    assert [one.pk for one in public()] == [Record.objects.exclude(pk=inside.pk).get().pk]
    number = rows[0]["身份证号码"]
    assert number not in str(inside.version.content) + inside.version.sealed
    assert not Identifier.objects.filter(value=number).exists()
    for path in settings.MEDIA_ROOT.rglob("*"):
        assert not path.is_file() or number.encode() not in path.read_bytes()
    for path in ("/debtor-list/", f"/subject/{inside.subject.public_id}/"):
        assert "戊某" not in Client().get(path).content.decode()
    page = enter(people.approver).get(f"/lists/files/{made.public_id}/").content.decode()
    assert number not in page
    assert "自然人1名" in page


def test_only_the_office_takes_in_and_another_person_lets_out(people):
    with pytest.raises(ListRefused, match="信用办经办"):
        taking_in.take_in(table([debtor()]), "a.csv", source(), **by(people.clerk, DAY))
    made = taken(people, [debtor()])
    for officer, said in (
        (people.office, "信用办审批"),
        (people.reviewer, "信用办审批"),
        (making.staff().approver, "职责范围"),
    ):
        with pytest.raises(ListRefused, match=said):
            taking_in.release(made, **by(officer, DAY))
    with pytest.raises(IntegrityError), transaction.atomic():
        ListFile.objects.filter(pk=made.pk).update(approver=people.office)
    for other in (making.staff().office, people.clerk):
        assert enter(other).get(f"/lists/files/{made.public_id}/").status_code in (403, 404)


def test_nothing_is_public_before_the_release_whatever_the_clock_does(people):
    made = taken(people, [debtor(发布时间=str(factories.ago(60)))], on=factories.ago(40))
    publish_due(DAY)
    publish_due(DAY + timedelta(days=60))
    assert not public().exists()
    assert not Record.objects.filter(state="released").exists()
    counts = taking_in.release(made, **by(people.approver, DAY))
    assert counts == {"released": 1, "kept": 0, "left": 0, "missing": 0}
    assert public().count() == 1


def test_gone_on_its_day_by_itself(people):
    released(people, [debtor(公布期限至=str(factories.ago(-3)))])
    assert public(factories.ago(-3)).exists()
    assert not public(factories.ago(-4)).exists()


# --- matching -----------------------------------------------------------------------------------------------------------


def test_mismatches_are_shown_with_row_number_and_remedy(people):
    known = factories.subject("虚构市老字号建材有限公司")
    known.identifiers.create(type="uscc", value=known.code)
    good = debtor()
    wrong_code = good["统一社会信用代码"][:-1] + ("1" if good["统一社会信用代码"][-1] != "1" else "2")
    rows = [
        good,
        debtor(统一社会信用代码=known.code),  # another name
        debtor(统一社会信用代码=wrong_code),
        debtor(统一社会信用代码=""),
        dict(good),  # twice
        person(),
        debtor(发布时间="去年"),
    ]
    made = taking_in.take_in(table(rows, above=("失信被执行人名单,,",)), "名单.csv", source(), **by(people.office, DAY))
    page = enter(people.office).get(f"/lists/files/{made.public_id}/")
    rejected = {place: " ".join(words) for place, words in page.context["rejected"]}
    assert set(rejected) == {5, 6, 7, 9}  # rows of the sheet: a title and the header stand above
    assert "校验" in rejected[5] or "代码" in rejected[5]
    assert "第3行重复" in rejected[7]
    odd = {place: (words, grave) for place, _, words, grave in page.context["odd"]}
    assert "虚构市老字号建材有限公司" in " ".join(odd[4][0])
    assert odd[4][1]
    assert page.context["opened"] == 3  # good, the known code without a record, the person
    counts = taking_in.release(made, **by(people.approver, DAY))
    assert counts == {"released": 1, "kept": 1, "left": 1, "missing": 0}  # the other name waits for its own word


def test_by_code_and_never_by_name(people):
    named = factories.subject("虚构市同名建材有限公司")
    made = taken(people, [debtor(**{"被执行人姓名/名称": named.name})])
    record = Record.objects.get(submission=made.submission)
    assert record.subject != named


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "空|没有"),
        ("甲,乙\n1,2\n".encode(), "表头"),
        ("名称,案号,发布日期\n甲,乙,2026-01-01\n".encode(), "缺少必需的列"),
        (b"\x00\x01\x02", "."),
        (table([debtor()]).split(b"\n")[0], "没有数据"),
    ],
)
def test_what_cannot_be_read_is_refused_whole(people, data, said):
    with pytest.raises(ListRefused, match=said):
        taking_in.take_in(data, "名单.csv", source(), **by(people.office, DAY))
    assert not ListFile.objects.exists()
    assert not Submission.objects.exists()


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "x"},
        {"issuer_code": "1"},
        {"document_number": ""},
        {"document_date": factories.ago(-1)},
        {"title": " "},
    ],
)
def test_a_list_without_a_source_is_refused(people, fields):
    with pytest.raises(ListRefused):
        taken(people, [debtor()], **fields)


def test_two_sheets_are_not_half_read(people):
    book = openpyxl.Workbook()
    for sheet in (book.active, book.create_sheet("另一页")):
        for row in (list(debtor()), list(debtor().values())):
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    with pytest.raises(ListRefused, match="另一页"):
        taking_in.take_in(out.getvalue(), "名单.xlsx", source(), **by(people.office, DAY))


@pytest.mark.parametrize("kind", list(HEADINGS))
def test_the_template_filled_in_is_taken_in(people, kind):
    answer = enter(people.office).get(f"/lists/files/template/{kind}.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    head = [cell.value for cell in book.active[1]]
    said = {
        "履行情况": "全部未履行",
        "名称": "虚构市丙类建材有限公司",
        "统一社会信用代码": factories.code(),
        "身份证号码": "",
        "移出日期": "",
    }
    days = {"发布日期", "列入日期", "认定日期"}
    ends = {"公布期限至", "列入期限至", "有效期至"}
    for title in head:
        value = str(factories.ago(9)) if title in days else str(factories.ago(-99)) if title in ends else "虚构文字"
        said.setdefault(title, "12.5" if "万元" in title else value)
    book.active.append([said[title] for title in head])
    out = io.BytesIO()
    book.save(out)
    made = taking_in.take_in(out.getvalue(), "名单.xlsx", source(kind=kind, title="某名单"), **by(people.office, DAY))
    assert (made.submission.new, made.submission.rejected) == (1, 0), made.submission.rejected_rows.values("findings")
    assert taking_in.release(made, **by(people.approver, DAY))["released"] == 1
    record = Record.objects.public(DAY).get()
    assert (record.kind, record.body_code) == (kind, COURT_CODE)
    assert record.version.content[KINDS[kind].source[0]] == COURT


# --- the next file ------------------------------------------------------------------------------------------------------


def test_whom_the_next_full_file_no_longer_names_is_proposed_for_removal(people):
    stays, goes, inside = debtor(), debtor(), person()
    other = released(people, [debtor()], title="另一名单")
    released(people, [stays, goes, inside], on=factories.ago(9), full=True)
    next_ = taken(people, [stays], full=True)
    page = enter(people.approver).get(f"/lists/files/{next_.public_id}/")
    assert {one.document_number for one in page.context["missing"]} == {goes["案号"], inside["案号"]}
    assert taking_in.release(next_, **by(people.approver, DAY))["missing"] == 2
    gone = Record.objects.get(document_number=goes["案号"])
    assert public().filter(pk=gone.pk).exists()  # until somebody has decided
    assert Proposal.objects.open().filter(record=gone, proposer=people.office).exists()
    with pytest.raises(ListRefused):
        taking_in.remove_missing(next_, **by(people.office, DAY))
    assert taking_in.remove_missing(again(next_), **by(people.approver, DAY)) == 2
    assert not public().filter(pk=gone.pk).exists()
    assert public().filter(document_number=stays["案号"]).exists()
    assert public().filter(submission=other.submission).exists()


def test_a_file_of_additions_takes_nobody_off(people):
    released(people, [debtor()])
    made = taken(people, [debtor()])
    assert taking_in.release(made, **by(people.approver, DAY))["missing"] == 0
    assert not Proposal.objects.exists()


def test_a_slip_of_the_pen_takes_nobody_off(people):
    one, two = debtor(), debtor()
    released(people, [one, two], full=True)
    code = one["统一社会信用代码"]
    slips = [one | {"统一社会信用代码": code[:-1] + ("1" if code[-1] != "1" else "2")}, two | {"案号": ""}]
    assert missing_from(taken(people, slips, full=True)) == []


def test_left_by_a_date_in_the_file(people):
    row = debtor() | {"移出日期": ""}
    released(people, [row])
    made = taken(people, [row | {"移出日期": str(DAY)}])
    taking_in.release(made, **by(people.approver, DAY))
    assert public().exists()
    assert Proposal.objects.open().get().kind == "withdrawal"


def test_taken_back_or_returned_before_the_release(people):
    made = taken(people, [debtor()])
    taking_in.give_back(made, reason="行数与来文不符", **by(people.approver, DAY))
    with pytest.raises(ListRefused):
        taking_in.release(again(made), **by(people.approver, DAY))
    taking_in.take_back(again(made), **by(people.office, DAY))
    assert again(made).state == "taken_back"
    assert not Record.objects.exclude(state="taken_back").exists()


def test_no_other_door_lets_a_file_out(people):
    colleague = factories.officer("office", department=people.office.department)
    made = taken(people, [debtor(发布时间=str(factories.ago(60)))], on=factories.ago(40))
    batch = f"/workbench/submissions/{made.submission.public_id}/"
    assert enter(colleague).get(batch).context["may_let_through"] is False
    answer = enter(colleague).post(batch + "let-through/", {"reason": "看过"}, follow=True)
    assert "外来名单不按批次核对" in answer.content.decode()
    with pytest.raises(GateRefused):
        let_list_through(
            making.send(people, [making.licence(people.body)])[0],
            officer=colleague,
            reason="看过",
            **by_signed(colleague),
        )
    publish_due(DAY)
    assert not public().exists()
    assert again(made.submission).gated
    taking_in.release(made, **by(people.approver, DAY))
    assert public().count() == 1


def test_of_a_returned_file_nothing_can_be_published(people):
    row = debtor(发布时间=str(factories.ago(60)))
    first = released(people, [row], on=factories.ago(50))
    changed = [row | {"被执行人的履行情况": "部分未履行"}, debtor(发布时间=str(factories.ago(60)))]
    made = taken(people, changed, on=factories.ago(40), document_number="虚中法函〔2026〕9号")
    corrections = Proposal.objects.filter(submission=made.submission)
    assert corrections.open().exists()
    here = f"/lists/files/{made.public_id}/"
    enter(people.approver).post(here + "step", {"action": "return", "reason": "不是法院来文"})
    assert (again(made).state, again(made.submission).state) == ("returned", "taken_back")
    publish_due(DAY)
    assert not corrections.open().exists()
    assert [one.submission_id for one in public()] == [first.submission_id]
    assert set(Record.objects.filter(submission=made.submission).values_list("state", flat=True)) == {"taken_back"}


def test_a_file_is_not_undone_while_it_is_being_read(people, monkeypatch):
    monkeypatch.setattr(taking_in, "AT_ONCE", 0)
    monkeypatch.setattr(taking_in, "start_intake", lambda submission: None)
    made = taken(people, [debtor()])
    with pytest.raises(ListRefused, match="没有读完"):
        taking_in.take_back(made, **by(people.office, DAY))
    with pytest.raises(ListRefused, match="没有读完"):
        taking_in.give_back(made, reason="有误", **by(people.approver, DAY))
    intake.run(made.submission_id)
    taking_in.take_back(again(made), **by(people.office, DAY))
    assert not Record.objects.exclude(state="taken_back").exists()


# --- files of one list have an order ------------------------------------------------------------------------------------


def test_an_older_full_list_is_refused_and_takes_nobody_off(people):
    old, new = debtor(), debtor()
    late = taken(people, [debtor()], full=True, document_date=factories.ago(30), document_number="旧号")
    released(people, [old, new], full=True, document_date=factories.ago(2), document_number="新号")
    answer = enter(people.approver).post(f"/lists/files/{late.public_id}/step", {"action": "release"}, follow=True)
    assert "已被取代" in answer.content.decode()
    assert again(late).state == "waiting"
    assert not Proposal.objects.exists()
    assert public().count() == 2
    of_another = taken(people, [debtor()], full=True, document_date=factories.ago(30), title="另一名单")
    assert taking_in.release(of_another, **by(people.approver, DAY))["missing"] == 0


def test_a_row_that_another_file_holds_is_not_lost(people):
    row = debtor()
    first = taken(people, [row], document_number="甲")
    second = taken(people, [row, debtor()], document_number="乙")
    with pytest.raises(ListRefused, match="甲，待核对放行"):
        taking_in.release(second, **by(people.approver, DAY))
    taking_in.give_back(first, reason="有误", **by(people.approver, DAY))
    with pytest.raises(ListRefused, match="重新上传"):
        taking_in.release(second, **by(people.approver, DAY))
    taking_in.take_back(again(second), **by(people.office, DAY))
    released(people, [row, debtor()], document_number="丙")
    assert public().filter(document_number=row["案号"]).exists()


def test_what_a_later_document_added_no_older_full_list_takes_off(people):
    added = debtor()
    released(people, [added], document_date=factories.ago(2), document_number="增补")
    full = taken(people, [debtor()], full=True, document_date=factories.ago(9))
    assert taking_in.release(full, **by(people.approver, DAY))["missing"] == 0


@pytest.mark.parametrize("full", [True, False])
def test_a_removal_is_closed_when_a_later_file_names_it_again(people, full):
    stays, doubted = debtor(), debtor()
    released(people, [stays, doubted], full=True)
    gone = released(people, [stays], full=True, document_number="乙")
    assert len(taking_in.waiting_removals(gone)) == 1
    released(people, [stays, doubted], full=full, document_number="丙")
    assert taking_in.remove_missing(again(gone), **by(people.approver, DAY)) == 0
    assert Proposal.objects.get().state == "superseded"
    assert public().count() == 2


def test_removals_belong_to_the_latest_file_and_never_to_the_department(people):
    stays, goes, asked = debtor(), debtor(), debtor()
    released(people, [stays, goes, asked], full=True)
    record = Record.objects.get(document_number=asked["案号"])
    own = factories.officer("clerk", department=people.office.department)
    propose_withdrawal(record, officer=own, ground="duplicate", reason="重复", **by_signed(own))
    first = released(people, [stays], full=True, document_number="乙")
    second = released(people, [stays], full=True, document_number="丙")
    assert taking_in.waiting_removals(first) == []
    assert [one.record.document_number for one in taking_in.waiting_removals(second)] == [goes["案号"]]
    assert taking_in.remove_missing(again(second), **by(people.approver, DAY)) == 1
    assert Proposal.objects.open().get().record == record


def test_by_pages(people):
    client = enter(people.office)
    fields = {
        "kind": "debtor", "title": "失信被执行人名单", "issuer": COURT, "issuer_code": COURT_CODE, "document_number": "虚中法函〔2026〕8号",
        "document_date": str(DAY),
    }  # fmt: skip
    answer = client.post("/lists/files/upload", fields)
    assert "请选择名单文件" in answer.content.decode()
    client.post("/lists/files/upload", fields | {"file": SimpleUploadedFile("戊某.csv", table([debtor()]))})
    made = ListFile.objects.get()
    assert "戊某" not in made.path + made.ending + made.submission.file_name
    here = f"/lists/files/{made.public_id}/"
    assert (
        client.get(here + "original").content == table([debtor()]) or client.get(here + "original").status_code == 200
    )
    approver = enter(people.approver)
    assert approver.get("/lists/files/?waiting").context["page"].paginator.count == 1
    approver.post(here + "step", {"action": "release"})
    assert again(made).state == "released"
    assert public().count() == 1
    for officer in (people.office, people.approver, people.auditor):
        assert enter(officer).get(here).status_code == 200


# --- who sent it, what it says, whether it is there already -------------------------------------------------------------


def upload_form(people, rows, **fields):
    file = SimpleUploadedFile("名单.csv", table(rows))
    given = {
        "kind": "debtor", "title": "失信被执行人名单", "issuer": COURT, "issuer_code": COURT_CODE, "document_number": "虚中法函〔2026〕70号",
        "document_date": str(DAY), "file": file,
    } | fields  # fmt: skip
    return enter(people.office).post("/lists/files/upload", given)


def test_the_code_of_the_sender_is_compared_with_its_name(people):
    body = factories.department("虚构市人民法院")
    page = upload_form(people, [debtor()], issuer="虚构市税务局", issuer_code=body.code)
    said = page.content.decode()
    assert "登记的名称是“虚构市人民法院”" in said
    assert 'value="虚构市税务局"' in said
    assert not ListFile.objects.exists()
    assert (
        upload_form(people, [debtor()], issuer="虚构市税务局", issuer_code=body.code, renamed="on").status_code == 302
    )
    made = ListFile.objects.get()
    assert made.issuer_known_as == "虚构市人民法院"
    page = enter(people.approver).get(f"/lists/files/{made.public_id}/").content.decode()
    assert "登记的名称是“虚构市人民法院”" in page
    with pytest.raises(ListRefused, match="登记的名称是"):
        taken(people, [debtor()], issuer="虚构市税务局", issuer_code=body.code)


def test_a_code_never_seen_is_said_to_who_lets_it_out(people):
    page = enter(people.approver).get(f"/lists/files/{taken(people, [debtor()]).public_id}/").content.decode()
    assert "此前没有这个代码的机关" in page
    released(people, [debtor()])
    page = enter(people.approver).get(f"/lists/files/{taken(people, [debtor()]).public_id}/").content.decode()
    assert "此前没有这个代码的机关" not in page


def test_the_same_file_twice_is_refused_with_a_link_while_the_first_waits(people):
    rows = [debtor()]
    assert upload_form(people, rows).status_code == 302
    first = ListFile.objects.get()
    page = upload_form(people, rows, document_number="虚中法函〔2026〕71号").content.decode()
    assert "不用再次上传" in page
    assert f"/lists/files/{first.public_id}/" in page
    assert ListFile.objects.count() == 1
    taking_in.take_back(first, **by(people.office, DAY))
    assert upload_form(people, rows).status_code == 302


@pytest.mark.parametrize("word", ["全部未履行", "部分未履行", "部分已履行", "全部已履行"])
def test_how_far_a_debtor_has_performed_in_the_courts_words(people, word):
    made = taken(people, [debtor(被执行人的履行情况=word)])
    assert made.submission.new == 1


def test_other_words_for_it_are_refused_in_the_words_of_the_template(people):
    wrong = {"被执行人的履行情况": "还了一点", "发布时间": "昨天"}
    made = taken(people, [debtor(**wrong), debtor()])
    page = enter(people.approver).get(f"/lists/files/{made.public_id}/").content.decode()
    assert "“履行情况”填的是“还了一点”，只能填：全部未履行、部分未履行、部分已履行、全部已履行。" in page
    assert "“发布日期”填的是“昨天”" in page
    assert "失信被执行人发布日期" not in page


def test_a_long_list_is_read_by_the_worker_and_then_let_out(people, django_capture_on_commit_callbacks, monkeypatch):
    rows = [debtor() for _ in range(taking_in.AT_ONCE + 1)]
    sent = []
    monkeypatch.setattr("records.tasks.run_intake.delay", lambda pk: sent.append(pk))
    with django_capture_on_commit_callbacks(execute=True):
        made = taken(people, rows)
    assert sent == [made.submission_id]
    assert made.submission.state == Submission.State.RECEIVED
    page = enter(people.approver).get(f"/lists/files/{made.public_id}/").content.decode()
    assert "正在读取" in page
    assert "核对无误，放行" not in page
    with pytest.raises(ListRefused, match="没有读完"):
        taking_in.release(made, **by(people.approver, DAY))
    intake.run(made.submission_id)
    assert taking_in.release(again(made), **by(people.approver, DAY))["released"] == len(rows)
    assert public().count() == len(rows)
