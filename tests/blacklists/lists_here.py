"""Files of lists from elsewhere for tests. Courts, companies and persons are invented."""

import csv
import io
from datetime import date

from blacklists import taking_in
from blacklists.models import ListFile
from blacklists.taking_in import Source
from tests import factories
from tests.blacklists.walking import by
from tests.records.making import Staff

COURT = "虚构市中级人民法院"
COURT_CODE = factories.code("11")


def debtor(**cells) -> dict[str, str]:
    """A row without fault."""
    number = factories.code()[-6:]
    return {
        "被执行人姓名/名称": f"虚构市第{number}建材有限公司", "统一社会信用代码": factories.code(), "身份证号码": "", "案号": f"（2026）虚执{number}号",
        "执行依据文号": f"（2025）虚民初{number}号", "生效法律文书确定的义务": "支付货款及利息。", "被执行人的履行情况": "全部未履行",
        "失信被执行人行为具体情形": "有履行能力而拒不履行。", "发布时间": str(factories.ago(30)), "公布期限至": str(factories.ago(-600)),
    } | cells  # fmt: skip


def table(rows: list[dict[str, str]], above: tuple[str, ...] = ()) -> bytes:
    """The rows as CSV, with lines above the header."""
    out = io.StringIO()
    for line in above:
        out.write(line + "\n")
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def source(**fields) -> Source:
    given = {
        "kind": "debtor", "title": "失信被执行人名单", "issuer": COURT, "issuer_code": COURT_CODE, "document_number": "虚中法函〔2026〕7号",
        "document_date": factories.ago(2), "full": False,
    } | fields  # fmt: skip
    return Source(**given)


def taken(people: Staff, rows: list[dict[str, str]], *, on: date = factories.DAY, **fields) -> ListFile:
    """Taken in by the office, not yet released."""
    fields.setdefault("document_date", on)
    return taking_in.take_in(table(rows), "名单.csv", source(**fields), **by(people.office, on))


def released(people: Staff, rows: list[dict[str, str]], *, on: date = factories.DAY, **fields) -> ListFile:
    made = taken(people, rows, on=on, **fields)
    taking_in.release(made, **by(people.approver, on))
    made.refresh_from_db()
    return made
