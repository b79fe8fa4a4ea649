"""What leaves, and what never does; receipts; four eyes on destinations. Source: C5, D6; design sentence 10."""

import hashlib
import json
import threading
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction

from credit_platform.lifecycle import IllegalMove
from exchange.changing import SUBJECT_KINDS, approve_change, decline_change, propose_change, public_kinds, values_of
from exchange.models import Change, Destination, Line, Parcel
from exchange.receiving import acknowledge, close, refuse, send_again
from exchange.refusals import ExchangeRefused
from exchange.sending import send
from ledger.acts import CLOCK, record_act
from ledger.models import Event
from ledger.moves import apply
from records import files
from records.freezing import freeze, thaw
from records.kinds.shown import ALLOWED
from records.models import Hide, Version
from tests import factories
from tests.exchange.conftest import DAY, born, by, follow, happen, settled, values
from tests.records import making

pytestmark = pytest.mark.django_db(transaction=True)


def read(parcel):
    """(head, items) of the file as it left; its digest is the one noted."""
    data = files.fetch(parcel.path)
    assert hashlib.sha256(data).hexdigest() == parcel.sha256
    head, *items = (json.loads(line) for line in data.decode().splitlines())
    return head, items


def corrected(record, **content):
    """A second version in the place of the first, as an accepted correction leaves it."""
    version = Version.objects.create(
        record=record, number=2, content=record.version.content | content, sameness="1" * 64, salt="1" * 32,
        digest="1" * 64, submission=record.submission, row=999,
    )  # fmt: skip
    happen(record, "correct", version=version)


# --- what leaves ---------------------------------------------------------------------------------------------------------


def test_the_file(people, destination):
    record = born(
        people, content={"XK_NR": "预包装食品销售", "BZ": "内部备注", "XK_FR_ZJHM": "秘密", "XK_XDR_SWDJ": "内部号码"}
    )
    follow()
    parcel = send(destination, **by(people.office))
    head, [item] = read(parcel)
    assert head == {
        "format": "credit-lines/1", "from": destination.department.name, "to": "上级平台（测试）", "number": 1,
        "made_on": DAY.isoformat(), "lines": 1,
    }  # fmt: skip
    assert (item["id"], item["action"], item["kind"], item["seq"]) == (
        str(record.public_id), "publish", "licence", destination.lines.get().seq,
    )  # fmt: skip
    said = item["content"]
    assert said["subject"] == {"name": record.subject.name, "code": record.subject.code, "category": "organisation"}
    assert said["fields"]["XK_NR"] == "预包装食品销售"
    text = json.dumps(item, ensure_ascii=False)
    for private in ("内部备注", "秘密", "内部号码", "BZ", "ZJHM", "SWDJ"):
        assert private not in text
    raw = (settings.MEDIA_ROOT / parcel.path).read_bytes()
    assert record.subject.name.encode() not in raw  # sealed
    line = destination.lines.get()
    assert (line.state, line.carried, line.sent_on, line.parcel) == ("exported", "content", DAY, parcel)
    assert set(Event.objects.filter(object_id=line.public_id).values_list("move", flat=True)) == {"export"}


def test_nothing_leaves_that_the_list_does_not_name(people, destination):
    born(people, content={"XK_NEW": "将来的字段", "BZ": "内部备注"})
    follow()
    _, [item] = read(send(destination, **by(people.office)))
    fields = item["content"]["fields"]
    assert fields
    assert set(fields) <= {code for code, _ in ALLOWED["licence"]}


def test_while_publication_is_frozen_only_withdrawals_leave(people, destination):
    gone, new = born(people), born(people)
    follow()
    freeze(reason="批量错误", **by(people.office))
    with pytest.raises(ExchangeRefused, match="冻结"):
        send(destination, **by(people.office))
    happen(gone, "withdraw")
    follow()
    _, [item] = read(send(destination, **by(people.office)))
    assert (item["id"], item["action"]) == (str(gone.public_id), "withdraw")
    thaw(reason="已核实", **by(people.approver))
    _, items = read(send(destination, **by(people.office)))
    assert [(item["id"], item["action"]) for item in items] == [
        (str(gone.public_id), "withdraw"), (str(new.public_id), "publish"),
    ]  # fmt: skip


def test_the_owners_name_of_a_sole_trader_stays(people, destination):
    born(people, subject=factories.subject(kind="sole_trader"), content={"XK_FRDB": "甲某某"})
    follow()
    assert "甲某某" not in files.fetch(send(destination, **by(people.office)).path).decode()


