"""代办资格: whether somebody may act for a subject, asked where the act is done. Source: F1.

The page has looked before (representation/entering.py); between its look and the act the claim may have been ended, so the use case
looks again in its own transaction and holds the claim until that is over: whoever ends it at this moment waits, or was first.
"""

from datetime import date

from subjects.models import Subject

from .models import Claim, Representative


def may_act_for(representative: Representative, subject: Subject, on: date) -> bool:
    """Call inside the transaction of the act; account and claims are locked from here to its end."""
    whole = subject.merged_into or subject
    rows = Claim.objects.of(representative).active(on).about(whole).order_by("pk")
    locked = rows.select_related("representative").select_for_update(of=("self", "representative"), no_key=True)
    return bool(list(locked))
