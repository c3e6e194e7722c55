"""Failed edits: what is inconsistent, how it is put to the interviewer, and which answers are involved."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FailedEdit:
    """A rule the answers break now. A check must be resolved; a signal may be suppressed with a reason."""

    name: str
    hard: bool
    message: str
    fields: tuple[str, ...]

    @property
    def kind(self) -> str:
        return "check" if self.hard else "signal"
