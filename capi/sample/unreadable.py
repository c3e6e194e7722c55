"""A file that cannot be read as a sample at all."""


class UnreadableSample(Exception):
    """Says what it is instead, and what to do. `row` is where reading ended, 0 where it never began."""

    def __init__(self, words: str, row: int = 0) -> None:
        super().__init__(words)
        self.row = row
