"""What is offered for a job: in which order, and with what words more is looked up."""

from collections.abc import Sequence

from capi.screens.office.coding_list import CodeLine, earlier_line, suggested_line
from capi.sync.coding_messages import CodeScheme, EarlierCode, JobToCode, Looking, Stage

LONGEST_CONTEXT = 4_000
"""Of the words that go with a question."""


def offered(job: JobToCode, scheme: CodeScheme) -> tuple[CodeLine, ...]:
    """What is offered: to whom settles first what the two have given; to nobody else."""
    suggested = [suggested_line(each) for each in job.suggested if each.scheme is scheme]
    if job.stage is not Stage.SETTLED:
        return tuple(suggested)
    given = [each for each in job.earlier if each.scheme is scheme]
    return (*(earlier_line(each, _beside(job.earlier, each)) for each in given), *suggested)


def through(job: JobToCode, code: str) -> tuple[CodeLine, ...]:
    """What the suggestions of a code of SOC2020 lead to in SOC2010."""
    found = {each.soc2010: each.title for each in reversed(job.suggested) if each.code == code and each.soc2010}
    return tuple(CodeLine(code=there, title=title, below="") for there, title in sorted(found.items()))


def _beside(earlier: Sequence[EarlierCode], given: EarlierCode) -> str:
    """The code in SOC2010 that the same coder gave with it."""
    return next(
        (
            each.code
            for each in earlier
            if each.scheme is CodeScheme.SOC2010 and (each.by, each.stage) == (given.by, given.stage)
        ),
        "",
    )


def context(job: JobToCode, scheme: CodeScheme) -> Looking:
    """What was said beside the words that are looked up. An industry is looked up by its own words alone."""
    if scheme is CodeScheme.SIC2007:
        return Looking(scheme=scheme, words="")
    return Looking(scheme=scheme, words="", did=job.did[:LONGEST_CONTEXT], industry=job.industry[:LONGEST_CONTEXT])
