"""Pages of staff: who sees what, what is never shown, what a look leaves behind."""

import io
import uuid

import openpyxl
import pytest
from django.test import Client

from accounts.models import AccessLog
from ledger.models import Act
from records.models import Proposal, Record, Submission
from rules.models import Heartbeat
from tests import factories
from tests.records import making

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return making.staff()


def enter(officer) -> Client:
    client = Client()
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    return client


def addresses(record: Record) -> list[str]:
    submission = record.submission.public_id
    return [
        f"/workbench/records/{record.public_id}/",
        f"/workbench/submissions/{submission}/",
        f"/workbench/submissions/{submission}/annotated.xlsx",
    ]


def test_a_foreign_id_answers_byte_for_byte_like_an_unknown_one(people):
    record = making.only_record(people, making.penalty(people.body))
    stranger = enter(making.staff().reviewer)
    for address in addresses(record):
        wrong = address.replace(str(record.public_id), str(uuid.uuid4())).replace(
            str(record.submission.public_id), str(uuid.uuid4())
        )
        foreign, unknown = stranger.get(address), stranger.get(wrong)
        assert foreign.status_code == unknown.status_code == 404, address
        assert foreign.content == unknown.content
    assert stranger.post(f"/workbench/records/{record.public_id}/act/", {"action": "release"}).status_code == 404
    record.refresh_from_db()
    assert record.state == "awaiting"


def test_the_office_sees_its_tree_and_the_auditor_everything(people):
    record = making.only_record(people, making.penalty(people.body))
    for officer in (people.clerk, people.reviewer, people.office, people.approver, people.auditor):
        assert enter(officer).get(addresses(record)[0]).status_code == 200
    county_office = factories.officer(
        "office", department=factories.department("虚构县信用办", parent=people.office.department)
    )
    assert enter(county_office).get(addresses(record)[0]).status_code == 404


def test_id_numbers_are_on_no_page(people):
    number, other = making.id_number(7), making.id_number(8)
    submission, _ = making.send(
        people,
        [
            making.person(people.body, number),
            making.penalty(people.body, FR_ZJLX="身份证", FR_ZJHM=other),
            making.person(people.body, number[:-1] + ("1" if number[-1] != "1" else "2")),  # rejected
        ],
    )
    client = enter(people.reviewer)
    pages = [
        f"/workbench/submissions/{submission.public_id}/",
        "/workbench/",
        "/workbench/review/",
        "/workbench/records/",
    ]
    pages += [f"/workbench/records/{record.public_id}/" for record in Record.objects.all()]
    for page in pages:
        text = client.get(page).content.decode()
        assert number[:10] not in text, page
        assert other[:10] not in text, page
    assert "已加密保存，不显示" in text


def test_the_annotated_workbook_is_for_the_submitting_department_only(people):
    number = making.id_number(9)
    row = making.person(people.body, number, WSH="无")
    submission, _ = making.send(people, [row])
    address = f"/workbench/submissions/{submission.public_id}/annotated.xlsx"
    answer = enter(people.clerk).get(address)
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    cells = [cell.value for line in openpyxl.load_workbook(io.BytesIO(answer.content)).active for cell in line]
    assert number in cells
    assert AccessLog.objects.filter(object_id=submission.public_id, what="下载批注表").exists()
    for officer in (people.office, people.approver, people.auditor):
        assert enter(officer).get(address).status_code in (403, 404)


def test_every_look_is_written_down(people):
    record = making.only_record(people, making.penalty(people.body))
    enter(people.office).get(addresses(record)[0])
    look = AccessLog.objects.get()
    assert (look.officer_id, look.object_id, look.address) == (people.office.public_id, record.public_id, "127.0.0.1")


def test_formulas_stay_text_in_what_comes_back(people):
    submission, _ = making.send(people, [making.penalty(people.body, WSH="无", SY='=HYPERLINK("http://x","y")')])
    answer = enter(people.clerk).get(f"/workbench/submissions/{submission.public_id}/annotated.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    cells = {cell.value: cell.data_type for line in sheet for cell in line if cell.value}
    assert cells['=HYPERLINK("http://x","y")'] in ("s", "inlineStr")


def test_upload_without_a_broker_is_not_lost(people, settings, monkeypatch, django_capture_on_commit_callbacks):
    from records import tasks

    def down(*_):
        raise tasks.run_intake.OperationalError("no broker")

    monkeypatch.setattr(tasks.run_intake, "delay", down)
    data = io.BytesIO(making.upload([making.penalty(people.body)]))
    data.name = "处罚.xlsx"
    with django_capture_on_commit_callbacks(execute=True):
        answer = enter(people.clerk).post("/workbench/submissions/new/", {"file": data})
    assert answer.status_code == 302
    assert Submission.objects.get().state == "received"
    page = enter(people.clerk).get(answer["Location"])
    assert page["Refresh"] == "2"
    assert "正在检查" in page.content.decode()


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"", "a.xlsx", "文件是空的"),
        (b"hello", "a.doc", ""),
    ],
)
def test_a_file_that_cannot_be_read_gets_a_sentence(people, data, name, said):
    file = io.BytesIO(data)
    file.name = name
    answer = enter(people.clerk).post("/workbench/submissions/new/", {"file": file})
    if said:
        assert said in answer.content.decode()
        return
    from records import intake

    submission = Submission.objects.get()
    intake.run(submission.pk)
    page = enter(people.clerk).get(f"/workbench/submissions/{submission.public_id}/").content.decode()
    assert "这不是可识别的表格文件" in page
    assert "没有入库任何数据" in page


