"""Fills as written: variants with their conditions, or the forms of a word that go with a number."""

from dataclasses import dataclass

from capi.instrument.faults import Faults, shown
from capi.instrument.lines import Lines
from capi.instrument.model import Fill, FillVariant, Plural, Text
from capi.instrument.reading import Mapping, Node, Scalar, Sequence
from capi.instrument.shape import Shape

VARIANT_KEYS = ("if", "text")
PLURAL_FORMS = ("zero", "one", "two", "few", "many", "other")
"""The names of the forms as in the CLDR, the common register of what languages do."""
PLURAL_KEYS = ("plural_of", *PLURAL_FORMS)


@dataclass(frozen=True, slots=True)
class FillReading:
    shape: Shape
    faults: Faults
    lines: Lines

    def fill(self, key: Scalar, node: Node) -> Fill | None:
        """The fill; None where a part could not be read, so that nothing is concluded from what is left."""
        name = self.shape.name(key, "a fill")
        fill = self.plural(name, key, node) if isinstance(node, Mapping) else self.variants(name, key, node)
        if fill is None:
            self.lines.lost.add(name)
        return fill

    def variants(self, name: str, key: Scalar, node: Node) -> Fill | None:
        items = self.shape.items(node, f"the fill {name[:40]}")
        variants = [self.variant(item, key, at) for at, item in enumerate(items)]
        whole = [variant for variant in variants if variant]
        if not isinstance(node, Sequence) or len(whole) < len(variants):
            return None
        return Fill(name, tuple(whole), key.place)

    def variant(self, node: Node, fill: Scalar, at: int) -> FillVariant | None:
        entries = self.shape.mapping(node, "a variant of a fill", VARIANT_KEYS, ("text",)).entries
        self.lines.note(fill.place, f"if {at}", entries.get("if"))
        condition = self.shape.condition(entries.get("if"), "`if`")
        text = self.shape.text(entries.get("text"), "the text of a fill", fills=True)
        if "text" not in entries or ("if" in entries and condition is None):
            return None
        return FillVariant(text, condition)

    def plural(self, name: str, key: Scalar, node: Mapping) -> Fill | None:
        if "plural_of" not in node.entries:
            remedy = "Begin each variant with `- `, or name a number as `plural_of:`."
            self.faults.add("SHAPE", node.place, f"the fill {name[:40]} must be a list, or have `plural_of`", remedy)
            return None
        entries = self.shape.mapping(node, f"the fill {name[:40]}", PLURAL_KEYS).entries
        self.lines.note(key.place, "plural_of", entries["plural_of"])
        number = self.shape.value(entries["plural_of"], "`plural_of`")
        needed = [forms_of(language) for language in self.shape.languages]
        forms: dict[str, Text] = {}
        for form in PLURAL_FORMS:
            languages = tuple(form in each for each in needed)
            if form in entries:
                forms[form] = self.form(entries[form], f"the form `{form}`", languages)
            elif any(languages):
                lacking = next(each for each, has in zip(self.shape.languages, languages, strict=True) if has)
                message = f"the fill {name[:40]} lacks the form `{form}` of {shown(lacking)}"
                self.faults.add("PLURAL", key.place, message, f"Add `{form}:`.")
        return None if number is None else Fill(name, (), key.place, Plural(number, forms))

    def form(self, node: Node, what: str, languages: tuple[bool, ...]) -> Text:
        """The form as each language that has it says it."""
        having = [each for each, has in zip(self.shape.languages, languages, strict=True) if has]
        if not having:
            message = f"no language of this instrument has {what}"
            self.faults.add("PLURAL", node.place, message, "Remove it.")
            return ()
        return self.shape.text_in(node, what, having)


def forms_of(language: str) -> tuple[str, ...]:
    """The forms that a word has for numbers in the language: `("one", "other")` in English."""
    from babel import Locale, UnknownLocaleError  # only instruments with such fills need it

    try:
        tags = Locale.parse(language, sep="-").plural_form.tags
    except (UnknownLocaleError, ValueError):
        tags = frozenset()
    return tuple(form for form in PLURAL_FORMS if form in tags or form == "other")
