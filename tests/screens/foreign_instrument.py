"""An instrument with every kind of question, in Russian and in something that looks Greek: whatever Latin letters are
then in the window are the window's own."""

import yaml

from capi.instrument.loading import Snapshot, read_sources, snapshot

_RUSSIAN, _GREEK = "абвгдежзийклмнопрстуфхцчшщъыьэюяё", "αβγδεζηθικλμνξοπρστυφχψωάέήίόύώϊϋ"
_TO_GREEK = str.maketrans(_RUSSIAN + _RUSSIAN.upper(), _GREEK + _GREEK)


def _text(russian: str) -> dict[str, str]:
    return {"ru": russian, "el": russian.translate(_TO_GREEK)}


def _category(russian: str, **more: object) -> dict[str, object]:
    return {"text": _text(russian), **more}


def _yes_no() -> dict[int, object]:
    return {1: _category("Да"), 2: _category("Нет")}


def _question(text: str, **more: object) -> dict[str, object]:
    return {"label": _text(text[:14]), "text": _text(text), **more}


QUESTIONS: list[dict[str, object]] = [
    {"Welcome": _question("Здравствуйте. Это опрос.", type="information", instruction=_text("Представьтесь."))},
    {
        "Travel": _question(
            "Чем вы ездите?",
            type="code_all",
            most=2,
            categories={
                1: _category("Автобус"),
                2: _category("Поезд", guidance=_text("Электричка тоже.")),
                3: _category("Ничем", exclusive=True),
            },
        )
    },
    {
        "Tenure": _question(
            "Чьё это жильё?",
            categories={
                1: _category("Своё", example=_text("Например, квартира")),
                2: _category("Чужое"),
                3: _category("Общее", spontaneous=True),
                "refused": _category("Не скажу", spontaneous=True),
            },
            prompt="running",
            guidance=_text("Подсказка."),
            face_to_face={"showcard": "A"},
        )
    },
    {"Rooms": _question("Сколько комнат?", type="whole_number", minimum=0, maximum=2000, unit=_text("комнат"))},
    {"Pay": _question("Сколько платите?", type="decimal", minimum=0, maximum=99999, places=2, unit=_text("рублей"))},
    {"Born": _question("Когда вы родились?", type="date", earliest="1900-01-01", latest="2026-01-01")},
    {"Moved": _question("Когда въехали?", type="partial_date", unknown_month=6, unknown_day=15)},
    {"Began": _question("Когда встали?", type="time")},
    {"Country": _question("Где вы родились?", type="coded", frame="countries")},
    {"Words": _question("Что скажете?", type="text", longest=30)},
    {"Damp": _question("Сыро ли в доме?", observation=True, categories=_yes_no())},
    {
        "Help": {
            "label": _text("Помощь"),
            "text": _text("Помогают ли вам?"),
            "prompt": "individual",
            "categories": _yes_no(),
            "items": {"Shopping": _text("с покупками"), "Cooking": _text("с готовкой")},
        }
    },
]
EDITS = [
    {
        "check": "TooMany",
        "fails_if": "Rooms > 1000",
        "message": _text("Столько комнат не бывает."),
        "fields": ["Rooms"],
    },
    {"signal": "Many", "fails_if": "Rooms > 50", "message": _text("Много комнат."), "fields": ["Rooms"]},
]
PEOPLE = {
    "roster": "People",
    "title": _text("Люди"),
    "row_name": _text("{Name|Кто-то}"),
    "ask": [{"Name": _question("Как зовут?", type="text", longest=30)}],
    "another": {"Another": _question("Есть ли ещё кто-нибудь?", categories=_yes_no())},
}
LAST = {
    "section": "End",
    "title": _text("Конец"),
    "ask": [{"Oldest": _question("Кто старший?", type="row", of="People")}],
}


def foreign() -> Snapshot:
    """The instrument, for the modes that have an interviewer."""
    written = {
        "instrument": "foreign",
        "version": "1",
        "title": _text("Анкета"),
        "modes": ["face_to_face", "telephone"],
        "languages": ["ru", "el"],
        "prompts": {name: _text("Читайте так.") for name in ("running", "individual")},
        "showcards": {"A": {"heading": _text("Жильё")}},
        "frames": {"countries": {"title": _text("Страны"), "file": "countries.csv"}},
        "sections": [
            {"section": "Home", "title": _text("Дом"), "ask": QUESTIONS, "edits": EDITS},
            PEOPLE,
            LAST,
        ],
    }
    sources = {
        "instrument.yaml": yaml.safe_dump(written, allow_unicode=True, sort_keys=False),
        "countries.csv": "code,text\n643,Россия\n300,Греция\n",
    }
    reading = read_sources(sources)
    assert reading.instrument is not None, [str(fault) for fault in reading.faults]
    return snapshot(reading)