def test_taking_back_by_page(people):
    submission, _ = making.send(people, [making.penalty(people.body)])
    stranger = enter(factories.officer("clerk", department=people.body))
    stranger.post(f"/workbench/submissions/{submission.public_id}/take-back/")
    assert Record.objects.get().state == "awaiting"
    enter(people.clerk).post(f"/workbench/submissions/{submission.public_id}/take-back/")
    assert Record.objects.get().state == "taken_back"


def test_nobody_releases_their_own_by_page(people):
    both = factories.officer("reviewer", department=people.body)
    submission, _ = making.send(people, [making.penalty(people.body)])
    Submission.objects.filter(pk=submission.pk).update(clerk=both)
    client = enter(both)
    assert "放行 1 条" not in client.get(f"/workbench/submissions/{submission.public_id}/").content.decode()
    answer = client.post(f"/workbench/submissions/{submission.public_id}/release/", follow=True)
    assert "自己报送的信息不能由自己放行" in answer.content.decode()
    assert Record.objects.get().state == "awaiting"


def test_deciding_a_proposal_takes_another_person(people):
    row = making.penalty(people.body)
    first, _ = making.send(people, [row])
    making.release(people, first)
    making.send(people, [row | {"CF_NR": "罚款叁万元整"}])
    proposal = Proposal.objects.get()
    Proposal.objects.filter(pk=proposal.pk).update(proposer=people.reviewer)
    address = f"/workbench/proposals/{proposal.public_id}/"
    client = enter(people.reviewer)
    assert "确认采纳</button>" not in client.get(address).content.decode()
    client.post(address, {"action": "accept", "why": "录入有误"})
    proposal.refresh_from_db()
    assert proposal.state == "open"
    assert enter(people.auditor).post(address, {"action": "accept"}).status_code in (200, 302)
    proposal.refresh_from_db()
    assert proposal.state == "open"


def test_acts_by_page_say_so(people):
    record = making.only_record(people, making.penalty(people.body))
    enter(people.reviewer).post(f"/workbench/records/{record.public_id}/act/", {"action": "release"})
    act = Act.objects.get(what="release")
    assert (act.channel, act.actor, act.actor_id) == ("page", people.reviewer.name, people.reviewer.public_id)


def test_home_greets_every_role(people):
    Heartbeat.objects.all().delete()
    for officer in (people.clerk, people.reviewer, people.office, people.approver, people.auditor):
        assert enter(officer).get("/workbench/").status_code == 200


def test_the_auditor_reads_what_everybody_did_and_nobody_else_does(people):
    record = making.only_record(people, making.penalty(people.body))
    enter(people.reviewer).post(f"/workbench/records/{record.public_id}/act/", {"action": "release"})
    client = enter(people.auditor)
    page = client.get("/workbench/acts/", {"actor": people.reviewer.name, "what": "release"}).content.decode()
    assert "审核公示" in page
    assert people.clerk.name not in page
    act = Act.objects.get(what="release")
    page = client.get(f"/workbench/acts/{act.public_id}/").content.decode()
    assert f'<a href="/workbench/records/{record.public_id}/">{record.document_number}</a>' in page
    told = page.partition("<tbody>")[2].partition("</tbody>")[0]
    assert "信用记录" in told
    assert "已公示" in told
    assert "released" not in told
    for officer in (people.clerk, people.reviewer, people.office, people.approver):
        assert enter(officer).get("/workbench/acts/").status_code == 403


def test_a_record_s_history_tells_its_proposals_and_hides(people):
    row = making.penalty(people.body)
    first, _ = making.send(people, [row])
    making.release(people, first)
    making.send(people, [row | {"CF_NR": "罚款叁万元整"}])
    page = enter(people.auditor).get(f"/workbench/records/{Record.objects.get().public_id}/").content.decode()
    assert "提出更正或撤下" in page


def test_a_clerk_is_told_which_rows_were_there_already_and_which_records_they_are(people):
    rows = [making.licence(people.body), making.licence(people.body)]
    earlier, _ = making.send(people, rows[:1])
    submission, _ = making.send(people, [rows[1], rows[0]])
    page = enter(people.clerk).get(f"/workbench/submissions/{submission.public_id}/").content.decode()
    told = page.partition("以前报过的行")[2].partition("</section>")[0]
    record = earlier.records.get()
    for words in (
        f"表格第 {2 + submission.rows_above} 行", record.document_number, f"/workbench/records/{record.public_id}/",
        f"/workbench/submissions/{earlier.public_id}/",
    ):  # fmt: skip
        assert words in told
    assert submission.records.get().document_number not in told
    assert "以前报过" not in enter(people.clerk).get(f"/workbench/submissions/{earlier.public_id}/").content.decode()
