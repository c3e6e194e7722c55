"""Questionnaire files that try to stop the program, each made when it is asked for."""

from collections.abc import Callable, Iterable
from itertools import repeat

from tests.instrument.small import asking, head

ONE_TWO = "categories: {1: One, 2: Two}"


def _alias_bomb() -> str:
    levels = "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 10))
    return "a0: &a0 [x, x, x]\n" + levels


def _deep_block() -> str:
    return head() + "sections:\n" + "".join(f"{' ' * n}-\n" for n in range(1, 2_000))


def _in_lines(scraps: Iterable[str]) -> str:
    """The scraps with a line end after every hundred, as no author writes but every reader takes."""
    return "".join(scrap + ("\n" if at % 100 == 99 else "") for at, scrap in enumerate(scraps))


def _one_question(categories: str) -> str:
    return asking("- A:\n    text: One\n    categories:") + categories


def _conditions(parts: int, made: Callable[[int], str], questions: int) -> str:
    """Every question has a long filter on those before it."""
    asked = [f"- Q{n}: {{text: Do you?, categories: {{1: A, 2: B, 3: C, 4: D, 5: E}}}}" for n in range(parts)]
    asked += [f'- R{n}: {{asked_if: "{made(n)}", text: One, type: text}}' for n in range(questions)]
    return asking("\n".join(asked))


def _cycle(questions: int) -> str:
    asked = (f"- Q{n}: {{asked_if: Q{(n + 1) % questions} == 1, text: Do you?, {ONE_TWO}}}" for n in range(questions))
    return asking("\n".join(asked))


def _alike(n: int) -> str:
    return f"{'Abcdefgh' * 7}{n:05}"


