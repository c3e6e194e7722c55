"""Ten million invented persons in Parquet, made by DuckDB: both standards' answers, a word for why where there is none."""

from pathlib import Path

import duckdb

_STATES = {-9: "refused", -8: "dont_know", -1: "not_asked"}

_FACTS = """
SELECT i, 16 + draw(i, 1, 75) AS Age, 1 + draw(i, 2, 2) AS Sex,
    DATE '2026-11-01' + draw(i, 3, 28)::INTEGER AS InterviewDate,
    said(i, 4, 1 + draw(i, 4, 5)) AS SchoolType, said(i, 5, 1 + draw(i, 5, 2)) AS FreeMeals,
    said(i, 6, list_extract([1, 1, 1, 1, 1, 2, 3, 4], 1 + draw(i, 6, 8))) AS EarnerStatus,
    said(i, 7, 1 + draw(i, 7, 3)) AS ParentQual,
    said(i, 8, 1 + (draw(i, 8, 10) > 5)::BIGINT) AS Wrking
FROM range({persons}) AS everybody(i)
"""
_FIRST = """
SELECT *, date_trunc('week', InterviewDate)::DATE - 1 AS ReferenceSunday,
    InterviewDate - (Age * 365.25)::INTEGER - draw(i, 9, 365)::INTEGER AS DateOfBirth,
    asked(EarnerStatus = 1, said(i, 10, 1 + draw(i, 10, 2))) AS EmployerSize,
    asked(EarnerStatus = 2, said(i, 11, 1 + draw(i, 11, 2))) AS OwnBusinessSize,
    asked(EarnerStatus = 1, said(i, 12, 1 + draw(i, 12, 2))) AS Supervisor,
    asked(Wrking = 2 AND Age < 65, said(i, 13, 1 + (draw(i, 13, 20) > 0)::BIGINT)) AS SchemeET
FROM facts
"""
_SECOND = """
SELECT *,
    asked(EarnerStatus IN (1, 3) OR (EarnerStatus = 2 AND OwnBusinessSize <> 2), said(i, 14, 1 + draw(i, 14, 5)))
        AS EarnerOccupation,
    asked(Wrking = 2 AND SchemeET <> 1, said(i, 15, list_extract([1, 2, 2, 2, 2, 2, 2, 3], 1 + draw(i, 15, 8)))) AS JbAway,
    asked(Wrking > 0, said(i, 16, 1 + (draw(i, 16, 6) > 0)::BIGINT)) AS Enroll
FROM first_answers
"""
_THIRD = """
SELECT *, asked(JbAway IN (2, 3), said(i, 17, 1 + (draw(i, 17, 50) > 0)::BIGINT)) AS OwnBus,
    asked(Enroll = 1, said(i, 18, 1 + draw(i, 18, 3))) AS Attend
FROM second_answers
"""
_FOURTH = """
SELECT *, asked(OwnBus = 2, said(i, 19, 1 + (draw(i, 19, 50) > 0)::BIGINT)) AS RelBus,
    asked(Attend IN (1, 2), said(i, 20, 1 + draw(i, 20, 10))) AS Course
FROM third_answers
"""
_FIFTH = """
SELECT *, asked(JbAway = 2 AND RelBus = 2, said(i, 21, 1 + (draw(i, 21, 3) > 0)::BIGINT)) AS Looked,
    Wrking = 1 OR SchemeET = 1 OR JbAway = 1 OR OwnBus = 1 OR RelBus = 1 AS works
FROM fourth_answers
"""
_SIXTH = """
SELECT *, asked(Looked = 1 OR (JbAway = 3 AND RelBus = 2), said(i, 22, 1 + draw(i, 22, 2))) AS StartJ,
    asked(NOT works, said(i, 23, 1 + (draw(i, 23, 6) = 0)::BIGINT)) AS EverWk
FROM fifth_answers
"""
_SEVENTH = """
SELECT *, asked(StartJ <> -1, said(i, 24, 1 + draw(i, 24, 6))) AS LKTime,
    asked(Looked = 2 OR StartJ = 2, said(i, 25, 1 + draw(i, 25, 6))) AS YInAct,
    CASE WHEN EverWk = 1 THEN ReferenceSunday - draw(i, 26, 3000)::INTEGER END AS DtJbL,
    asked(works OR EverWk = 1, said(i, 27, list_extract(unit_groups(), 1 + draw(i, 27, 369)))) AS SOC2010,
    asked(works OR EverWk = 1, said(i, 28, 1 + (draw(i, 28, 7) = 0)::BIGINT)) AS Stat,
    asked(works OR EverWk = 1, said(i, 29, 1 + (draw(i, 29, 4) = 0)::BIGINT)) AS FtPtWk
FROM sixth_answers
"""
_EIGHTH = """
SELECT *, asked(Stat = 1, said(i, 30, 1 + draw(i, 30, 2))) AS Supvis, asked(Stat = 1, said(i, 31, 1 + draw(i, 31, 3))) AS EmpNo,
    asked(Stat = 2, said(i, 32, 1 + (draw(i, 32, 5) = 0)::BIGINT)) AS Solo
FROM seventh_answers
"""
_LAST = "SELECT *, asked(Solo = 2, said(i, 33, 1 + draw(i, 33, 3))) AS SNEmpl FROM eighth_answers"
_STEPS = {
    "facts": _FACTS,
    "first_answers": _FIRST,
    "second_answers": _SECOND,
    "third_answers": _THIRD,
    "fourth_answers": _FOURTH,
    "fifth_answers": _FIFTH,
    "sixth_answers": _SIXTH,
    "seventh_answers": _SEVENTH,
    "eighth_answers": _EIGHTH,
    "answers": _LAST,
}
FIELDS = [
    "Age",
    "Sex",
    "SchoolType",
    "FreeMeals",
    "EarnerStatus",
    "EmployerSize",
    "OwnBusinessSize",
    "Supervisor",
    "EarnerOccupation",
    "ParentQual",
    "Wrking",
    "SchemeET",
    "JbAway",
    "OwnBus",
    "RelBus",
    "Looked",
    "StartJ",
    "LKTime",
    "YInAct",
    "EverWk",
    "Enroll",
    "Attend",
    "Course",
    "SOC2010",
    "Stat",
    "Supvis",
    "EmpNo",
    "Solo",
    "SNEmpl",
    "FtPtWk",
]