@pytest.mark.parametrize("how", ["withdrawn", "hidden", "over"])
def test_what_is_not_public_any_more_leaves_as_a_withdrawal_only(people, destination, how):
    record = born(people, content={"XK_NR": "不该离开的内容"})
    follow()
    if how == "withdrawn":  # and the ledger's news of it has not come yet
        happen(record, "withdraw")
    elif how == "hidden":
        Hide.objects.create(
            record=record, reason="x", proposer=people.reviewer, hidden_on=DAY, confirm_by=DAY + timedelta(days=1)
        )
    else:
        type(record).objects.filter(pk=record.pk).update(public_until=DAY - timedelta(days=1))
    parcel = send(destination, **by(people.office))
    _, [item] = read(parcel)
    assert item == {
        "seq": item["seq"], "id": str(record.public_id), "kind": "licence", "day": DAY.isoformat(), "action": "withdraw",
    }  # fmt: skip
    assert "不该离开的内容" not in files.fetch(parcel.path).decode()
    assert destination.lines.get().carried == "withdrawal"


def test_a_text_that_was_corrected_meanwhile_does_not_leave(people, destination):
    record = born(people, content={"XK_NR": "错误的内容"})
    corrected(record, XK_NR="正确的内容")
    follow()
    parcel = send(destination, **by(people.office))
    _, [old, new] = read(parcel)
    assert (old["action"], new["action"]) == ("superseded", "correct")
    assert "content" not in old
    assert new["content"]["fields"]["XK_NR"] == "正确的内容"
    assert "错误的内容" not in files.fetch(parcel.path).decode()


def test_numbers_without_gaps_and_no_line_twice(people, destination):
    born(people)
    follow()
    send(destination, **by(people.office))
    with pytest.raises(ExchangeRefused, match="没有待转送"):
        send(destination, **by(people.office))
    born(people)
    follow()
    assert send(destination, **by(people.office)).number == 2
    assert list(Parcel.objects.order_by("number").values_list("number", "size")) == [(1, 1), (2, 1)]


