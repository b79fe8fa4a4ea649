"""A department's system for tests: its token, and how it calls."""

import json
import uuid
from datetime import timedelta

from django.test import Client
from django.utils import timezone

from accounts.tokens import activate_token, open_token
from tests import factories
from tests.records.making import acting, licence

ROOT = "/api/department/v1"
TODAY = timezone.localdate()
PAST = (TODAY - timedelta(days=2)).isoformat()


def token_for(people, *, scopes=("submit", "correct", "read"), active=True, **fields):
    """(token, secret) of the department's system."""
    keeper = factories.officer("system_admin", department=people.office.department)
    guard = factories.officer("security_admin", department=people.office.department)
    token, secret = open_token(
        name="综合执法办案系统",
        department=people.body,
        officer=people.clerk,
        scopes=scopes,
        by=acting(keeper),
        proposer=keeper,
        on=TODAY,
        **{"until": TODAY + timedelta(days=365), **fields},
    )
    if active:
        activate_token(token, officer=guard, by=acting(guard), on=TODAY)
    token.refresh_from_db()
    return token, secret


class Caller:
    """A department's system with its token."""

    def __init__(self, secret, **extra):
        self.client = Client(**extra)
        self.headers = {"Authorization": f"Bearer {secret}"}

    def get(self, path, **query):
        return self.client.get(ROOT + path, query, headers=self.headers)

    def post(self, path, body, key=None, raw=None, **headers):
        key = {"Idempotency-Key": key or uuid.uuid4().hex} if key != "" else {}
        return self.client.post(
            ROOT + path,
            raw if raw is not None else json.dumps(body, ensure_ascii=False),
            content_type="application/json",
            headers=self.headers | key | headers,
        )

    def submit(self, rows, kind="licence", **more):
        options = {name: more.pop(name) for name in ("key", "raw") if name in more}
        return self.post("/submissions", {"kind": kind, "rows": rows, **more}, **options)


def recent(make, people, **cells):
    return make(people.body, **{"JDRQ": PAST, **({"YXQZ": PAST} if make is licence else {}), **cells})
