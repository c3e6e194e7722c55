"""The parts of an outcome frame as written: the first gate, at which each must have the right shape."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from capi.instrument.faults import Faults, shown
from capi.instrument.lines import Lines
from capi.instrument.model import Place
from capi.instrument.reading import Mapping as Entries
from capi.instrument.reading import Node, Scalar, Sequence
from capi.instrument.shape import Shape
from capi.outcomes.frame import CallingRules, CallResult, Disposition, InterviewCodes, OutcomeCode, OutcomeFrame, Slot
from capi.outcomes.frame_shape import CODE, FrameShape

FRAME_KEYS = ("frame", "version", "title", "languages", "source", "outcomes", "results", "interview", "calling")
FRAME_NEEDS = ("frame", "version", "title", "outcomes", "results", "interview", "calling")
OUTCOME_KEYS = ("label", "disposition", "aapor", "office_only", "needs_reason", "closes")
OUTCOME_NEEDS = ("label", "disposition", "aapor")
RESULT_KEYS = (
    "label",
    "media",
    "suggests",
    "weight",
    "again_after",
    "contact",
    "interviews",
    "appoints",
    "never_again",
    "key",
)
RESULT_NEEDS = ("label", "media")
INTERVIEW_CODES = ("completed", "refused", "unable", "other", "in_progress", "not_attempted", "partial")
INTERVIEW_KEYS = (*INTERVIEW_CODES, "partial_from")
INTERVIEW_NEEDS = INTERVIEW_CODES[:-1]
CALLING_KEYS = (
    "zone",
    "hours",
    "slots",
    "most_attempts",
    "most_a_day",
    "again_after",
    "hard_early",
    "hard_late",
    "soft_early",
    "soft_late",
    "script",
)
CALLING_NEEDS = ("zone", "hours")
SLOT_KEYS = ("label", "hours")

DISPOSITIONS = {each.value: each for each in Disposition}

MOST_OUTCOMES = 300
MOST_RESULTS = 100
MOST_SLOTS = 20
LONGEST_WORD = 40
LONGEST_SCRIPT = 600
GREATEST_WEIGHT = 1_000
MOST_ATTEMPTS = 1_000
MOST_A_DAY = 100
MOST_ANSWERED = 100_000

_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}", re.ASCII)
_FRAME = re.compile(r"(?=.{1,64}\Z)[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*", re.ASCII)

V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Parts:
    """The frame of those of its parts that could be read. `lost` are the codes and names of the others; an empty one stands
    for what cannot even be named, so that nobody concludes from its absence."""

    frame: OutcomeFrame
    root: Node
    lost_outcomes: frozenset[str]
    lost_results: frozenset[str]

    def place(self, *path: str | int) -> Place:
        """Where that part is written, or the nearest around it."""
        node, place = self.root, self.root.place
        for step in path:
            if isinstance(node, Entries) and isinstance(step, str) and step in node.entries:
                place, node = node.keys[step].place, node.entries[step]
            elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
                place, node = node.items[step].place, node.items[step]
            else:
                break
        return place


def read_parts(root: Node, faults: Faults) -> Parts:
    """Raises TooManyFaults."""
    reader = _Reader(FrameShape(Shape(faults, Lines()), faults))
    shape, values = reader.values.shape, reader.values
    top = shape.mapping(root, "an outcome frame", FRAME_KEYS, FRAME_NEEDS).entries
    values.languages(top.get("languages"))
    outcomes = reader.all_of(top, "outcomes", MOST_OUTCOMES, reader.outcome)
    results = reader.all_of(top, "results", MOST_RESULTS, reader.result)
    frame = OutcomeFrame(
        name=reader.name(top.get("frame")),
        version=values.short(top.get("version"), "the version", LONGEST_WORD),
        title=values.label(top.get("title"), "the title"),
        languages=shape.languages,
        outcomes=tuple(each for each in outcomes.values() if each),
        results=tuple(each for each in results.values() if each),
        calling=reader.calling(top.get("calling")),
        interview=reader.interview(top.get("interview")),
        source=shape.words(top.get("source"), "the source"),
    )
    shape.tell_untranslated(top["languages"].place if "languages" in top else root.place)
    return Parts(frame, root, _lost(outcomes), _lost(results))


def _lost(parts: Mapping[str, object]) -> frozenset[str]:
    return frozenset(name for name, part in parts.items() if part is None)


@dataclass(frozen=True, slots=True)
class _Reader:
    values: FrameShape

    def all_of(
        self, top: Mapping[str, Node], key: str, most: int, read: Callable[[Scalar, Node], V | None]
    ) -> dict[str, V | None]:
        """Each of them by its name, None for one with a fault."""
        faults = self.values.faults
        found = self.values.shape.named(top.get(key), f"`{key}`", lambda name: name.replace("_", "a").isalnum())
        if not found and key in top:
            remedy = f"Write them below `{key}:`, indented, each with its keys."
            faults.add("SHAPE", top[key].place, f"`{key}` holds none", remedy)
        if len(found) > most:
            message = f"`{key}` holds {len(found):,}, and at most {most} fit"
            faults.add("LIMIT", top[key].place, message, "Keep those that somebody has to choose.")
        parts: dict[str, V | None] = {} if found else {"": None}
        for name, (scalar, node) in list(found.items())[:most]:
            before = faults.told
            part = read(scalar, node)
            parts[name] = part if faults.told == before else None
        return parts

    def name(self, node: Node | None) -> str:
        name = self.values.shape.words(node, "the name")
        if node is not None and not _FRAME.fullmatch(name):
            message = f"{shown(name)} cannot be the name of an outcome frame"
            self.values.faults.add("NAME", node.place, message, "Use letters, digits and hyphens, such as uk.")
        return name

    def outcome(self, key: Scalar, node: Node) -> OutcomeCode | None:
        if not CODE.fullmatch(key.text):
            message = f"{shown(key.text)} is not an outcome code"
            remedy = "Write three digits, the first of them its group, from 1 to 7, such as 310."
            self.values.faults.add("CODE", key.place, message, remedy)
            return None
        values, shape = self.values, self.values.shape
        entries = shape.mapping(node, f"outcome {key.text}", OUTCOME_KEYS, OUTCOME_NEEDS).entries
        given = entries.get("disposition")
        disposition = shape.one_of(given, "a disposition", DISPOSITIONS) if given else None
        return OutcomeCode(
            code=key.text,
            label=values.label(entries.get("label"), "the label"),
            disposition=disposition or Disposition.OTHER,
            aapor=values.short(entries.get("aapor"), "`aapor`", LONGEST_WORD),
            office_only=values.flag(entries, "office_only"),
            needs_reason=values.flag(entries, "needs_reason"),
            closes=values.flag(entries, "closes"),
        )

    def result(self, key: Scalar, node: Node) -> CallResult | None:
        if not self.is_name(key, "a call result"):
            return None
        values = self.values
        entries = values.shape.mapping(node, f"result {key.text}", RESULT_KEYS, RESULT_NEEDS).entries
        return CallResult(
            name=key.text,
            label=values.label(entries.get("label"), "the label"),
            media=values.media(entries.get("media"), key.text),
            suggests=values.code(entries, "suggests"),
            weight=values.number(entries, "weight", (0, GREATEST_WEIGHT), 0),
            again_after=values.duration(entries, "again_after", None),
            contact=values.flag(entries, "contact"),
            interviews=values.flag(entries, "interviews"),
            appoints=values.flag(entries, "appoints"),
            never_again=values.flag(entries, "never_again"),
            key=values.chooses(entries.get("key")),
        )

    def interview(self, node: Node | None) -> InterviewCodes:
        if node is None:
            return InterviewCodes()
        values = self.values
        entries = values.shape.mapping(node, "`interview`", INTERVIEW_KEYS, INTERVIEW_NEEDS).entries
        for key, other in (("partial", "partial_from"), ("partial_from", "partial")):
            if key in entries and other not in entries:
                remedy = "Write both: which code, and from how many questions answered on."
                message = f"`{key}` stands there without `{other}`"
                values.faults.add("KEY-MISSING", entries[key].place, message, remedy)
        return InterviewCodes(
            **{key: values.code(entries, key) for key in INTERVIEW_CODES},
            partial_from=values.number(entries, "partial_from", (1, MOST_ANSWERED), 0),
        )

    def calling(self, node: Node | None) -> CallingRules:
        usual = CallingRules(zone="", hours=())
        if node is None:
            return usual
        values = self.values
        entries = values.shape.mapping(node, "`calling`", CALLING_KEYS, CALLING_NEEDS).entries
        return CallingRules(
            zone=values.short(entries.get("zone"), "the zone", LONGEST_WORD),
            hours=values.hours(entries.get("hours"), "`hours`"),
            slots=self.slots(entries.get("slots")),
            most_attempts=values.number(entries, "most_attempts", (1, MOST_ATTEMPTS), usual.most_attempts),
            most_a_day=values.number(entries, "most_a_day", (1, MOST_A_DAY), usual.most_a_day),
            again_after=values.duration(entries, "again_after", usual.again_after),
            hard_early=values.duration(entries, "hard_early", usual.hard_early),
            hard_late=values.duration(entries, "hard_late", usual.hard_late),
            soft_early=values.duration(entries, "soft_early", usual.soft_early),
            soft_late=values.duration(entries, "soft_late", usual.soft_late),
            script=values.label(entries.get("script"), "the script", LONGEST_SCRIPT),
        )

    def slots(self, node: Node | None) -> tuple[Slot, ...]:
        values = self.values
        found = values.shape.named(node, "`slots`")
        if node is not None and len(found) > MOST_SLOTS:
            message = f"`slots` holds {len(found):,}, and at most {MOST_SLOTS} fit"
            values.faults.add("LIMIT", node.place, message, "Put some of them together.")
        slots = []
        for name, (key, written) in list(found.items())[:MOST_SLOTS]:
            self.is_name(key, "a slot")
            entries = values.shape.mapping(written, f"slot {name[:40]}", SLOT_KEYS, SLOT_KEYS).entries
            label = values.label(entries.get("label"), "the label")
            slots.append(Slot(name, label, values.hours(entries.get("hours"), "`hours`")))
        return tuple(slots)

    def is_name(self, key: Scalar, what: str) -> bool:
        if _NAME.fullmatch(key.text):
            return True
        message = f"{shown(key.text)} cannot be the name of {what}"
        remedy = "Use small letters, digits and _, beginning with a letter, at most 40, such as no_answer."
        self.values.faults.add("NAME", key.place, message, remedy)
        return False