def test_two_officers_at_once_make_no_double(people, destination):
    for _ in range(6):
        born(people)
    follow()
    start, done = threading.Barrier(2), []

    def work(officer):
        start.wait()
        try:
            done.append(send(destination, **by(officer)).size)
        except ExchangeRefused:
            done.append(0)
        finally:
            connection.close()

    workers = [threading.Thread(target=work, args=[one]) for one in (people.office, people.approver)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(done) == [0, 6]


def test_a_transport_that_fails_leaves_everything_waiting(people, destination):
    class Broken:
        key = "broken"

        def carry(self, head, items):
            raise ConnectionRefusedError

    born(people)
    follow()
    with pytest.raises(ConnectionRefusedError):
        send(destination, transport=Broken(), **by(people.office))
    assert (destination.lines.get().state, Parcel.objects.count()) == ("waiting", 0)
    assert send(destination, **by(people.office)).number == 1


# --- receipts ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def parcel(people, destination):
    born(people)
    born(people)
    follow()
    return send(destination, **by(people.office))


def test_receipt(people, parcel):
    with pytest.raises(ExchangeRefused, match="回执日期"):
        acknowledge(parcel, number="HZ1", received_on=DAY + timedelta(days=1), **by(people.office))
    with pytest.raises(ExchangeRefused, match="回执编号"):
        acknowledge(parcel, number=" ", received_on=DAY, **by(people.office))
    assert acknowledge(parcel, number="HZ1", received_on=DAY, **by(people.office)) == 2
    line = parcel.lines.first()
    assert (line.state, line.receipt_number, line.receipt_on, line.receipt_by) == (
        "acknowledged", "HZ1", DAY, people.office,
    )  # fmt: skip
    with pytest.raises(ExchangeRefused, match="没有等待回执"):
        acknowledge(parcel, number="HZ2", received_on=DAY, **by(people.office))
    with pytest.raises(IllegalMove):
        apply(line, "refuse", record_act("test", CLOCK, DAY, reason="x"))


def test_sent_back_and_sent_again_or_closed(people, destination, parcel):
    first, second = parcel.lines.order_by("seq")
    with pytest.raises(ExchangeRefused, match="原因"):
        refuse(parcel, [first.public_id], reason="", **by(people.office))
    with pytest.raises(ExchangeRefused, match="先勾选"):
        refuse(parcel, [], reason="对方系统无此主体", **by(people.office))
    with pytest.raises(ExchangeRefused, match="先勾选"):
        close(parcel, [first.public_id], reason="x", **by(people.office))
    for line in (first, second):
        assert refuse(parcel, [line.public_id], reason="对方系统无此主体", **by(people.office)) == 1
    late = Line.objects.overdue(first.due + timedelta(days=1))
    assert set(late) == {first, second}  # the day stays what it was
    assert send_again(parcel, [first.public_id], **by(people.office)) == 1
    with pytest.raises(ExchangeRefused, match="理由"):
        close(parcel, [second.public_id], reason=" ", **by(people.office))
    close(parcel, [second.public_id], reason="对方不接收该类别", **by(people.office))
    again = send(destination, **by(people.office))
    assert [line.public_id for line in again.lines.all()] == [first.public_id]
    first.refresh_from_db()
    assert (first.refusal, first.state) == ("", "exported")
    assert not Line.objects.overdue(first.due + timedelta(days=1)).exists()


def test_only_the_office_and_only_its_own(people, destination, parcel):
    far = making.staff()
    born(people)
    follow()
    for who, why in ((people.clerk, "只有信用办"), (people.auditor, "只有信用办"), (far.office, "职责范围")):
        with pytest.raises(ExchangeRefused, match=why):
            send(destination, **by(who))
        with pytest.raises(ExchangeRefused, match=why):
            acknowledge(parcel, number="1", received_on=DAY, **by(who))
    seen = {
        who.username: Parcel.objects.visible_to(who).exists() for who in (people.office, people.auditor, far.office)
    }
    assert list(seen.values()) == [True, True, False]
    assert not Line.objects.visible_to(people.clerk).exists()


def test_the_database_wants_a_receipt(parcel):
    with pytest.raises(IntegrityError, match="line_acknowledged_by_receipt"), transaction.atomic():
        Line.objects.filter(parcel=parcel).update(state="acknowledged")


# --- four eyes -----------------------------------------------------------------------------------------------------------


def test_nobody_approves_their_own_change(people):
    asked = propose_change(None, values=values(), reason="对接", **by(people.approver))
    with pytest.raises(ExchangeRefused, match="自己提出"):
        approve_change(asked, **by(people.approver))
    with pytest.raises(ExchangeRefused, match="只有信用办审批"):
        approve_change(asked, **by(people.office))
    far = making.staff()
    with pytest.raises(ExchangeRefused, match="职责范围"):
        approve_change(asked, **by(far.approver))
    with pytest.raises(IntegrityError, match="change_four_eyes"), transaction.atomic():
        Change.objects.update(approver=people.approver)
    with pytest.raises(IntegrityError, match="change_approved_by_somebody"), transaction.atomic():
        Change.objects.update(state="approved")
    assert not Destination.objects.exists()
    second = factories.officer("office_approver", department=people.office.department)
    approve_change(asked, **by(second))
    with pytest.raises(ExchangeRefused, match="已经处理"):
        approve_change(asked, **by(second))
    assert Destination.objects.count() == 1


def test_a_change_holds_only_when_granted(people, destination):
    wanted = values_of(destination) | {"kinds": ["penalty"]}
    asked = propose_change(destination, values=wanted, reason="只收处罚", **by(people.office))
    with pytest.raises(ExchangeRefused, match="待审批"):
        propose_change(destination, values=wanted, reason="又一次", **by(people.office))
    destination.refresh_from_db()
    assert destination.kinds == ["licence", "penalty"]
    with pytest.raises(ExchangeRefused, match="理由"):
        decline_change(asked, reason="", **by(people.approver))
    decline_change(asked, reason="对方两类都收", **by(people.approver))
    asked = propose_change(destination, values=wanted, reason="只收处罚", **by(people.office))
    approve_change(asked, **by(people.approver))
    destination.refresh_from_db()
    assert destination.kinds == ["penalty"]


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"kinds": []}, "信息类别"),
        ({"kinds": ["unknown"]}, "信息类别"),
        ({"subject_kinds": ["person"]}, "自然人"),
        ({"working_days": None}, "1至60"),
        ({"length": "day_of_month", "day_of_month": 32}, "1至31"),
        ({"until": DAY - timedelta(days=100)}, "启用日期"),
        ({"name": " "}, "名称"),
    ],
)
def test_refused_values(people, more, why):
    with pytest.raises(ExchangeRefused, match=why):
        settled(people, **more)


def test_persons_and_internal_kinds_are_no_choice():
    assert "person" not in SUBJECT_KINDS
    from records.kinds import KINDS

    assert all(KINDS[kind].public for kind in public_kinds())
