"""不予办理."""


class ExchangeRefused(ValueError):
    """Not possible; the message says why and what to do."""
