"""Applying (账号申请): a department without a system asks, the office checks, the system administrator opens accounts.

Roles are granted afterwards by the security administrator, as always; whoever checked cannot open, whoever opens cannot
grant. Source: A7, Shaanxi 二(三).
"""

import json
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta

from django.db import transaction

from credit_platform.codes import check_uscc
from credit_platform.keeping import PaperRefused, check_paper, keep
from credit_platform.lifecycle import IllegalMove
from credit_platform.sealing import keyed_hash, seal_text, unseal_text
from ledger.acts import CLOCK, Actor, record_act
from ledger.models import Act
from ledger.moves import apply, apply_set, note

from .appointing import LETTERS, add_officer
from .departments import add_department, add_outside_body
from .liaising import office_phone
from .models import Application, ApplicationAccount, Department, Officer, Role
from .outside import reopen_outside_body
from .refusals import Refused

PATIENCE = 60  # calendar days until an application that nobody dealt with is void
A_DAY = 5  # applications a day from one address
MOST = 6  # persons of one application
WISHES = (Role.CLERK, Role.REVIEWER)  # what a stranger may ask for
STRANGER = Actor(name="网上申请", channel=Act.Channel.PAGE)


@dataclass(frozen=True)
class Wanted:
    """拟开账号的人: name and office telephone, no more; `role` of WISHES."""

    name: str
    position: str
    phone: str
    role: str


def offices(on: date):
    """信用办 that can be applied to: departments with somebody who checks."""
    return (
        Department.objects.in_office(on)
        .filter(officers__is_active=True, officers__grants__role=Role.OFFICE, officers__grants__until__isnull=True)
        .distinct()
    )


@transaction.atomic
def apply_for_accounts(
    *,
    office: Department,
    name: str,
    code: str,
    persons: Sequence[Wanted],
    letter: tuple[str, bytes],
    address: str,
    on: date,
    outside: str = "",
) -> tuple[Application, str]:
    """Returns the application and its receipt code, which is kept nowhere. `letter`: file name and bytes; `outside`: of
    Department.Outside, for a body that is no department (D7). Raises Refused.
    """
    check = check_uscc(code)
    if not check.valid:
        raise Refused(f"统一社会信用代码有误：{check.errors[0]}")
    if not name.strip():
        raise Refused("请填写单位全称。")
    department = _known(check.normalised, outside, office)
    wanted = _persons(persons, (Role.OUTSIDE,) if outside else WISHES)
    try:
        letter_name = check_paper(*letter)
    except PaperRefused as refused:
        raise Refused(str(refused)) from refused
    key = keyed_hash("application", on.isoformat(), address)
    if Application.objects.filter(address_key=key).count() >= A_DAY:
        raise Refused(f"同一网络地址一天最多提交{A_DAY}份申请，请明天再试，或直接联系信用办。")
    receipt = "".join(secrets.choice(LETTERS) for _ in range(16))
    application = Application(
        receipt_key=_receipt_key(receipt),
        office=office,
        department=department,
        department_name=name.strip()[:200],
        department_code=check.normalised,
        outside=outside,
        persons=len(wanted),
        letter_path=keep(letter[1], "letters"),
        letter_name=letter_name,
        address_key=key,
        arrived_on=on,
        expires_on=on + timedelta(days=PATIENCE),
    )
    told = json.dumps([asdict(one) for one in wanted], ensure_ascii=False)
    application.sealed = seal_text(told, f"application:{application.public_id}")
    application.save()
    act = record_act("申请账号", STRANGER, on)
    note(act, application.object_kind, application.public_id, "apply_online", application.state)
    return application, receipt


def _known(code: str, outside: str, office: Department) -> Department | None:
    """Whose accounts they will be, where it is known already. Raises Refused."""
    if outside and outside not in Department.Outside.values:
        raise Refused("请从列表中选择单位性质。")
    found = Department.every.filter(code=code).first()
    if found is None:
        return None
    if found.outside != outside:
        raise Refused("所选的单位性质与平台上这个代码的登记不同，请核对后重新选择，或联系信用办。")
    ours = found.parent_id == office.pk if outside else Department.objects.tree(office).filter(pk=found.pk).exists()
    if not ours:
        raise Refused("这个单位不归所选的信用办管理，请核对后重新选择。")
    return found  # an outside body that was ended may ask to come back: the office checks, the first account reopens it


def _persons(persons: Sequence[Wanted], roles: Sequence[Role]) -> list[Wanted]:
    if not 1 <= len(persons) <= MOST:
        raise Refused(f"请填写1至{MOST}名拟开账号的人员。")
    found = []
    for one in persons:
        if not one.name.strip() or any(char.isdigit() for char in one.name):
            raise Refused("请填写每个人的姓名。")
        if one.role not in roles:
            raise Refused("请为每个人选择拟任角色：填报员或审核员。")
        found.append(Wanted(one.name.strip()[:50], one.position.strip()[:60], office_phone(one.phone), str(one.role)))
    if len({one.name for one in found}) < len(found):
        raise Refused("同一人只能申请一个账号：填报和审核须由不同的人担任。")
    return found


