"""Refusals of credit reports."""


class Refused(ValueError):
    """The report is not made; the message is a sentence for whoever asked: what is wrong and what to do."""