def make_persons(path: Path, persons: int, unit_groups: list[int]) -> None:
    """As `capi derive` and `capi export` write them: whole numbers of 64 bits, and the state of every field in words beside it."""
    with duckdb.connect() as connection:
        connection.execute("CREATE MACRO draw(i, question, n) AS (hash(i * 64 + question) % n)::BIGINT")
        connection.execute(
            "CREATE MACRO said(i, question, answer) AS "
            "CASE hash(i * 64 + question + 40) % 50 WHEN 0 THEN -8 WHEN 1 THEN -9 ELSE answer END"
        )
        connection.execute("CREATE MACRO asked(condition, answer) AS CASE WHEN condition THEN answer ELSE -1 END")
        connection.execute(f"CREATE MACRO unit_groups() AS {unit_groups}")
        steps = ", ".join(f"{name} AS ({query.format(persons=persons)})" for name, query in _STEPS.items())
        connection.execute(  # every name is one of this file
            f"COPY (WITH {steps} SELECT {', '.join(_written())} FROM answers) TO '{path}' (FORMAT parquet, COMPRESSION snappy)"  # noqa: S608
        )


def _written() -> list[str]:
    own = ["'C' || lpad(i::VARCHAR, 8, '0') AS \"case\"", "InterviewDate", "ReferenceSunday"]
    own += ["'2026.11' AS InstrumentVersion", "CASE WHEN i % 3 = 0 THEN 'telephone' ELSE 'face_to_face' END AS Mode"]
    words = " ".join(f"WHEN {code} THEN '{word}'" for code, word in _STATES.items())
    fields = [
        f"CASE WHEN {name} > 0 THEN {name} END::BIGINT AS {name}, CASE {name} {words} END AS {name}_state"
        for name in FIELDS
    ]
    dates = [
        f"{name}, CASE WHEN {name} IS NULL THEN 'not_asked' END AS {name}_state" for name in ("DateOfBirth", "DtJbL")
    ]
    return [*own, *fields, *dates]
