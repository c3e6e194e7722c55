"""The tables of the hub, the same in SQLite and PostgreSQL.

The journal is the truth here too: `segments` hold entries as they came, several in one row, and nothing in them is ever
changed. What a case looks like now (`cases`) is a view of them and of what the office has decided. Times are
microseconds since 1970, UTC. Words in `state` columns are those of the enumerations they come from.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)

metadata = MetaData()

_Key = BigInteger().with_variant(Integer, "sqlite")
"""SQLite numbers rows by itself only where the column is called INTEGER."""


def _key() -> Column[int]:
    return Column("key", _Key, primary_key=True)


hub = Table(
    "hub",
    metadata,
    Column("single", Integer, CheckConstraint("single = 1"), primary_key=True, autoincrement=False),
    Column("id", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("epoch", Text, nullable=False),
    Column("public_key", Text, nullable=False),
    Column("created", BigInteger, nullable=False),
    Column("settings", Text, nullable=False, server_default="{}"),
)
"""One row. `public_key` is that of the key in the hub's folder: a database is never served with another hub's keys.
`epoch` is drawn anew whenever the database is restored. `settings`: JSON, such as how long things are kept."""

upgrades = Table(
    "upgrades",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("made", BigInteger, nullable=False),
)

users = Table(
    "users",
    metadata,
    _key(),
    Column("name", Text, nullable=False, unique=True),
    Column("full_name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("password", Text),
    Column("active", Boolean, nullable=False),
    Column("created", BigInteger, nullable=False),
    Column("orders", BigInteger, nullable=False, server_default="0"),
    Column("calling", Text, nullable=False, server_default="{}"),
)
"""`password` is an argon2id hash, NULL for somebody who only works on an enrolled laptop. `orders` counts the orders made
for the account: its row is locked while one is made, so that their numbers have no gap and none appears late. `calling`: JSON of a
Calling, what somebody can and may do at the telephone."""

devices = Table(
    "devices",
    metadata,
    _key(),
    Column("id", Text, nullable=False, unique=True),
    Column("user_key", ForeignKey("users.key"), nullable=False),
    Column("public_key", Text, nullable=False),
    Column("host", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("enrolled", BigInteger, nullable=False),
    Column("ended", BigInteger),
    Column("last_seen", BigInteger),
    Column("clock_ahead_ms", BigInteger),
)
"""`state`: active; replaced (may still send, into quarantine); revoked; lost (revoked, and to be erased when it calls)."""

enrolments = Table(
    "enrolments",
    metadata,
    Column("code_hash", Text, primary_key=True),
    Column("user_key", ForeignKey("users.key"), nullable=False),
    Column("made", BigInteger, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("expires", BigInteger, nullable=False),
    Column("used", BigInteger),
)

tokens = Table(
    "tokens",
    metadata,
    Column("hash", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("family", Text, nullable=False, index=True),
    Column("user_key", ForeignKey("users.key"), nullable=False),
    Column("device_key", ForeignKey("devices.key"), index=True),
    Column("made", BigInteger, nullable=False),
    Column("expires", BigInteger, nullable=False),
    Column("used", BigInteger),
    Column("revoked", BigInteger),
)
"""`hash` is SHA-256 of the token. `kind`: access, refresh, session. `used` is when a refresh token was
exchanged, or an access token first shown."""

attempts = Table(
    "attempts",
    metadata,
    Column("bucket", Text, primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("last", BigInteger, nullable=False),
    Column("blocked_until", BigInteger, nullable=False),
)
"""Failed tries by account, device or address (the address hashed), shared by all processes of the hub."""

instruments = Table(
    "instruments",
    metadata,
    _key(),
    Column("sha256", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("files", LargeBinary, nullable=False),
    Column("offered", Boolean, nullable=False),
    Column("added", BigInteger, nullable=False),
    Column("added_by", Text, nullable=False),
)
"""`files`: the signed InstrumentFiles as it is sent, compressed by zlib. `offered`: laptops may make new cases with it."""

samples = Table(
    "samples",
    metadata,
    _key(),
    Column("name", Text, nullable=False, unique=True),
    Column("instrument_key", ForeignKey("instruments.key"), nullable=False),
    Column("added", BigInteger, nullable=False),
    Column("added_by", Text, nullable=False),
)

_COUNTED = ("accepted_number", "received", "recalled", "deleted")

cases = Table(
    "cases",
    metadata,
    _key(),
    Column("id", Text, nullable=False, unique=True),
    Column("reference", Text, nullable=False),
    Column("instrument_name", Text, nullable=False),
    Column("instrument_key", ForeignKey("instruments.key"), nullable=False),
    Column("sample_key", ForeignKey("samples.key")),
    Column("mode", Text, nullable=False),
    Column("area", Text, nullable=False, server_default=""),
    Column("user_key", ForeignKey("users.key")),
    Column("holder_key", ForeignKey("devices.key")),
    Column("term", BigInteger, nullable=False),
    Column("next_user_key", ForeignKey("users.key")),
    Column("recalled", BigInteger),
    Column("branch", Integer, nullable=False),
    Column("number", BigInteger, nullable=False),
    Column("hash", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("stop_reason", Text),
    Column("completed", BigInteger),
    Column("last_worked", BigInteger),
    Column("received", BigInteger),
    Column("accepted_number", BigInteger),
    Column("returned", BigInteger),
    Column("backed_up", BigInteger, nullable=False, server_default="0"),
    Column("deleted", BigInteger),
    Column("calls", Integer, nullable=False, server_default="0"),
    Column("last_call", BigInteger),
    Column("last_result", Text, nullable=False, server_default=""),
    Column("appointment", BigInteger),
    Column("outcome", Text, nullable=False, server_default=""),
    Column("online", BigInteger),
    UniqueConstraint("instrument_name", "reference"),
    Index("cases_by_user", "user_key", "status"),
    Index("cases_by_holder", "holder_key"),
    Index("cases_by_area", "area"),
    # SQLite counts in the order of an index or sorts first; PostgreSQL counts without, and updates faster without them.
    Index("cases_counted_by_area", "area", "status", *_COUNTED, "user_key").ddl_if(dialect="sqlite"),
    Index("cases_counted_by_user", "user_key", "status", *_COUNTED).ddl_if(dialect="sqlite"),
)
"""`user_key`: to whom it is assigned; `holder_key`: the laptop that has taken it and alone may write it; `term` grows with
every change of holder. `next_user_key` and `recalled`: who is to have it when the holder has given it up. `branch`,
`number`, `hash`: the head of its journal. `accepted_number`: the entry up to which the office has accepted it.
`backed_up`: the last entry that a backup holds. `deleted`: only this line is left of it. `calls`: how many call attempts there
were, the last one at `last_call` with `last_result`; `appointment`: when one stands; `outcome`: the code that was confirmed.
`online`: since when the respondent answers it online; the hub alone writes it then, until it is complete or an interviewer goes on."""

calls = Table(
    "calls",
    metadata,
    Column("case_key", ForeignKey("cases.key"), primary_key=True),
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("began", BigInteger, nullable=False),
    Column("medium", Text, nullable=False),
    Column("result", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("seconds", Integer, nullable=False),
    # As for cases; the hour as it is written in office.fieldwork, for which the index has to be the very same expression.
    Index("calls_counted_by_hour", text("began / 3600000000"), "result", "case_key").ddl_if(dialect="sqlite"),
    Index("calls_counted_by_caller", "who", "medium", "result", "began", "seconds", "case_key").ddl_if(
        dialect="sqlite"
    ),
)
"""The call attempts, a view of the journals as they stand: the entry `number` of its case, when the call began, by what, what came
of it, who made it."""

frames = Table(
    "frames",
    metadata,
    _key(),
    Column("sha256", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("file", LargeBinary, nullable=False),
    Column("taken", BigInteger, nullable=False),
    Column("added", BigInteger, nullable=False),
    Column("added_by", Text, nullable=False),
)
"""Outcome frames. `file`: the signed FrameFile as it is sent, compressed by zlib. `taken`: when it last became the frame of the hub's
fieldwork; the latest of them is."""

telephone = Table(
    "telephone",
    metadata,
    Column("case_key", ForeignKey("cases.key"), primary_key=True),
    Column("precedence", BigInteger, nullable=False),
    Column("zone", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("skills", Text, nullable=False),
    Column("draw", BigInteger, nullable=False),
    Column("branch", Integer, nullable=False),
    Column("number", BigInteger, nullable=False),
    Column("rank", Integer, nullable=False),
    Column("due_from", BigInteger),
    Column("leased_to", ForeignKey("users.key"), unique=True),
    Column("leased_until", BigInteger),
    Index("telephone_by_draw", "rank", "precedence", "draw"),
    Index("telephone_by_waiting", "rank", "precedence", "due_from"),
    Index("telephone_by_time", "due_from"),
    Index("telephone_by_skills", "skills"),
)
"""The telephone queue: a line for each case of its pool (see `telephone.lines`). What the queue reads of its first entry
(`precedence`: the priority with its sign changed; `skills`: with commas between; `draw`: decides between cases that are alike), and what
the rules made of its journal as `branch` and `number` name it: from when on (`due_from`) it may be delivered at all, NULL for
never, and with what `rank` then. `leased_to`: to whose laptop it was delivered, and until when that holds without a word from there:
one lease for a case, and one for an account."""

invitations = Table(
    "invitations",
    metadata,
    _key(),
    Column("case_key", ForeignKey("cases.key"), nullable=False),
    Column("serial", Integer, nullable=False),
    Column("code_hash", Text, nullable=False, unique=True),
    Column("made", BigInteger, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("expires", BigInteger, nullable=False),
    Column("revoked", BigInteger),
    Column("entered", BigInteger),
    Column("letters", Integer, nullable=False, server_default="0"),
    Column("last_letter", BigInteger),
    UniqueConstraint("case_key", "serial"),
)
"""Access codes by which respondents answer online. `code_hash`: a keyed hash; the code itself is made anew from the hub's key, the case
and `serial` whenever a letter is printed, and kept nowhere. `revoked`: also where a later one took its place. `entered`: when it was first
used. `letters`: how many it was printed in, the last at `last_letter`."""

visits = Table(
    "visits",
    metadata,
    Column("hash", Text, primary_key=True),
    Column("case_key", ForeignKey("cases.key"), nullable=False, index=True),
    Column("invitation_key", ForeignKey("invitations.key"), nullable=False),
    Column("began", BigInteger, nullable=False),
    Column("seen", BigInteger, nullable=False),
    Column("stays", Boolean, nullable=False),
    Column("ended", BigInteger),
)
"""Respondents in their browsers. `hash`: SHA-256 of the token in the cookie. `seen`: when the last page was asked for. `stays`: she has
asked to be remembered for a day."""

contacts = Table(
    "contacts",
    metadata,
    Column("case_key", ForeignKey("cases.key"), primary_key=True),
    Column("contact", Text, nullable=False),
)
"""JSON of a Contact. Apart from everything else about a case, and deleted earlier."""

branches = Table(
    "branches",
    metadata,
    Column("case_key", ForeignKey("cases.key"), primary_key=True),
    Column("branch", Integer, primary_key=True, autoincrement=False),
    Column("base", Integer, nullable=False),
    Column("base_number", BigInteger, nullable=False),
    Column("made", BigInteger, nullable=False),
    Column("made_by", Text, nullable=False),
)
"""A second course of a journal, which a supervisor has decided on: the entries of branch `base` up to `base_number`, then
those of its own. Branch 0 has no line here. What a branch leaves behind stays where it is, whole."""

segments = Table(
    "segments",
    metadata,
    Column("case_key", ForeignKey("cases.key"), primary_key=True),
    Column("branch", Integer, primary_key=True, autoincrement=False),
    Column("first", BigInteger, primary_key=True, autoincrement=False),
    Column("last", BigInteger, nullable=False),
    Column("entries", LargeBinary, nullable=False),
    Column("device_key", ForeignKey("devices.key")),
    Column("received", BigInteger, nullable=False),
    CheckConstraint("last >= first", name="in_order"),
)
"""`entries`: the canonical bytes of entries `first` to `last`, each ended by a line feed (which no entry has inside),
compressed by zlib where that makes them shorter (then the first byte is 0x78; an entry begins with a brace)."""

receipts = Table(
    "receipts",
    metadata,
    Column("batch", Text, primary_key=True),
    Column("device_key", ForeignKey("devices.key"), nullable=False),
    Column("digest", Text, nullable=False),
    Column("receipt", LargeBinary, nullable=False),
    Column("received", BigInteger, nullable=False),
)
"""Written in the transaction that keeps the entries: the same batch, sent again, gets the same bytes back."""

quarantine = Table(
    "quarantine",
    metadata,
    _key(),
    Column("id", Text, nullable=False, unique=True),
    Column("case_id", Text, nullable=False, index=True),
    Column("case_key", ForeignKey("cases.key"), index=True),
    Column("device_key", ForeignKey("devices.key"), nullable=False),
    Column("reason", Text, nullable=False),
    Column("detail", Text, nullable=False),
    Column("term", BigInteger, nullable=False),
    Column("after", BigInteger, nullable=False),
    Column("after_hash", Text, nullable=False),
    Column("number", BigInteger, nullable=False),
    Column("hash", Text, nullable=False),
    Column("part", LargeBinary, nullable=False),
    Column("received", BigInteger, nullable=False),
    Column("decision", Text),
    Column("decided", BigInteger),
    Column("decided_by", Text),
    Column("note", Text),
    Index(
        "quarantine_open", "received", sqlite_where=text("decision IS NULL"), postgresql_where=text("decision IS NULL")
    ),
)
"""`part`: the Part as it came, compressed by zlib. `after` and `after_hash`: what it says it follows; `number` and `hash`: its
last entry. `decision`: apply, keep_apart, give_back."""

orders = Table(
    "orders",
    metadata,
    Column("user_key", ForeignKey("users.key"), primary_key=True),
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("case_key", ForeignKey("cases.key"), index=True),
    Column("details", Text, nullable=False),
    Column("made", BigInteger, nullable=False),
    Column("made_by", Text, nullable=False),
)
"""What an account is told at its next sync round. An assignment's contents are read when it is fetched, not kept here."""

