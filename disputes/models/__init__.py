from .disputes import Attachment, Dispute
from .letters import DisputeLetter
from .proceedings import Proceeding

__all__ = ["Attachment", "Dispute", "DisputeLetter", "Proceeding"]
