"""Tokens: exchanged once, in two hands never, dead at once where the office says so, and nowhere to be read."""

import traceback
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import event, select

from capi.hub import tables
from capi.hub.database import HubDatabase
from capi.hub.errors import DeviceRevoked, HubError, NotAllowed, NotSignedIn, TooManyTries, Unavailable
from capi.hub.hub import Hub, to_microseconds
from capi.hub.keeping.setting_up import OFFICE
from capi.hub.office.devices import end_device, new_code
from capi.hub.people.accounts import change_account
from capi.hub.people.token_family import forget_expired
from capi.hub.people.tokens import principal_of, sign_out
from capi.sync.messages import Erasure, Role
from capi.sync.office_messages import AccountChange, DeviceEnd, DeviceState
from capi.sync.signing import Purpose, verify
from tests.hub.gate import PASSWORD, STRANGER, Gate, Laptop


@pytest.fixture
def gate(database: HubDatabase) -> Gate:
    return Gate.set_up(database)


def test_an_access_token_tells_who_asks_and_from_which_laptop(gate: Gate) -> None:
    asking = gate.enrolled("anna").principal()
    assert (asking.user, asking.role, asking.device) == ("anna", Role.INTERVIEWER, "L-anna")
    assert asking.device_active


def test_who_asks_is_told_by_one_statement_that_uses_an_index(gate: Gate) -> None:
    laptop = gate.enrolled("anna")
    engine, asked = gate.hub.database.engine, list[str]()
    event.listen(engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    laptop.principal()
    [statement] = [each for each in asked if each.startswith("SELECT")]
    if gate.hub.database.is_postgresql:
        return
    with gate.hub.database.reading() as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", ("",)).all()
    assert not [step for *_, step in plan if step.startswith("SCAN")]


def test_an_access_token_is_good_for_fifteen_minutes(gate: Gate) -> None:
    laptop = gate.enrolled("anna")
    assert laptop.tokens.access_expires == gate.clock[0] + timedelta(minutes=15)
    gate.passes(minutes=14, seconds=59)
    laptop.principal()
    gate.passes(seconds=1)
    with pytest.raises(NotSignedIn):
        laptop.principal()


@pytest.mark.parametrize("bearer", ["", "x", "\ud800", "\0", "a" * 100_000])
def test_what_is_no_token_opens_nothing(gate: Gate, bearer: str) -> None:
    with pytest.raises(NotSignedIn) as refused:
        principal_of(gate.hub, bearer, "L-anna")
    assert refused.value.code == "not_signed_in"


def test_a_token_is_bound_to_its_laptop_and_a_refresh_token_is_no_access_token(gate: Gate) -> None:
    anna, ben = gate.enrolled("anna"), gate.enrolled("ben")
    for bearer, header in [
        (anna.tokens.access, ben.device),
        (anna.tokens.access, ""),
        (anna.tokens.refresh, anna.device),
    ]:
        with pytest.raises(NotSignedIn):
            principal_of(gate.hub, bearer, header)


def test_a_refresh_token_is_exchanged_for_new_ones(gate: Gate) -> None:
    laptop = gate.enrolled("anna")
    first = laptop.tokens
    gate.passes(hours=3)
    second = laptop.refresh()
    assert {first.access, first.refresh}.isdisjoint({second.access, second.refresh})
    assert laptop.principal().user == "anna"
    assert gate.rows(tables.devices)[0].last_seen == to_microseconds(gate.clock[0])


def test_an_exchange_may_be_repeated_hours_later_where_the_line_was_cut_and_its_answer_never_used(gate: Gate) -> None:
    laptop = gate.enrolled("anna")
    gate.passes(hours=1)
    before = laptop.tokens.refresh
    laptop.refresh(before)
    gate.passes(hours=11)
    laptop.refresh(before)
    gate.passes(days=59)
    laptop.refresh(before)
    laptop.principal()
    gate.passes(minutes=30)
    laptop.refresh()
    assert laptop.principal().user == "anna"
    assert not [line for line in gate.audited() if line[1] == "token_reused"]


def test_a_token_that_comes_again_after_the_access_token_it_gave_was_used_kills_its_family_and_is_audited(
    gate: Gate,
) -> None:
    laptop = gate.enrolled("anna")
    gate.passes(hours=1)
    before = laptop.tokens.refresh
    laptop.refresh()
    gate.passes(minutes=1)
    laptop.principal()
    gate.passes(hours=3)
    with gate.hub.database.writing() as connection:
        forget_expired(gate.hub, connection)
    _refused_as_reused(laptop, before)
    with pytest.raises(NotSignedIn):
        laptop.principal()
    _refused_as_reused(laptop, laptop.tokens.refresh)
    assert [line for line in gate.audited() if line[1] == "token_reused"] == [("anna", "token_reused", "L-anna")]


def test_the_access_token_before_the_exchange_may_still_be_used_and_the_exchange_repeated(gate: Gate) -> None:
    laptop = gate.enrolled("anna")
    first = laptop.tokens
    gate.passes(minutes=5)
    laptop.refresh(first.refresh)
    gate.passes(minutes=1)
    laptop.principal(first.access)
    laptop.refresh(first.refresh)
    assert laptop.principal().user == "anna"


def test_only_the_first_use_of_an_access_token_is_written_down(gate: Gate) -> None:
    laptop = gate.enrolled("anna")
    gate.passes(minutes=1)
    laptop.principal()
    noted = gate.rows(tables.devices)[0].last_seen
    assert noted == to_microseconds(gate.clock[0])
    gate.passes(minutes=1)
    laptop.principal()
    assert gate.rows(tables.devices)[0].last_seen == noted


def test_a_repeated_exchange_needs_the_laptops_own_signature_too(gate: Gate) -> None:
    laptop = gate.enrolled("anna")
    before = laptop.tokens.refresh
    laptop.refresh()
    gate.passes(hours=8)
    with pytest.raises(NotSignedIn) as refused:
        laptop.refresh(before, key=Ed25519PrivateKey.generate())
    assert refused.value.code == "not_signed_in"
    assert laptop.refresh(before).refresh


def test_an_exchange_repeated_while_its_answer_is_used_leaves_one_of_the_two_and_never_both(gate: Gate) -> None:
    """Whichever the hub hears first: the laptop goes on by the answer it used, or its family is dead."""
    laptop = gate.enrolled("anna")
    gate.passes(minutes=20)
    before = laptop.tokens.refresh
    given = laptop.refresh(before)
    gate.passes(minutes=1)

    def repeat() -> bool:
        try:
            laptop.refresh(before)
        except NotSignedIn:
            return False
        return True

    def use() -> bool:
        try:
            laptop.principal(given.access)
        except NotSignedIn:
            return False
        return True

    with ThreadPoolExecutor(2) as together:
        repeated, used = together.submit(repeat), together.submit(use)
        outcome = repeated.result(), used.result()
    reused = [line for line in gate.audited() if line[1] == "token_reused"]
    if outcome[0]:
        assert outcome[1]
        assert not reused
        assert laptop.refresh().refresh
    else:
        assert reused
        _refused_as_reused(laptop, given.refresh)


def test_a_token_that_comes_again_after_its_successor_was_used_kills_its_family_at_once(
    gate: Gate,
) -> None:
    laptop = gate.enrolled("anna")
    before = laptop.tokens.refresh
    laptop.refresh()
    laptop.refresh()
    _refused_as_reused(laptop, before)


def test_of_two_answers_to_one_exchange_only_the_one_that_is_used_first_lives_on(gate: Gate) -> None:
    laptop = gate.enrolled("anna")
    before = laptop.tokens.refresh
    one, other = laptop.refresh(before), laptop.refresh(before)
    laptop.refresh(one.refresh)
    _refused_as_reused(laptop, other.refresh)


def test_another_familys_reuse_leaves_other_laptops_alone(gate: Gate) -> None:
    anna, ben = gate.enrolled("anna"), gate.enrolled("ben")
    before = anna.tokens.refresh
    anna.refresh()
    anna.refresh()
    _refused_as_reused(anna, before)
    assert ben.principal().user == "ben"
    assert ben.refresh().refresh


def test_two_racing_refreshes_both_get_tokens_and_the_laptop_goes_on_with_either(gate: Gate) -> None:
    laptop = gate.enrolled("anna")
    before = laptop.tokens.refresh
    with ThreadPoolExecutor(8) as together:
        given = list(together.map(laptop.refresh, [before] * 8))
    assert len({each.refresh for each in given}) == 8
    for each in given:
        laptop.principal(each.access)
    laptop.refresh(given[3].refresh)
    assert not [line for line in gate.audited() if line[1] == "token_reused"]


def test_a_laptop_exchanges_one_token_at_a_time(gate: Gate) -> None:
    laptop = gate.enrolled("anna")
    with gate.hub.database.writing() as connection:
        connection.execute(select(tables.devices).with_for_update(key_share=True)).all()
        # Not even to see that it is a wrong one: what the exchange before made of it would be seen too early.
        with pytest.raises(Unavailable):
            laptop.refresh("wrong")
    with pytest.raises(NotSignedIn):
        laptop.refresh("wrong")


def test_a_refresh_token_is_not_exchanged_without_the_laptops_own_signature(gate: Gate) -> None:
    laptop = gate.enrolled("anna")
    with pytest.raises(NotSignedIn) as refused:
        laptop.refresh(key=Ed25519PrivateKey.generate())
    assert refused.value.code == "not_signed_in"
    laptop.refresh()
    assert laptop.principal().user == "anna"


def test_one_laptops_token_is_worth_nothing_to_another(gate: Gate) -> None:
    anna, ben = gate.enrolled("anna"), gate.enrolled("ben")
    with pytest.raises(NotSignedIn):
        ben.refresh(anna.tokens.refresh)
    anna.refresh()
    assert anna.principal().user == "anna"


def test_a_laptop_that_has_not_called_for_sixty_days_is_enrolled_again(gate: Gate) -> None:
    laptop = gate.enrolled("anna")
    gate.passes(days=60)
    with pytest.raises(NotSignedIn) as refused:
        laptop.refresh()
    assert refused.value.code == "not_signed_in"
    laptop.enrol(new_code(gate.hub, OFFICE, "anna").code)
    assert laptop.principal().user == "anna"


def test_expired_tokens_do_not_pile_up(gate: Gate) -> None:
    laptop = gate.enrolled("anna")
    for _ in range(100):
        gate.passes(days=1)
        laptop.refresh()
    assert len(gate.rows(tables.tokens)) < 40


def test_a_replaced_laptop_is_known_as_one_and_goes_on_refreshing(gate: Gate) -> None:
    laptop = gate.enrolled("anna")
    end_device(gate.hub, gate.account("ruth", Role.SUPERVISOR), laptop.device, DeviceEnd(state=DeviceState.REPLACED))
    assert not laptop.principal().device_active
    gate.passes(hours=1)
    laptop.refresh()
    assert not laptop.principal().device_active


def test_a_revoked_laptop_is_refused_at_its_next_word_on_every_process_of_the_hub(
    gate: Gate, database_url: str
) -> None:
    laptop = gate.enrolled("anna")
    other_process = Hub(HubDatabase(database_url), gate.hub.keys, gate.hub.now)
    assert principal_of(other_process, laptop.tokens.access, laptop.device).user == "anna"
    end_device(gate.hub, gate.account("ruth", Role.SUPERVISOR), laptop.device, DeviceEnd(state=DeviceState.REVOKED))
    for asked in (
        laptop.principal,
        laptop.refresh,
        lambda: principal_of(other_process, laptop.tokens.access, laptop.device),
    ):
        with pytest.raises(DeviceRevoked) as refused:
            asked()
        assert refused.value.erasure == ""
    other_process.database.close()


def test_a_lost_laptop_is_told_to_destroy_its_keys_by_a_signed_order_as_long_as_it_can_prove_who_it_is(
    gate: Gate,
) -> None:
    laptop = gate.enrolled("anna")
    before = laptop.tokens.refresh
    laptop.refresh()
    end_device(gate.hub, gate.account("ruth", Role.SUPERVISOR), laptop.device, DeviceEnd(state=DeviceState.LOST))
    for wait in (0, 1, 365):
        gate.passes(days=wait)
        for token in (before, laptop.tokens.refresh, "lost as well"):
            with pytest.raises(DeviceRevoked) as refused:
                laptop.refresh(token)
            order = verify(gate.hub.keys.signing.public_key(), Purpose.ERASURE, refused.value.erasure.encode(), Erasure)
            assert order.device == "L-anna"
    with pytest.raises(NotSignedIn):
        laptop.refresh(key=Ed25519PrivateKey.generate())


def test_a_lost_laptop_is_told_at_any_request_too(gate: Gate) -> None:
    laptop = gate.enrolled("anna")
    end_device(gate.hub, gate.account("ruth", Role.SUPERVISOR), laptop.device, DeviceEnd(state=DeviceState.LOST))
    gate.passes(days=1)
    with pytest.raises(DeviceRevoked) as refused:
        laptop.principal()
    assert refused.value.erasure


def test_a_closed_account_opens_nothing_and_is_as_before_when_it_is_opened_again(gate: Gate) -> None:
    laptop, ada = gate.enrolled("anna"), gate.account("ada", Role.ADMINISTRATOR)
    change_account(gate.hub, ada, "anna", AccountChange(active=False))
    for asked in (laptop.principal, laptop.refresh):
        with pytest.raises(NotSignedIn) as refused:
            asked()
        assert refused.value.code == "not_signed_in"
    change_account(gate.hub, ada, "anna", AccountChange(active=True))
    laptop.refresh()
    assert laptop.principal().user == "anna"


def test_somebody_of_the_office_signs_in_and_out(gate: Gate) -> None:
    gate.account("ruth", Role.SUPERVISOR, PASSWORD)
    signed_in = gate.sign_in("Ruth ")
    asking = principal_of(gate.hub, signed_in.token, "")
    assert (asking.user, asking.role, asking.device_key) == ("ruth", Role.SUPERVISOR, None)
    sign_out(gate.hub, asking)
    with pytest.raises(NotSignedIn):
        principal_of(gate.hub, signed_in.token, "")


def test_a_session_ends_after_twelve_hours(gate: Gate) -> None:
    gate.account("ruth", Role.SUPERVISOR, PASSWORD)
    signed_in = gate.sign_in("ruth")
    gate.passes(hours=12)
    with pytest.raises(NotSignedIn):
        principal_of(gate.hub, signed_in.token, "")


@pytest.mark.parametrize(
    ("name", "password"),
    [("ruth", "fjord lantern ninet"), ("nobody", PASSWORD), ("mute", PASSWORD), ("'; --\0", "\ud800")],
)
def test_every_wrong_sign_in_is_refused_in_the_same_words(gate: Gate, name: str, password: str) -> None:
    gate.account("ruth", Role.SUPERVISOR, PASSWORD)
    gate.account("mute", Role.SUPERVISOR)
    with pytest.raises(NotSignedIn) as refused:
        gate.sign_in(name, password)
    assert (refused.value.code, str(refused.value)) == ("not_signed_in", "The name or the password is not right.")


def test_interviewers_do_not_sign_in_at_the_office(gate: Gate) -> None:
    gate.account("anna", Role.INTERVIEWER, PASSWORD)
    with pytest.raises(NotAllowed):
        gate.sign_in("anna")


def test_many_wrong_sign_ins_make_everybody_wait_but_who_was_signed_in_from_there_before(gate: Gate) -> None:
    gate.account("ruth", Role.SUPERVISOR, PASSWORD)
    gate.sign_in("ruth")
    for _ in range(5):
        with pytest.raises(NotSignedIn):
            gate.sign_in("ruth", "not this one", STRANGER)
    with pytest.raises(TooManyTries) as refused:
        gate.sign_in("ruth", "not this one", STRANGER)
    assert refused.value.seconds == 1
    with pytest.raises(TooManyTries):
        gate.sign_in("ruth", PASSWORD, STRANGER)
    assert gate.sign_in("ruth").user == "ruth"


def test_a_laptop_goes_on_while_somebody_guesses_at_its_accounts_password(gate: Gate) -> None:
    laptop = gate.enrolled("anna")
    for _ in range(30):
        with pytest.raises((NotSignedIn, TooManyTries)):
            gate.sign_in("anna", "not this one", STRANGER)
    laptop.refresh()
    assert laptop.principal().user == "anna"


def test_nobody_shuts_a_laptop_out_who_only_knows_its_number(gate: Gate) -> None:
    laptop = gate.enrolled("anna")
    for _ in range(60):
        with pytest.raises((NotSignedIn, TooManyTries)):
            laptop.refresh("guessed", STRANGER, Ed25519PrivateKey.generate())
    with pytest.raises(TooManyTries):
        laptop.refresh("guessed", STRANGER, Ed25519PrivateKey.generate())
    laptop.refresh()
    assert laptop.principal().user == "anna"


def test_no_token_and_no_password_is_kept_or_shown(gate: Gate) -> None:
    """Whatever was secret, looked for in the database, in every refusal with its traceback, and in every repr."""
    gate.account("ruth", Role.SUPERVISOR, PASSWORD)
    laptop = gate.enrolled("anna")
    session = gate.sign_in("ruth")
    code = new_code(gate.hub, OFFICE, "anna")
    told = [repr(laptop.given), repr(session), repr(code), f"{laptop.tokens}"]
    before = laptop.tokens.refresh
    laptop.refresh()
    laptop.refresh()
    for asked in (
        lambda: laptop.refresh(before),
        lambda: principal_of(gate.hub, before, ""),
        lambda: laptop.enrol(code.code[:-1] + "A"),
        lambda: gate.sign_in("ruth", PASSWORD + "!"),
    ):
        with pytest.raises(HubError) as refused:
            asked()
        told.append(repr(refused.value) + "".join(traceback.format_exception_only(refused.value)))
    told += [str(row) for table in tables.metadata.sorted_tables for row in gate.rows(table)]
    secrets = [each for given in laptop.given for each in (given.access, given.refresh)]
    for secret in (*secrets, session.token, code.code, code.code.replace("-", ""), PASSWORD, before):
        assert not [text for text in told if secret in text]


def _refused_as_reused(laptop: Laptop, token: str) -> None:
    with pytest.raises(NotSignedIn) as refused:
        laptop.refresh(token)
    assert refused.value.code == "reused"