audit = Table(
    "audit",
    metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("time", BigInteger, nullable=False),
    Column("who", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("details", Text, nullable=False),
    Column("mac", Text, nullable=False),
)
"""Every decision and every refusal that matters, with ids and never with names or answers. `mac`: HMAC-SHA-256 over the
line and the mac before it, with a key that is not in the database."""

audit_head = Table(
    "audit_head",
    metadata,
    Column("single", Integer, CheckConstraint("single = 1"), primary_key=True, autoincrement=False),
    Column("number", BigInteger, nullable=False),
    Column("mac", Text, nullable=False),
)
"""One row, locked while the log is added to."""

backups = Table(
    "backups",
    metadata,
    _key(),
    Column("made", BigInteger, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("file", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("cases", BigInteger, nullable=False),
    Column("rehearsed", Boolean, nullable=False, server_default=false()),
)

codes = Table(
    "codes",
    metadata,
    _key(),
    Column("case_key", ForeignKey("cases.key"), nullable=False),
    Column("rows", Text, nullable=False),
    Column("scheme", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("stage", Text, nullable=False),
    Column("how", Text, nullable=False),
    Column("said", Text, nullable=False),
    Column("classification", Text, nullable=False),
    Column("classification_sha256", Text, nullable=False),
    Column("user_key", ForeignKey("users.key")),
    Column("made", BigInteger, nullable=False),
    Index("codes_of_case", "case_key", "rows"),
)
"""Every code that was ever given to what somebody said of a job; the latest of a stage holds. `rows`: of which person and
job, as in the address of a field, empty where there is no roster. `said`: SHA-256 of the answers that were coded, so that a
code falls with them. `user_key` is NULL for one that was given without a person. `stage` and `how`: see coding_messages."""

coding_taken = Table(
    "coding_taken",
    metadata,
    Column("case_key", ForeignKey("cases.key"), primary_key=True),
    Column("rows", Text, primary_key=True),
    Column("user_key", ForeignKey("users.key"), nullable=False),
    Column("until", BigInteger, nullable=False),
)
"""Which job lies in front of which coder, so that no two are given the same."""

jobs = Table(
    "jobs",
    metadata,
    Column("case_key", ForeignKey("cases.key"), primary_key=True),
    Column("rows", Text, primary_key=True),
    Column("branch", Integer, nullable=False),
    Column("number", BigInteger, nullable=False),
    Column("said", Text, nullable=False),
    Column("words", Text, nullable=False),
    Column("draw", BigInteger, nullable=False),
    Column("occupation", Text, nullable=False),
    Column("industry", Text, nullable=False),
    Column("automatic", Boolean, nullable=False),
    Index("jobs_by_occupation", "occupation", "draw"),
    Index("jobs_by_industry", "industry", "draw"),
    Index("jobs_looked_at", "case_key", "branch", "number", "occupation", "industry", "draw", "automatic").ddl_if(
        dialect="sqlite"
    ),
)
"""What is to be coded: a view of the journals of completed cases and of `codes`. A line speaks of the state of its case that
`branch` and `number` name, and counts while the case is in it; a case without anything to code has one line, with empty `rows`
and an empty `said`. `words`: JSON of what was said. `draw`: below which share of double coding the job is coded twice. `occupation`
and `industry`: what each waits for (see coding.standing), empty where nothing was said of it. `automatic`: a code of it was given
without a person."""

derivations = Table(
    "derivations",
    metadata,
    _key(),
    Column("made", BigInteger, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("program", Text, nullable=False),
    Column("settings", Text, nullable=False),
    Column("nssec_table", Text, nullable=False),
    Column("nssec_sha256", Text, nullable=False),
)
"""The ways in which variables have been derived here: with which version of the program, settings (JSON) and table."""

derived = Table(
    "derived",
    metadata,
    _key(),
    Column("case_key", ForeignKey("cases.key"), nullable=False),
    Column("rows", Text, nullable=False),
    Column("derivation_key", ForeignKey("derivations.key"), nullable=False),
    Column("branch", Integer, nullable=False),
    Column("number", BigInteger, nullable=False),
    Column("code_key", BigInteger, nullable=False),
    Column("variables", Text, nullable=False),
    Column("made", BigInteger, nullable=False),
    Index("derived_of_case", "case_key", "rows", "key"),
)
"""Derived variables of one person (JSON); the latest line of a person holds, those before it are the history. From which
state of the case: `branch` and `number` of its journal, and `code_key`, the latest of its codes (0 for none)."""

outputs = Table(
    "outputs",
    metadata,
    _key(),
    Column("id", Text, nullable=False, unique=True),
    Column("user_key", ForeignKey("users.key"), nullable=False),
    Column("wanted", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("done", BigInteger, nullable=False, server_default="0"),
    Column("total", BigInteger, nullable=False, server_default="0"),
    Column("problem", Text, nullable=False, server_default=""),
    Column("shown", Text, nullable=False, server_default=""),
    Column("file", LargeBinary),
    Column("made", BigInteger, nullable=False),
    Column("touched", BigInteger, nullable=False),
)
"""Tables and exports that the office has asked for, until they are fetched or a day old. `wanted`: JSON of an OutputOrder;
`shown`: JSON of what the window shows of it; `file`: the finished ZIP. `touched`: when the process that makes it last said so."""
