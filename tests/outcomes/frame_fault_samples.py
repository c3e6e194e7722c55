"""One outcome frame for each fault: the mistake is on the line marked with `# <-`, and it is the only one."""

from tests.outcomes.small_frame import HERE, small

COMPLETE = '110: {label: Complete, disposition: I, aapor: "1.10", closes: true}'
PARTIAL = '210: {label: Partial, disposition: P, aapor: "1.20", closes: true}'
NO_CONTACT = '310: {label: No contact, disposition: NC, aapor: "2.20"}'
BUSY = 'busy: {label: Busy, media: [telephone], suggests: 310, weight: 10, again_after: 30 min, key: "b"}'
SENT = "sent: {label: Sent, media: [letter, email, web]}"
DAY = "day: {label: Day, hours: [mon-fri 09:00-17:00]}"
EVENING = "evening: {label: Evening, hours: [mon-fri 17:00-21:00]}"


def _busy(before: str, after: str) -> str:
    return small((BUSY, BUSY.replace(before, after) + "  " + HERE))


def _partial(before: str, after: str) -> str:
    return small((PARTIAL, PARTIAL.replace(before, after) + "  " + HERE))


def _line(before: str, after: str) -> str:
    return small((before + "\n", f"{after}  {HERE}\n"))


SAMPLES: dict[str, str | bytes] = {
    "AAPOR": _partial("1.20", "2.20"),
    "CLOSES": small((COMPLETE, COMPLETE.replace(", closes: true", "") + "  " + HERE)),
    "CODE": small((SENT, f"{SENT}\n  posted: {{label: Posted, media: [letter], suggests: 3100}}  {HERE}")),
    "CODE-OFFICE": _busy("suggests: 310", "suggests: 410"),
    "CODE-UNKNOWN": _busy("suggests: 310", "suggests: 311"),
    "DISPOSITION": _partial("disposition: P", "disposition: I"),
    "DURATION": _busy("30 min", "30 minutes"),
    "FILE-CHARACTER": _busy("Busy", "Bu\u202esy"),
    "FILE-DEPTH": _line("title: Small", "title: " + "[" * 20 + "]" * 20),
    "FILE-EMPTY": f"{HERE}\n",
    "FILE-ENCODING": small(("title: Small", f"title: Small  {HERE}")).encode().replace(b"Small", b"Sm\xe4ll"),
    "FILE-SIZE": f"{HERE}\n" + "#\n" * 100_000,
    "FILL-PLACE": _busy("Busy", '"Busy {Name}"'),
    "FLAG": _busy('key: "b"', "contact: yes"),
    "GROUP-MISSING": small((f"  {NO_CONTACT}\n", ""), ("outcomes:", f"outcomes:  {HERE}")).replace("suggests: 310", "suggests: 611"),
    "HOURS": _line("  hours: [mon-fri 09:00-21:00]", "  hours: [mon-fri 09:00-21:00, sat 12:00-10:00]"),
    "HOURS-OVERLAP": _line("  hours: [mon-fri 09:00-21:00]", "  hours: [mon-fri 09:00-21:00, fri 20:59-21:00]"),
    "KEY": _busy('"b"', '"bb"'),
    "KEY-MISSING": _busy("label: Busy, ", ""),
    "KEY-TAKEN": _busy('"b"', '"n"'),
    "KEY-TWICE": small((PARTIAL, f"{PARTIAL}\n  {PARTIAL}  {HERE}")),
    "KEY-UNKNOWN": _busy("weight:", "wait:"),
    "LABEL-TWICE": _busy("label: Busy", "label: no answer"),
    "LANGUAGE-MISSING": _line("title: Small", "title: Small\nlanguages: [en, cy]"),
    "LANGUAGE-UNKNOWN": _busy("label: Busy", "label: {en: Busy, cy: Prysur}"),
    "LIMIT": _line("  hours: [mon-fri 09:00-21:00]", "  hours: []"),
    "MEDIUM-MISSING": small(("results:", f"results:  {HERE}"), ("email, web]", "email]")),
    "NAME": small(("  slots:\n", f"  slots:\n    Late: {{label: Late, hours: [mon 21:00-22:00]}}  {HERE}\n"),
                  ("  hours: [mon-fri 09:00-21:00]", "  hours: [mon-fri 09:00-21:00, mon 21:00-22:00]")),
    "NO-INTERVIEW": small(("results:", f"results:  {HERE}"), ("Interview, media: [visit, telephone]", "Interview, media: [visit]")),
    "NUMBER": _busy("weight: 10", "weight: ten"),
    "RANGE": _busy("weight: 10", "weight: 1001"),
    "RESULT": _busy('key: "b"', "never_again: true"),
    "SHAPE": _busy("media: [telephone]", "media: telephone"),
    "SLOT-GAP": small(("  slots:", f"  slots:  {HERE}"), ("17:00-21:00", "17:00-20:00")),
    "SLOT-OVERLAP": _line(f"    {EVENING}", f"    {EVENING.replace('17:00-', '16:30-')}"),
    "SLOT-UNUSED": _line(f"    {EVENING}", f"    {EVENING}\n    night: {{label: Night, hours: [mon-fri 22:00-23:59]}}"),
    "SPEAKS-FOR": _line("  completed: 110", "  completed: 310"),
    "TEXT-COMMA": _partial("label: Partial", "label: Partial, and no more"),
    "TEXT-CUT": _line("title: Small", "title: Small #1"),
    "TEXT-EMPTY": _line("title: Small", "title: none"),
    "TEXT-LONG": _line("title: Small", f"title: {'Small ' * 21}"),
    "WORD-UNKNOWN": _busy("[telephone]", "[telefone]"),
    "YAML-ALIAS": _line("title: Small", "title: &title Small"),
    "YAML-DOCUMENTS": small() + f"---  {HERE}\nframe: other\n",
    "YAML-KEY": _line("title: Small", "[title]: Small"),
    "YAML-SURPRISE": _line('version: "1"', "version: 1.0"),
    "YAML-SYNTAX": _line("title: Small", "title: : Small"),
    "YAML-TAG": _line("title: Small", "title: !x Small"),
    "ZONE": _line("  zone: Europe/London", "  zone: Europe/Londn"),
}  # fmt: skip
"""But for FILE-KIND, which is of no text, and TOO-MANY."""
WARNINGS = ("LABEL-TWICE", "NO-INTERVIEW", "SLOT-GAP", "SLOT-UNUSED", "TEXT-CUT")
