"""What is looked at after every round of the machine, whatever became of it: what came, what went, what is called safe."""

from datetime import datetime

from capi.fieldwork.journal import decode
from capi.sync.round_report import RoundReport, Standing
from tests.sync.field import Laptop
from tests.sync.machine_world import Entries, World, entries_of, on_laptop


def check_what_came(
    world: World,
    laptop: Laptop,
    there: dict[str, list[bytes]],
    holders: dict[str, str | None],
    once_in_journal: Entries,
) -> None:
    """Into journals: only what the holder has written, or what was in that journal before the hub was restored."""
    after = world.holders()
    for case_id, journal in world.journals().items():
        before = there.get(case_id, [])
        assert journal[: len(before)] == before
        for data in journal[len(before) :]:
            entry = decode(data, case_id)
            assert laptop.device in (holders.get(case_id), after[case_id]), f"{case_id} is not {laptop.device}'s"
            assert entry.device == laptop.device or data in once_in_journal[case_id], f"{case_id} {entry}"


def check_what_went(world: World, laptop: Laptop, here: dict[str, list[bytes]]) -> int:
    """From the laptop: only what the hub has, and whole cases only where a backup of it has them too; how many those were."""
    left, at_hub = on_laptop(laptop), world.at_hub()
    removed = 0
    for case_id, journal in here.items():
        gone = set(journal) - set(left.get(case_id, []))
        assert gone <= at_hub[case_id], f"{case_id} was removed, and is not at the hub"
        if case_id not in left:
            backed_up = set[bytes]().union(*(entries_of(each)[case_id] for each in world.backups))
            assert gone <= backed_up, f"{case_id} was removed, and is in no backup"
            removed += 1
    return removed


def check_what_is_called_safe(world: World, laptop: Laptop, report: RoundReport, started: datetime) -> int:
    """How many cases that is. A round that was cut repeats what an earlier one has agreed on, and says when that was."""
    if report.agreed is None or report.agreed < started:
        return 0
    holders, journals, here = world.holders(), world.journals(), on_laptop(laptop)
    safe = 0
    for case in report.standing(Standing.SAFE):
        there, mine = journals.get(case.case, []), here[case.case]
        if case.elsewhere:  # whoever has it now may have gone on with it
            assert there[: len(mine)] == mine, f"{case.case} is called safe elsewhere, and is not"
            continue
        assert there == mine, f"{case.case} is called safe, and is not"
        assert holders[case.case] == laptop.device, f"{case.case} is called safe, and is another's"
        safe += 1
    return safe