REFUSED: dict[str, tuple[str, Callable[[], str | bytes]]] = {
    "an alias bomb": ("YAML-ALIAS", _alias_bomb),
    "a billion laughs through merge keys": ("YAML-ALIAS", lambda: "a: &a {b: c}\nd: {<<: *a}\n"),
    "merge keys without aliases": ("KEY-UNKNOWN", lambda: asking("- A: {text: One, type: text, <<: {note: x}}")),
    "brackets nested deep": ("FILE-DEPTH", lambda: _in_lines(repeat("[", 1_000_000))),
    "braces nested deep": ("FILE-DEPTH", lambda: _in_lines(repeat("{a: ", 1_000_000))),
    "lists nested deep": ("FILE-DEPTH", _deep_block),
    "lists nested deep on one line": ("FILE-DEPTH", lambda: "- " * 12_000 + "a"),
    "questions as keys nested deep": ("YAML-KEY", lambda: "? " * 12_000 + "a"),
    "one byte too many": ("FILE-SIZE", lambda: asking("- A: {text: One, type: text}").ljust(8_000_001)),
    "a million categories": ("FILE-SIZE", lambda: _one_question("".join(f"            {n}: x\n" for n in range(500_000)))),
    "a million categories in braces": (
        "FILE-SIZE", lambda: asking("- A: {text: One, categories: {" + _in_lines(f"{n}: x, " for n in range(500_000)) + "}}")
    ),
    "a list of four million": ("FILE-SIZE", lambda: "sections: [" + _in_lines(repeat("a,", 3_900_000)) + "]"),
    "a list of four million on one line": ("FILE-SIZE", lambda: "sections: [" + "a," * 3_900_000 + "]"),
    "too many categories for one question": (
        "FILE-SIZE", lambda: _one_question("".join(f"            {n}: x{n}\n" for n in range(2_001)))
    ),
    "a plain text of eight million": ("FILE-SIZE", lambda: "title: " + "x" * 7_900_000),
    "a quoted text of eight million": ("FILE-SIZE", lambda: 'title: "' + "x" * 7_900_000 + '"'),
    "a quoted text of escapes": ("FILE-SIZE", lambda: 'title: "' + "\\x41" * 1_900_000 + '"'),
    "a folded text of eight million": ("FILE-SIZE", lambda: "title: >\n" + " x\n" * 2_600_000),
    "a key of eight million": ("FILE-SIZE", lambda: "x" * 7_900_000 + ": a"),
    "a hundred thousand doubled keys": ("TOO-MANY", lambda: "a: 1\n" * 100_000),
    "a hundred thousand unknown keys": ("KEY-UNKNOWN", lambda: "".join(f"k{n}: 1\n" for n in range(70_000))),
    "a tag that would run a program": ("YAML-TAG", lambda: "a: !!python/object/apply:os.system [true]\n"),
    "many tags": ("YAML-TAG", lambda: "- !x 1\n" * 140_000),
    "NUL": ("FILE-CHARACTER", lambda: asking("- A: {text: One\0, type: text}")),
    "nothing but NUL": ("FILE-CHARACTER", lambda: b"\0" * 7_900_000),
    "an escaped NUL": ("FILE-CHARACTER", lambda: asking('- A: {text: "One\\0", type: text}')),
    "bytes that are not UTF-8": ("FILE-ENCODING", lambda: asking("- A: {text: One, type: text}").encode() + b"\xff"),
    "a lone surrogate": ("FILE-ENCODING", lambda: b"title: \xed\xa0\x80\n"),
    "an escaped lone surrogate": ("YAML-SYNTAX", lambda: 'title: "\\ud800"\n'),
    "text that reads backwards": ("FILE-CHARACTER", lambda: asking("- A: {text: One \u202eowT, type: text}")),
    "a million quotation marks": ("YAML-SYNTAX", lambda: _in_lines(repeat('"', 1_000_000))),
    "a million colons": ("YAML-SYNTAX", lambda: _in_lines(repeat("a: ", 1_000_000))),
    "many directives": ("YAML-SYNTAX", lambda: "%YAML 1.1\n" * 140_000),
    "many anchors": ("YAML-ALIAS", lambda: "- &a 1\n" * 140_000),
    "empty lines": ("FILE-SIZE", lambda: "\n" * 7_900_000),
    "remarks": ("FILE-EMPTY", lambda: f"# {'x' * 50}\n" * 140_000),
    "a condition of a hundred thousand signs": ("FILE-SIZE", lambda: _conditions(1, lambda _: "Q0 == 1 or " * 10_000, 1)),
    "a condition nested deep": ("CONDITION", lambda: _conditions(1, lambda _: "(" * 3_000, 1)),
    "a condition of nothing but not": ("CONDITION", lambda: _conditions(1, lambda _: "not " * 900, 1)),
    "a tower of powers": ("CONDITION", lambda: _conditions(1, lambda _: "9**9**9 == Q0", 1)),
    "a program for a condition": ("CONDITION", lambda: _conditions(1, lambda _: "__import__('os').system('true')", 1)),
    "eight million signs of conditions": (
        "FILE-SIZE", lambda: _conditions(9, lambda n: f"R{n} is answered or " + "Q1==1or " * 480 + "Q2 == 1", 1_900)
    ),
    "two thousand broken conditions": ("TOO-MANY", lambda: _conditions(9, lambda n: "Q1 ==1 or " * 39 + f"Q{n} =", 1_900)),
    "a list used two thousand times": (
        "FILE-SIZE",
        lambda: asking(
            "\n".join(f"- Q{n}: {{text: Do you?, list: big, categories: {{9999: More}}}}" for n in range(2_000)),
            top="lists:\n  big: {" + ", ".join(f"{n}: x{n}" for n in range(1_999)) + "}\n",
        ),
    ),
    "names that are nearly known": (
        "TOO-MANY",
        lambda: asking(
            "\n".join(f"- {_alike(n)}: {{text: Do you?, {ONE_TWO}}}" for n in range(5_000))
            + "\n"
            + "\n".join(f"- Q{n}: {{asked_if: {_alike(n)}x == 1, text: One, type: text}}" for n in range(300))
        ),
    ),
    "a circle of two thousand filters": ("FILTER-CYCLE", lambda: _cycle(2_000)),
    "filters that all read what is asked later": (
        "TOO-MANY",
        lambda: asking("\n".join(f"- Q{n}: {{asked_if: Q{2_999} == 1, text: Do you?, {ONE_TWO}}}" for n in range(2_999))
                       + f"\n- Q2999: {{text: Do you?, {ONE_TWO}}}"),
    ),
    "a text of nothing but braces": ("FILL-SYNTAX", lambda: asking(f'- A: {{text: "{"{" * 19_001}", type: text}}')),
    "a text with five thousand places to fill": ("TOO-MANY", lambda: asking(
        f'- A: {{text: "{"".join(f"{{X{n}}}" for n in range(3_000))}", type: text}}')),
    "a battery of fifty thousand items": ("FILE-SIZE", lambda: asking(
        f"- A:\n    text: Do you? {'{Z}' * 100}\n    {ONE_TWO}\n    items:\n" + "".join(f"      I{n}: x\n" for n in range(50_000)))),
    "a battery of many categories": ("FILE-SIZE", lambda: asking(
        f"- A:\n    text: Do you?\n    categories: {{{', '.join(f'{n}: x{n}' for n in range(1_999))}}}\n    items:\n"
        + "".join(f"      I{n}: x\n" for n in range(5_000)))),
    "two thousand categories that ask to specify": ("FILE-SIZE", lambda: asking(
        f"- A:\n    text: Do you? {'x' * 5_000}\n    categories:\n"
        + "".join(f"      {n}: {{text: x{n}, specify: S{n}}}\n" for n in range(1_999)))),
    "a value nested deep": ("CONDITION", lambda: asking(f"- A: {{type: whole_number, computed: {'(' * 3_000}}}")),
    "rows of rows of rows": ("CONDITION", lambda: asking(f"- A: {{type: whole_number, computed: '{'count(P, any(P, ' * 100}'}}")),
    "a roster of a million rows": ("RANGE", lambda: asking(
        "- roster: P\n  row_name: p\n  size: A\n  at_most: 1000000\n  ask: [{B: {text: One, type: text}}]")),
    "a switch that runs a program": ("FLAG", lambda: asking(
        "- A: {text: One, type: text}", top="switches: {S: {usual: __import__('os')}}\n")),
}  # fmt: skip
"""What each must be refused for, and the file."""

