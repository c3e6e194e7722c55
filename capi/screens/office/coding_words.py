"""The words of coding: schemes, stages, how a code came about, how far the coding is."""

from collections.abc import Sequence

from capi.screens.language import number, said
from capi.screens.lines import when
from capi.sync.coding_messages import CodeScheme, CodesKept, CodingState, EarlierCode, GivenCode, How, JobToCode, Stage
from capi.wording import Wording

SCHEMES = {
    CodeScheme.SOC2020: Wording("Coding", "Occupation"),
    CodeScheme.SOC2010: Wording("Coding", "Occupation"),
    CodeScheme.SIC2007: Wording("Coding", "Industry"),
}
STAGES = {
    Stage.FIRST: Wording("Coding", "First coding"),
    Stage.SECOND: Wording("Coding", "Second coding"),
    Stage.SETTLED: Wording("Coding", "Settled"),
}
HOW = {
    How.AUTOMATIC: Wording("Coding", "Without a person"),
    How.SUGGESTED: Wording("Coding", "From the index"),
    How.TYPED: Wording("Coding", "Typed"),
    How.THROUGH: Wording("Coding", "Through SOC2020"),
}
LOADS_AN_INDEX = "capi classification add FILE"
"""On the hub's own machine; the same in every language."""


def left_said(state: CodingState) -> str:
    """How much is left, in one line."""
    parts = [said(Wording("Coding", "{count} to code").filled(count=state.to_code))]
    if state.to_code_again:
        parts.append(said(Wording("Coding", "{count} to code again").filled(count=state.to_code_again)))
    if state.to_settle:
        parts.append(said(Wording("Coding", "{count} to settle").filled(count=state.to_settle)))
    return " · ".join(parts)


def nothing_said(state: CodingState) -> str:
    """Why there is no job on the page, and what would bring one."""
    if not any(state.indexes.values()):
        return said(
            Wording(
                "Coding",
                "No index of occupations or industries is loaded at this hub, so nothing can be coded yet. On the hub’s machine "
                "this loads a published one:",
            )
        )
    if state.unread:
        return said(
            Wording(
                "Coding", "The hub is looking at {count} interviews that have come in. Look again in a moment."
            ).filled(count=state.unread)
        )
    if state.to_code or state.to_code_again or state.to_settle:
        return said(
            Wording(
                "Coding",
                "Nothing for you now: what is left lies before other coders, or was coded by you and waits for somebody else. Look "
                "again later.",
            )
        )
    if state.coded or state.automatic:
        return said(Wording("Coding", "Everything is coded. New jobs come when interviews are completed and sent in."))
    return said(Wording("Coding", "There is no job to code yet. They come when interviews are completed and sent in."))


def kept_said(job: JobToCode, codes: Sequence[GivenCode], kept: CodesKept) -> str:
    """`1042: SOC2020 2136, SIC2007 62.01. NS-SEC, 8 classes 1.2`."""
    given = ", ".join(f"{each.scheme.value} {each.code}" for each in codes)
    derived = ", ".join(f"{name} {words}" for name, words in kept.derived)
    told = f"{job.reference}: {given}" + (f"; {derived}" if derived else "")
    if kept.stands:
        return told
    return said(Wording("Coding", "{codes}. Somebody else looks at it too before it counts.").filled(codes=told))


def earlier_said(earlier: EarlierCode) -> str:
    """`anna, 22/11/2026 14:03, second coding`."""
    by = earlier.by or said(HOW[How.AUTOMATIC])
    return f"{by} · {said(STAGES[earlier.stage])} · {when(earlier.made)}"


def per_cent(share: float) -> str:
    """A share of 0 to 1, to the nearest whole number; only what is all of it is 100."""
    rounded = round(100 * share)
    return f"{number(min(rounded, 99) if share < 1 else 100)} %"
