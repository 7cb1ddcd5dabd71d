"""The exception for a record that has another key."""


class Moved(Exception):  # noqa: N818 - a redirect is no error
    """The record has another key."""

    def __init__(self, status: int, key: str) -> None:
        super().__init__(status, key)
        self.status, self.key = status, key
