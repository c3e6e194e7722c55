"""Files as marked nodes: every surprise of YAML refused, nothing guessed, every line known."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from capi.instrument import reading
from capi.instrument.faults import Faults, TooManyFaults
from capi.instrument.model import Place
from capi.instrument.reading import Allowance, Mapping, Node, Scalar, Sequence, read_nodes, surprising


def read(text: str | bytes) -> tuple[Node | None, list[tuple[str, int]]]:
    faults = Faults()
    node = read_nodes(text if isinstance(text, bytes) else text.encode(), "file.yaml", faults)
    return node, [(fault.code, fault.place.line) for fault in faults]


def plain(node: Node | None) -> object:
    match node:
        case Scalar():
            return node.text
        case Sequence():
            return [plain(item) for item in node.items]
        case Mapping():
            return {key: plain(entry) for key, entry in node.entries.items()}
    return None


def scalars(node: Node | None) -> list[Scalar]:
    match node:
        case Scalar():
            return [node]
        case Sequence():
            return [found for item in node.items for found in scalars(item)]
        case Mapping():
            return [found for entry in node.entries.values() for found in scalars(entry)]
    return []


def test_scalars_stay_texts_as_written() -> None:
    node, faults = read("a: [1, 0777, no, 12:30, 2026-11-18, '1']\nb: {c: ~}\n")
    assert plain(node) == {"a": ["1", "0777", "no", "12:30", "2026-11-18", "1"], "b": {"c": "~"}}
    assert faults == []


def test_every_node_knows_its_line() -> None:
    node, _ = read("\n# first\na:\n  - b\n  - {c: d}\ne: >-\n  f\n  g\n")
    assert isinstance(node, Mapping)
    assert [found.place for found in scalars(node)] == [Place("file.yaml", line) for line in (4, 5, 6)]
    assert node.keys["e"].place == Place("file.yaml", 6)


@pytest.mark.parametrize(
    ("written", "lines"),
    [
        ("A == 1 or B == 2", {"A": 1, "B": 1}),
        ("A == 1\n  or B == 2", {"A": 1, "B": 2}),
        (">-\n  A == 1\n  or B == 2", {"A": 2, "B": 3}),
        (">- # why\n\n  A == 1\n\n  or B == 2\n", {"A": 3, "B": 5}),
        ("|\n  A == 1\n    or\n  B == 2", {"A": 2, "B": 4}),
        ('"A == 1\n  or B == 2"', {"A": 1, "B": 2}),
        ("'A == 1\n\n  or B == 2'", {"A": 1, "B": 3}),
    ],
)
def test_a_place_within_a_text_of_several_lines_is_found(written: str, lines: dict[str, int]) -> None:
    node, faults = read(f"a: {written}")
    (scalar,) = scalars(node)
    assert faults == []
    assert {name: scalar.place_at(scalar.text.index(name)).line for name in lines} == lines


@pytest.mark.parametrize("word", ["y", "No", "ON", "off", "True", "null", "~", "1", "-1", "1_000", "2023.1", ".5", "0o17",
                                  "0x1F", "1e5", "12:30", "-1:30:45.5", "2026-11-18", "2026-1-1T00:00:00Z", ".inf", "-.NaN"])  # fmt: skip
def test_a_word_that_yaml_readers_disagree_on_is_surprising_unless_quoted(word: str) -> None:
    (bare,), (quoted,) = scalars(read(f"- {word}")[0]), scalars(read(f'- "{word}"')[0])
    assert surprising(bare)
    assert not surprising(quoted)


@pytest.mark.parametrize(
    "word", ["none", "Norway", "yes please", "1 to 24", "v1", "1.2.3", "25 or more", "a:b", "-", "e5"]
)
def test_an_ordinary_word_is_not_surprising(word: str) -> None:
    assert not any(surprising(scalar) for scalar in scalars(read(f"[{word}]")[0]))


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("a: &x 1\nb: *x", [("YAML-ALIAS", 1)]),
        ("a: 1\nb: *x", [("YAML-ALIAS", 2)]),
        ("a: 1\n<<: *x", [("YAML-ALIAS", 2)]),
        ("a: !!int 1", [("YAML-TAG", 1)]),
        ("a: !python/object/apply:os.system [x]", [("YAML-TAG", 1)]),
        ("? [a]\n: 1", [("YAML-KEY", 1)]),
        ("? {a: b}\n: 1", [("YAML-KEY", 1)]),
        ("a: 1\n---\nb: 2", [("YAML-DOCUMENTS", 2)]),
        ("a: 1\n...\n---\nb: 2", [("YAML-DOCUMENTS", 3)]),
        ("a: 1\nb:\n\tc: 2", [("YAML-SYNTAX", 3)]),
        ("a: 1\nb: 'x", [("YAML-SYNTAX", 2)]),
        ("a: [1", [("YAML-SYNTAX", 1)]),
        ("a: 1\nb: 'x\nc: 2\nd: 3\n", [("YAML-SYNTAX", 2)]),
        ("a: b: c", [("YAML-SYNTAX", 1)]),
        ("%YAML 9.9\n---\na: 1", [("YAML-SYNTAX", 1)]),
        ('a: 1\nb: "\\ud800"', [("YAML-SYNTAX", 2)]),
        ("a: 1\nb: 2\na: 3\na: 4", [("KEY-TWICE", 3), ("KEY-TWICE", 4)]),
        ('1: a\n"1": b', [("KEY-TWICE", 2)]),
        ("", [("FILE-EMPTY", 1)]),
        ("# nothing\n", [("FILE-EMPTY", 1)]),
        ("a: 1\nb: \0", [("FILE-CHARACTER", 2)]),
        ('a: 1\nb: "\\0"', [("FILE-CHARACTER", 2)]),
        ("a: \u2028\nb: \u202e\n", [("FILE-CHARACTER", 1), ("FILE-CHARACTER", 2)]),
        (b"a: 1\nb: \xff\n", [("FILE-ENCODING", 2)]),
        ("a: 1".encode("utf-16"), [("FILE-ENCODING", 1)]),
        (b"a: \xed\xa0\x80", [("FILE-ENCODING", 1)]),
        ("[" * 21 + "]" * 21, [("FILE-DEPTH", 1)]),
        ("a: " + "x" * 20_001, [("FILE-SIZE", 1)]),
        ("x" * 20_001 + ": a", [("FILE-SIZE", 1)]),
    ],
)  # fmt: skip
def test_what_is_not_read_is_told_with_its_line(text: str | bytes, faults: list[tuple[str, int]]) -> None:
    assert read(text)[1] == faults


def test_a_byte_order_mark_and_line_ends_of_windows_are_read() -> None:
    node, faults = read("\ufeffa: 1\r\nb: [\r\n  c]\r\n".encode())
    assert plain(node) == {"a": "1", "b": ["c"]}
    assert [found.place.line for found in scalars(node)] == [1, 3]
    assert faults == []


def test_an_invisible_sign_is_told_and_the_rest_read_for_its_own_faults() -> None:
    node, faults = read("a: x\u202ey\na: z\n")
    assert faults == [("FILE-CHARACTER", 1), ("KEY-TWICE", 2)]
    assert plain(node) == {"a": "x\ufffdy"}


def test_an_allowance_is_for_all_files_together() -> None:
    allowance = Allowance(size=20, nodes=5)
    faults = Faults()
    assert read_nodes(b"a: [1, 2]", "one.yaml", faults, allowance) is not None
    assert read_nodes(b"a: 1", "two.yaml", faults, allowance) is None
    assert read_nodes(b"a: 1" + b" " * 20, "three.yaml", faults, allowance) is None
    assert [(fault.code, fault.place.file) for fault in faults] == [
        ("FILE-SIZE", "three.yaml"),
        ("FILE-SIZE", "two.yaml"),
    ]


def test_the_largest_file_is_read_and_one_byte_more_is_not() -> None:
    line = b"# " + b"x" * 997 + b"\n"
    largest = b"a: 1\n".ljust(1_000, b"\n") + line * (reading.LARGEST_INSTRUMENT // 1_000 - 1)
    assert len(largest) == reading.LARGEST_INSTRUMENT
    assert read(largest)[1] == []
    assert read(largest + b"\n")[1] == [("FILE-SIZE", 1)]


def test_a_line_too_long_and_a_line_too_many_are_told_before_anything_is_taken_apart() -> None:
    assert read("a: 1\n#" + "x" * (reading.LONGEST_LINE - 1))[1] == []
    assert read("a: [\n#" + "x" * reading.LONGEST_LINE)[1] == [("FILE-SIZE", 2)]
    assert read("a: 1" + "\n" * reading.MOST_LINES)[1] == []
    assert read("a: [" + "\n" * (reading.MOST_LINES + 1))[1] == [("FILE-SIZE", reading.MOST_LINES + 1)]


@settings(deadline=None)
@given(st.binary())
def test_any_bytes_are_read_or_refused_in_words(content: bytes) -> None:
    node, faults = read(content)
    assert (node is None) <= bool(faults)


_YAMLISH = st.lists(
    st.sampled_from(["a", "b: ", "- ", "\n", "  ", "[", "]", "{", "}", ", ", ": ", "'", '"', "|\n", ">-\n", "&x ", "*x", "!t ", "? ",
                     "---\n", "...\n", "#", "%", "\t", "\\0", "\\ud800", "<<: ", "\0", "\u2028", "é", "1", "~"]),
    max_size=40,
).map("".join)  # fmt: skip


@settings(deadline=None)
@given(_YAMLISH)
def test_any_row_of_signs_of_yaml_is_read_or_refused_in_words(text: str) -> None:
    node, faults = read(text)
    assert (node is None) <= bool(faults)
    assert all(0 < line <= text.count("\n") + 2 for _, line in faults)


def test_a_file_of_nothing_but_mistakes_stops_with_too_many_faults() -> None:
    with pytest.raises(TooManyFaults):
        read("a: 1\n" * 1_000)


_TREES = st.recursive(
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cf", "Zl", "Zp", "Cn", "Co"]), max_size=12),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(st.text("abcXYZ 019", min_size=1, max_size=6), inner, max_size=4),
    ),
    max_leaves=12,
)


def flow(tree: object) -> str:
    match tree:
        case str():
            return '"' + tree.replace("\\", "\\\\").replace('"', '\\"') + '"'
        case list():
            return "[" + ", ".join(flow(item) for item in tree) + "]"
        case dict():
            return "{" + ", ".join(f"{flow(key)}: {flow(entry)}" for key, entry in tree.items()) + "}"
    raise AssertionError(tree)


@settings(deadline=None)
@given(_TREES)
def test_a_tree_that_is_written_is_read_back(tree: object) -> None:
    node, faults = read(flow(tree))
    assert faults == []
    assert plain(node) == tree
