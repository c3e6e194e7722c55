"""How cases stand with the hub: what is acknowledged, and what has still to be sent."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from capi.fieldwork.case import Case, Status
from capi.fieldwork.contents import Answered, Completed, Left, Opened, Way
from capi.fieldwork.journal import START, Head, digest, encode
from capi.store.case_file import CaseFile
from capi.store.errors import NotThere
from capi.store.hold import Holder
from capi.store.holdings import Acknowledged, Holding
from tests.store.conftest import Clock


def interview(case_file: CaseFile, now: Clock, answers: int) -> list[Head]:
    """Writes into case 1, and gives its heads from the start."""
    case_file.append("1", Opened(), now())
    for number in range(answers):
        case_file.append("1", Answered.of(f"Q{number}", number, None), now())
    case_file.append("1", Left(Way.PAUSED), now())
    return heads(case_file)


def heads(case_file: CaseFile) -> list[Head]:
    return [START, *(Head(entry.number, digest(encode(entry))) for entry in case_file.entries("1"))]


def test_a_case_made_here_is_unknown_to_the_hub(case_file: CaseFile, now: Clock) -> None:
    assert case_file.holdings() == [case_file.holding("1")]
    assert case_file.holding("1") == Holding(
        case_id="1",
        reference="1042/1",
        label="Mrs Smith",
        status=Status.NOT_STARTED,
        head=heads(case_file)[-1],
        sitting_open=False,
        term=0,
        lease="",
        acknowledged=START,
        apart="",
        recalled="",
        accepted=None,
        backed_up=False,
    )
    case_file.append("1", Opened(), now())
    held = case_file.holding("1")
    assert (held.sitting_open, held.status, held.head.number, held.waiting) == (True, Status.IN_PROGRESS, 2, 2)


def test_holdings_are_in_the_order_of_the_cases_each_with_its_own_head(
    case_file: CaseFile, new_case: Callable[[str], Case], now: Clock
) -> None:
    case_file.add_cases([new_case("3"), new_case("2")], now())
    case_file.append("3", Opened(), now())
    assert [(held.case_id, held.head.number) for held in case_file.holdings()] == [("1", 1), ("3", 2), ("2", 1)]
    for held in case_file.holdings():
        assert held == case_file.holding(held.case_id)
        assert held.head == case_file.record(held.case_id).head


def test_what_is_sent_are_the_bytes_that_are_kept(case_file: CaseFile, now: Clock) -> None:
    interview(case_file, now, 5)
    data = [encode(entry) for entry in case_file.entries("1")]
    assert case_file.bytes_after("1", 0, 100, 10**6) == data
    assert case_file.bytes_after("1", 3, 100, 10**6) == data[3:]
    assert case_file.bytes_after("1", 3, 2, 10**6) == data[3:5]
    assert case_file.bytes_after("1", 3, 100, len(data[3]) + len(data[4])) == data[3:5]
    assert case_file.bytes_after("1", 3, 100, len(data[3]) + len(data[4]) - 1) == data[3:4]
    assert case_file.bytes_after("1", 3, 0, 0) == data[3:4]
    assert case_file.bytes_after("1", len(data), 100, 10**6) == []
    assert case_file.bytes_after("1", 999, 100, 10**6) == []


def test_the_head_at_any_entry_is_known(case_file: CaseFile, now: Clock) -> None:
    known = interview(case_file, now, 2)
    assert [case_file.head_at("1", number) for number in range(len(known))] == known
    with pytest.raises(NotThere, match="Case 1 has no entry 6"):
        case_file.head_at("1", 6)


def test_of_a_case_that_is_not_there_nothing_can_be_said(case_file: CaseFile) -> None:
    for ask in (
        lambda: case_file.holding("99"),
        lambda: case_file.bytes_after("99", 0, 1, 1),
        lambda: case_file.head_at("99", 0),
        lambda: case_file.renew_lease("99", 1, "lease"),
        lambda: case_file.mark_recalled("99", "moved"),
        lambda: case_file.accept("99", START),
    ):
        with pytest.raises(NotThere, match="no case 99"):
            ask()
    case_file.take_back({"99": START})
    case_file.mark_backed_up(["99"])
    assert case_file.acknowledge([Acknowledged("99", START)]) == ("99",)
    assert case_file.holdings() == [case_file.holding("1")]


def test_a_receipt_raises_what_is_acknowledged_and_never_lowers_it(
    case_file: CaseFile, path: Path, passphrase: str, holder: Holder, now: Clock
) -> None:
    known = interview(case_file, now, 5)
    assert case_file.acknowledge([Acknowledged("1", known[6])]) == ()
    assert case_file.acknowledge([Acknowledged("1", known[3], "fork"), Acknowledged("1", START)]) == ()
    held = case_file.holding("1")
    assert (held.acknowledged, held.apart, held.waiting) == (known[6], "", 2)
    case_file.acknowledge([Acknowledged("1", known[8], "not_holder")])
    case_file.close()
    with CaseFile.open(path, passphrase, holder) as again:
        held = again.holding("1")
        assert (held.acknowledged, held.apart, held.waiting) == (known[8], "not_holder", 0)
        again.append("1", Opened(), now())
        assert again.holding("1").waiting == 1


def test_a_receipt_for_something_else_than_the_journal_here_changes_nothing_and_is_told(
    case_file: CaseFile, new_case: Callable[[str], Case], now: Clock
) -> None:
    known = interview(case_file, now, 2)
    case_file.add_case(new_case("2"), now())
    other = case_file.holding("2").head
    refused = [
        Acknowledged("1", Head(3, "ab" * 32)),
        Acknowledged("1", Head(9, known[-1].hash)),
        Acknowledged("1", other),
    ]
    for receipt in refused:
        assert case_file.acknowledge([receipt, Acknowledged("2", other)]) == ("1",)
        assert case_file.holding("1").acknowledged == START
        assert case_file.holding("2").acknowledged == other


def test_what_a_restored_hub_has_lost_is_taken_back(case_file: CaseFile, now: Clock) -> None:
    known = interview(case_file, now, 5)
    case_file.acknowledge([Acknowledged("1", known[8], "fork")])
    case_file.mark_backed_up(["1"])
    case_file.take_back({"1": known[4]})
    held = case_file.holding("1")
    assert (held.acknowledged, held.apart, held.backed_up) == (known[4], "", False)
    case_file.take_back({"1": known[6]})
    assert case_file.holding("1").acknowledged == known[4], "only a receipt raises it"
    case_file.take_back({"1": Head(3, "ab" * 32)})
    assert case_file.holding("1").acknowledged == START, "what the hub has is not what is here"
    case_file.acknowledge([Acknowledged("1", known[8])])
    case_file.take_back({"1": START})
    assert case_file.holding("1").acknowledged == START


def test_a_backup_holds_what_was_acknowledged_when_it_was_told_and_nothing_later(
    case_file: CaseFile, now: Clock
) -> None:
    known = interview(case_file, now, 2)
    case_file.acknowledge([Acknowledged("1", known[4])])
    case_file.mark_backed_up(["1"])
    assert not case_file.holding("1").backed_up, "an entry is not at the hub at all"
    case_file.acknowledge([Acknowledged("1", known[5])])
    assert not case_file.holding("1").backed_up, "the backup may be older than that entry"
    case_file.mark_backed_up(["1"])
    assert case_file.holding("1").backed_up
    case_file.append("1", Opened(), now())
    assert not case_file.holding("1").backed_up


def test_a_lease_is_renewed_but_not_by_an_older_one(case_file: CaseFile) -> None:
    case_file.renew_lease("1", 2, "second")
    case_file.renew_lease("1", 1, "first")
    assert (case_file.holding("1").term, case_file.holding("1").lease) == (2, "second")
    case_file.renew_lease("1", 2, "second, again")
    assert case_file.holding("1").lease == "second, again"


def test_a_recalled_case_says_why_and_can_still_be_written(case_file: CaseFile, now: Clock) -> None:
    case_file.append("1", Opened(), now())
    case_file.mark_recalled("1", " Moved to another area. ")
    assert case_file.holding("1").recalled == "Moved to another area."
    case_file.append("1", Answered.of("A", 1, None), now())
    case_file.append("1", Completed(), now())
    assert case_file.holding("1").status is Status.COMPLETED
    case_file.mark_recalled("1", "")
    assert case_file.holding("1").recalled, "a recall without a reason is a recall"


def test_an_accepted_case_says_up_to_where(case_file: CaseFile, now: Clock) -> None:
    known = interview(case_file, now, 1)
    case_file.accept("1", known[3])
    assert case_file.holding("1").accepted == known[3]


def test_an_answer_is_two_statements_in_a_transaction_whatever_the_hub_has(practice: CaseFile, now: Clock) -> None:
    practice.renew_lease("1", 2, "lease")
    practice.append("1", Opened(), now())
    practice.acknowledge([Acknowledged("1", practice.head_at("1", 2))])
    statements: list[str] = []
    practice._held.bare.set_trace_callback(statements.append)
    practice.append("1", Answered.of("A", 1, "B"), now())
    practice._held.bare.set_trace_callback(None)
    ours = dict.fromkeys(each.split("(")[0].strip() for each in statements)  # a guard is traced as what it guards
    assert list(ours) == ["BEGIN", "INSERT INTO journal", "INSERT INTO answers", "COMMIT"]


said = st.one_of(
    st.tuples(st.just("write"), st.integers(1, 3)),
    st.tuples(st.just("acknowledge"), st.integers(0, 12)),
    st.tuples(st.just("take back"), st.integers(0, 12)),
    st.tuples(st.just("back up"), st.just(0)),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(said, max_size=20))
def test_nothing_counts_as_safe_that_no_receipt_has_told_since_the_hub_was_restored(
    case_file: CaseFile, new_case: Callable[[str], Case], now: Clock, said: list[tuple[str, int]]
) -> None:
    """Against a model that knows no more than two numbers."""
    case_id = f"case {len(case_file.holdings())}"
    case_file.add_case(new_case(case_id), now())
    acknowledged = backed_up = 0
    for what, number in said:
        length = case_file.holding(case_id).head.number
        there = min(number, length)
        if what == "write":
            for _ in range(number):
                case_file.append(case_id, Answered.of("A", 1, None), now())
        elif what == "acknowledge":
            case_file.acknowledge([Acknowledged(case_id, case_file.head_at(case_id, there))])
            acknowledged = max(acknowledged, there)
        elif what == "take back":
            case_file.take_back({case_id: case_file.head_at(case_id, there)})
            acknowledged, backed_up = min(acknowledged, there), 0
        else:
            case_file.mark_backed_up([case_id])
            backed_up = acknowledged
        held = case_file.holding(case_id)
        assert held.acknowledged == case_file.head_at(case_id, acknowledged)
        assert held.backed_up is (backed_up == held.head.number)
        assert len(case_file.bytes_after(case_id, acknowledged, 1000, 10**6)) == held.waiting


def test_what_another_room_keeps_is_there_when_the_file_is_opened_again(
    case_file: CaseFile, path: Path, passphrase: str, holder: Holder
) -> None:
    assert case_file.kept("hub") is None
    case_file.keep("hub", '{"name":"caf\u00e9"}')
    case_file.keep("batch", "x" * 1_000_000)
    case_file.keep("hub", "second")
    case_file.close()
    with CaseFile.open(path, passphrase, holder) as again:
        assert (again.kept("hub"), len(again.kept("batch") or "")) == ("second", 1_000_000)
        again.keep("batch", None)
        again.keep("never there", None)
        assert again.kept("batch") is None
