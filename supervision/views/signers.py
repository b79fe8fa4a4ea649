"""Who may do what with a return now; the use cases check it again."""

from dataclasses import dataclass

from accounts.models import Department, Officer, Role

from ..models.signing import Signed


@dataclass(frozen=True)
class Part:
    """可做的事 of one officer with one return."""

    may_file: bool
    may_decide: bool
    may_take_back: bool
    own: bool  # waits, filed by this very officer


def part_of(officer: Officer, department: Department, waiting: Signed | None) -> Part:
    """`waiting`: the version on the reviewer's desk."""
    answers = Department.objects.answered_for_by(officer.department).filter(pk=department.pk).exists()
    own = waiting is not None and waiting.clerk_id == officer.pk
    return Part(
        may_file=answers and waiting is None and officer.has_role(Role.CLERK),
        may_decide=answers and waiting is not None and not own and officer.has_role(Role.REVIEWER),
        may_take_back=own and officer.has_role(Role.CLERK),
        own=own,
    )
