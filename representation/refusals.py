"""为何不能: the one exception of this app's use cases."""


class Refused(Exception):
    """The use case changed nothing. The message is a sentence for whoever asked: what, why, and what to do now."""
