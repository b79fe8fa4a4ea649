"""公开字段清单 of list entries: the only columns of them that pages about one subject and reports are built from. Pure. Sentence 10."""

LISTED = (
    "public_id", "subject__public_id", "subject__name", "subject__code", "subject__public_since", "behaviour_title", "behaviour_version", "field",
    "reasons", "basis", "department__name", "decision_number", "decided_on", "public_from", "until", "exit_conditions", "remedies",
)  # fmt: skip
PRAISED = (
    "subject__public_id", "subject__name", "subject__code", "subject__public_since", "title", "department__name",
    "document_title", "document_number", "public_from", "until", "deeds",
)  # fmt: skip