HEAVY: dict[str, Callable[[], str]] = {
    "five thousand questions with a filter each": lambda: asking(
        "- Q0: {text: Do you?, categories: {1: One, 2: Two}}\n"
        + "\n".join(f"- Q{n}: {{asked_if: Q{n - 1} == 1, text: Do you?, {ONE_TWO}}}" for n in range(1, 5_000))
    ),
    "conditions that take long to try out": lambda: _conditions(
        40,
        lambda n: " and ".join(
            f"(Q{(n + m) % 40} == {m % 5 + 1} or Q{(n + 3 * m) % 40} == {n % 5 + 1})" for m in range(20)
        ),
        300,
    ),
    "conditions full of negations": lambda: _conditions(
        40, lambda n: " and ".join(f"(Q{m} != 1 or R{m} is answered)" for m in range(min(n, 40))) or "Q0 != 1", 300
    ),
    "filters on filters full of negations": lambda: asking(
        f"- Q0: {{text: Do you?, {ONE_TWO}}}\n"
        + "\n".join(
            f'- Q{n}: {{asked_if: "{" and ".join(f"Q{max(0, n - m)} != 2" for m in range(1, 15))}", text: Do you?, {ONE_TWO}}}'
            for n in range(1, 600)
        )
    ),
    "seventy thousand categories": lambda: asking(
        "\n".join(
            f"- Q{q}: {{text: Do you?, categories: {{{', '.join(f'{n}: x{n}' for n in range(1_900))}, refused: Well}}}}"
            for q in range(38)
        ),
        modes="face_to_face, telephone",
    ),
    "a thousand rosters": lambda: asking(
        "- Size: {text: How many?, type: whole_number, maximum: 9}\n"
        + "\n".join(
            f"- roster: P{n}\n  size: Size\n  row_name: '{{A{n}}}'\n  ask: [{{A{n}: {{text: One, type: text}}}}]\n"
            f"- C{n}: {{type: whole_number, computed: 'count(P{n}, A{n} is answered)'}}"
            for n in range(1_000)
        )
    ),
    "two thousand batteries": lambda: asking(
        "\n".join(
            f"- B{n}: {{text: Do you?, {ONE_TWO}, items: {{{', '.join(f'I{n}x{m}: x' for m in range(5))}}}}}"
            for n in range(2_000)
        )
    ),
    "thirty thousand fills": lambda: asking(
        "\n".join(f'- Q{n}: {{text: "{{f{n}}} {{f{n // 2}}}?", type: text}}' for n in range(6_000)),
        top="fills:\n" + "".join(f"  f{n}: [{{text: x}}]\n" for n in range(6_000)),
    ),
}
"""What is no fault, but as heavy as the limits allow."""
