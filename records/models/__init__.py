"""信用记录: what departments say about subjects: submissions, rejected rows, records with their versions, proposals."""

from .catalogue import Catalogue, CatalogueItem, Delivery, DeliveryRule
from .deciding import Hide, Proposal, Release, WithdrawalGround
from .guarding import Freeze
from .marks import Mark
from .overriding import CodeOverride
from .receipts import Receipt
from .record import GONE, RUNNING, HoldReason, InternalReason, Record, RecordKind, Seriousness, Version
from .submissions import CorrectionGround, RejectedRow, Submission

__all__ = [
    "GONE",
    "RUNNING",
    "Catalogue",
    "CatalogueItem",
    "CodeOverride",
    "CorrectionGround",
    "Delivery",
    "DeliveryRule",
    "Freeze",
    "Hide",
    "HoldReason",
    "InternalReason",
    "Mark",
    "Proposal",
    "Receipt",
    "Record",
    "RecordKind",
    "RejectedRow",
    "Release",
    "Seriousness",
    "Submission",
    "Version",
    "WithdrawalGround",
]