def _receipt_key(receipt: str) -> str:
    return keyed_hash("receipt", receipt)


def application_by(receipt: str) -> Application | None:
    """The application of the code; None for any other."""
    return Application.objects.filter(receipt_key=_receipt_key(receipt.strip())).first()


def persons_of(application: Application, on: date) -> list[Wanted]:
    """Whom it names, while it is being dealt with; nobody afterwards: what is refused or void stays sealed."""
    if not Application.objects.open(on).filter(pk=application.pk).exists():
        return []
    told = unseal_text(application.sealed, f"application:{application.public_id}")
    return [Wanted(**one) for one in json.loads(told)]


@transaction.atomic
def accept(application: Application, *, officer: Officer, actor: Actor, on: date) -> None:
    """核对无误: letter and department are in order; the system administrator goes on. Raises Refused."""
    application = _open(application, on)
    if not officer.has_role(Role.OFFICE):
        raise Refused("账号申请由信用办经办核对。")
    _move(application, "accept", record_act("核对账号申请", actor, on), checked_by=officer, checked_on=on)


@transaction.atomic
def refuse(application: Application, *, officer: Officer, actor: Actor, on: date, reason: str) -> None:
    """不予开设, with the reason that the applicant reads by the receipt code. Raises Refused."""
    application = _open(application, on)
    if not officer.has_role(Role.OFFICE, Role.SYSTEM_ADMIN):
        raise Refused("只有信用办经办和系统管理员可以不予开设。")
    if not reason.strip():
        raise Refused("请写明不予开设的理由，申请单位凭回执码可以看到。")
    act = record_act("不予开设账号", actor, on, reason=reason.strip())
    _move(application, "refuse", act, answer=reason.strip()[:500], ended_on=on)


@transaction.atomic
def open_account(
    application: Application,
    place: int,
    *,
    username: str,
    person_key: str | None,
    officer: Officer,
    actor: Actor,
    on: date,
) -> tuple[Officer, str]:
    """开设账号 of one of its persons; the department too where it is new. Returns the account and its first password.

    The last one ends the application. Raises Refused.
    """
    application = _open(application, on)
    if not officer.has_role(Role.SYSTEM_ADMIN):
        raise Refused("账号由系统管理员开设。")
    if application.state != Application.State.ACCEPTED:
        raise Refused("信用办还没有核对这份申请，不能开设账号。")
    if officer.pk == application.checked_by_id:
        raise Refused("自己核对的申请不能由自己开设账号，请由另一位同事办理。")
    persons = persons_of(application, on)
    if not 0 <= place < len(persons) or application.accounts.filter(place=place).exists():
        raise Refused("这个人的账号已经开设，请刷新页面查看。")
    one, department = persons[place], _department(application, actor, on)
    made, password = add_officer(
        username=username,
        name=one.name,
        department=department,
        phone=one.phone,
        person_key=person_key,
        requested_role=one.role,
        by=actor,
        on=on,
    )
    if password is None:
        raise Refused(f"登录名“{made.username}”已在本部门使用，请换一个。")
    ApplicationAccount.objects.create(application=application, place=place, officer=made)
    if application.accounts.count() == len(persons):
        _move(application, "finish", record_act("办结账号申请", actor, on), opened_by=officer, ended_on=on)
    return made, password


def _department(application: Application, actor: Actor, on: date) -> Department:
    if application.department is None:
        # Somebody may have added it meanwhile: then it is that one.
        name, code = application.department_name, application.department_code
        if application.outside:
            made = add_outside_body(
                name=name, code=code, kind=application.outside, office=application.office, by=actor, on=on
            )
        else:
            made = add_department(name=name, code=code, parent=application.office, by=actor, on=on)
        application.department = made[0]
        application.save(update_fields=["department"])
    elif application.outside and application.department.until and application.department.until <= on:
        if application.arrived_on < application.department.until:
            raise Refused(
                f"外部机构“{application.department.name}”在申请之后停用，不能再开设账号；要恢复的，请重新申请。"
            )
        reopen_outside_body(application.department, by=actor, on=on)
        application.department.refresh_from_db()
    return application.department


def expire_applications(day: date) -> int:
    """失效: nobody dealt with them in time; whom they name is shown no more. Returns how many. Safe to run twice or late."""
    void = Application.objects.filter(expires_on__lte=day, state__in=Application.lifecycle.move("expire").sources)
    if not void.exists():
        return 0
    with transaction.atomic():
        act = record_act("账号申请失效", CLOCK, day, reason=f"{PATIENCE}日内未办结")
        return len(apply_set(void, "expire", act, ended_on=day, answer=act.reason, limit=500))


def _open(application: Application, on: date) -> Application:
    rows = Application.objects.select_for_update(of=("self",)).select_related("department", "office")
    application = rows.get(pk=application.pk)
    if not Application.objects.open(on).filter(pk=application.pk).exists():
        raise Refused("这份申请已经办结或失效，请刷新页面查看。")
    return application


def _move(application: Application, move: str, act: Act, **changes) -> None:
    try:
        apply(application, move, act, **changes)
    except IllegalMove as reason:
        raise Refused("这份申请的状态已经变化，请刷新页面查看。") from reason
