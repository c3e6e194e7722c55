"""DDI Codebook 2.5. Its published schema is not ours to keep: where it lies in the reference data, or where CAPI_DDI_SCHEMA
says it does, it is what judges, and what we read off it, the order of the parts of each element we write, is checked everywhere."""

import os
import re
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path

import pytest
from lxml import etree

from capi.outputs.microdata.ddi import NAMESPACE
from tests.dataset.household import household
from tests.outputs.microdata.formats_scenario import export, households
from tests.outputs.microdata.persons_scenario import WORK, export_persons
from tests.outputs.microdata.persons_scenario import households as workers

# Ibis 12 asks DuckDB 2 for the columns of a table by a name that DuckDB has given up.
pytestmark = pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")

SCHEMA = Path(
    os.environ.get("CAPI_DDI_SCHEMA") or Path(__file__).parents[4] / "shared" / "reference" / "ddi" / "codebook.xsd"
)
ORDER = {
    "codeBook": "docDscr stdyDscr fileDscr dataDscr otherMat",
    "docDscr": "citation guide docStatus docSrc controlledVocabUsed notes",
    "stdyDscr": "citation studyAuthorization stdyInfo studyDevelopment method dataAccs othrStdyMat notes",
    "citation": "titlStmt rspStmt prodStmt distStmt serStmt verStmt biblCit holdings notes",
    "titlStmt": "titl subTitl altTitl parTitl IDNo",
    "prodStmt": "producer copyright prodDate prodPlac software fundAg grantNo",
    "verStmt": "version verResp notes",
    "method": "dataColl notes anlyInfo stdyClas",
    "dataColl": "timeMeth dataCollector frequenc sampProc deviat collMode resInstru sources collSitu actMin ConOps weight cleanOps",
    "dataAccs": "setAvail useStmt notes",
    "useStmt": "confDec specPerm restrctn contact citReq deposReq conditions disclaimer",
    "fileDscr": "fileTxt locMap notes",
    "fileTxt": "fileName fileCitation dataFingerprint fileCont fileStrc dimensns fileType format filePlac dataChck ProcStat dataMsng",
    "dimensns": "caseQnty varQnty logRecL recPrCas recNumTot",
    "dataDscr": "varGrp nCubeGrp var nCube notes",
    "varGrp": "labl txt concept defntn universe notes",
    "var": "location labl imputation security embargo respUnit anlysUnit qstn valrng invalrng undocCod universe TotlResp sumStat "
    "txt stdCatgry catgryGrp catgry codInstr verStmt concept derivation varFormat geoMap catLevel notes",
    "qstn": "preQTxt qstnLit postQTxt forward backward ivuInstr",
    "valrng": "item range key notes",
    "invalrng": "item range key notes",
    "catgry": "catValu labl txt catStat mrow",
    "derivation": "drvdesc drvcmd",
}
"""Which parts an element has, in which order: as the schema of 17 January 2012 prints it."""


ALLOWED: Mapping[str, Mapping[str, str]] = {
    "codeBook": {"version": "2.5"},
    "var": {"ID": "", "name": "", "files": "", "intrvl": "contin discrete", "measUnit": ""},
    "varGrp": {
        "ID": "",
        "name": "",
        "var": "",
        "type": "section multipleResp grid display repetition subject version other",
    },
    "varFormat": {
        "type": "numeric character",
        "schema": "SAS SPSS IBM ANSI ISO XML-Data other",
        "category": "date time currency other",
    },
    "sumStat": {"type": "mean medn mode vald invd min max stdev other"},
    "catgry": {"missing": "Y N"},
    "catStat": {"type": "freq percent crosstab other"},
    "universe": {"clusion": "I E"},
    "range": {"min": "", "max": ""},
    "item": {"VALUE": ""},
    "labl": {"level": ""},
    "notes": {"type": ""},
    "fileDscr": {"ID": ""},
    "prodDate": {"date": ""},
    "software": {"version": ""},
}
"""The attributes that we write, and what each may be where the schema lists it."""
NEEDED = {
    "codeBook": "stdyDscr",
    "citation": "titlStmt",
    "titlStmt": "titl",
    "var": "labl sumStat varFormat",
    "catgry": "labl catStat",
    "fileTxt": "fileName fileCont dimensns fileType",
}
"""Without these the schema, or a reader, makes nothing of it."""


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> etree._ElementTree:
    files = export(households(), tmp_path_factory.mktemp("ddi") / "out", "sav")
    return etree.parse(files["household-codebook.xml"])


@pytest.fixture(scope="module", params=["sav", "csv"])
def hostile(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> etree._ElementTree:
    """With derived variables and codes, cases not begun, hostile texts, and a category that has no label in the frame."""
    text = WORK.replace("title: Work", 'title: "<b>&amp; ]]> <!-- Ŵ 🏠"').replace(
        "{text: Sex?", '{label: "<& -->", text: Sex?'
    )
    journals = workers(3, text)
    journals.hold("new", [], kept=household(text))
    files = export_persons(journals, tmp_path_factory.mktemp("ddi") / "out", str(request.param))
    return etree.parse(files["work-codebook.xml"])


def _find(document: etree._ElementTree, path: str) -> list[etree._Element]:
    return list(document.getroot().iterfind("/".join(f"{{{NAMESPACE}}}{part}" for part in path.split("/"))))


def _variable(document: etree._ElementTree, name: str) -> etree._Element:
    (found,) = (each for each in _find(document, "dataDscr/var") if each.get("name") == name)
    return found


def _texts(node: etree._Element, path: str) -> list[str]:
    return [each.text or "" for each in node.iterfind("/".join(f"{{{NAMESPACE}}}{part}" for part in path.split("/")))]


def test_it_is_valid_by_the_published_schema(document: etree._ElementTree, hostile: etree._ElementTree) -> None:
    if not SCHEMA.exists():
        pytest.skip(f"the published schema is not there: {SCHEMA}")
    schema = etree.XMLSchema(etree.parse(SCHEMA))
    schema.assertValid(document)
    schema.assertValid(hostile)


def test_the_parts_of_each_element_are_those_of_the_schema_in_its_order(document: etree._ElementTree) -> None:
    for node in document.iter():
        names = [etree.QName(child).localname for child in node]
        if names:
            order = ORDER[etree.QName(node).localname].split()
            places = [order.index(name) for name in names]
            assert all(one <= other for one, other in pairwise(places)), etree.QName(node).localname


def test_attributes_are_those_of_the_schema_with_values_it_lists(hostile: etree._ElementTree) -> None:
    for node in hostile.iter():
        allowed = ALLOWED.get(etree.QName(node).localname, {})
        for name, value in node.attrib.items():
            if etree.QName(name).namespace is None:
                assert value in allowed[name].split() or (value and not allowed[name]), (node.tag, name, value)


def test_nothing_is_empty_and_nothing_that_is_needed_is_missing(hostile: etree._ElementTree) -> None:
    for node in hostile.iter():
        name = etree.QName(node).localname
        assert len(node) or (node.text or "").strip() or name in ("range", "item"), etree.tostring(node)
        parts = {etree.QName(child).localname for child in node}
        assert set(NEEDED.get(name, "").split()) <= parts, (name, node.get("name"))
        if parts:
            order = ORDER[name].split()
            places = [order.index(etree.QName(child).localname) for child in node]
            assert places == sorted(places), name
    ids = [node.get("ID") for node in hostile.iter() if node.get("ID")]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"[A-Za-z_][\w.-]*", each) for each in ids)
    assert {each.get("files") for each in _find(hostile, "dataDscr/var")} <= set(ids)


def test_the_statistics_of_a_variable_are_those_of_its_categories_and_its_file(hostile: etree._ElementTree) -> None:
    rows = {each.get("ID"): int(_texts(each, "fileTxt/dimensns/caseQnty")[0]) for each in _find(hostile, "fileDscr")}
    derived = 0
    for variable in _find(hostile, "dataDscr/var"):
        tag = f"{{{NAMESPACE}}}"
        counts = {each.get("type"): each.text for each in variable.iterfind(f"{tag}sumStat")}
        about = (variable.get("name"), counts)
        valid, without = int(counts["vald"]), int(counts["invd"])
        if "paradata" not in _texts(_file(hostile, variable), "fileTxt/fileName")[0]:
            assert valid + without == rows[variable.get("files")], about
        if variable.find(f"{tag}derivation") is not None:
            derived += 1
        given = {"Y": 0, "N": 0}
        for category in variable.iterfind(f"{tag}catgry"):
            given[str(category.get("missing"))] += int(_texts(category, "catStat")[0])
        assert given["Y"] == without, about
        assert given["N"] in (0, valid), about
    assert derived > 20


def _file(document: etree._ElementTree, variable: etree._Element) -> etree._Element:
    (found,) = (each for each in _find(document, "fileDscr") if each.get("ID") == variable.get("files"))
    return found


def test_a_derived_variable_says_how_it_was_made_and_has_the_words_of_the_standard(hostile: etree._ElementTree) -> None:
    eight = _variable(hostile, "nssec8")
    assert _texts(eight, "derivation/drvdesc")[0].startswith("For the whole adult population, in the order of priority")
    assert "Large employers and higher managerial occupations" in _texts(eight, "catgry/labl")
    assert "Presentation of outputs" in _texts(eight, "concept")[0]


def test_what_is_pointed_at_is_there(document: etree._ElementTree) -> None:
    ids = [node.get("ID") for node in document.iter() if node.get("ID")]
    assert len(ids) == len(set(ids))
    for node in document.iter():
        for attribute in ("files", "var"):
            assert set((node.get(attribute) or "").split()) <= set(ids)


def test_a_variable_has_its_question_universe_categories_and_frequencies(document: etree._ElementTree) -> None:
    damp = _variable(document, "Damp")
    assert _texts(damp, "qstn/qstnLit") == ["Is there damp?"]
    assert _texts(damp, "universe") == ["Everybody"]
    counted = zip(
        _texts(damp, "catgry/catValu"), _texts(damp, "catgry/labl"), _texts(damp, "catgry/catStat"), strict=True
    )
    assert list(counted)[:2] == [("1", "Yes", "0"), ("2", "No", "1")]
    missing = [each.get("missing") for each in damp.iterfind(f"{{{NAMESPACE}}}catgry")]
    assert missing == ["N", "N", "Y", "Y", "Y", "Y"]
    assert _texts(damp, "sumStat") == ["1", "1"]
    jobs = _variable(document, "NumberOfJobs")
    assert _texts(jobs, "universe") == ["Age >= 16"]
    (span,) = jobs.iterfind(f"{{{NAMESPACE}}}valrng/{{{NAMESPACE}}}range")
    assert (span.get("min"), span.get("max")) == ("1", "2")


def test_each_file_and_what_its_columns_are_called_is_told(document: etree._ElementTree) -> None:
    names = [each.text for each in _find(document, "fileDscr/fileTxt/fileName")]
    answers = ["household.sav", "household-People.sav", "household-Jobs.sav"]
    assert names == [*answers, "household-answer-modes.sav", "household-paradata.sav"]
    assert "In the file: Began, Began_state. In the dataset: Began." in _texts(_variable(document, "Began"), "notes")
    (group,) = _find(document, "dataDscr/varGrp")
    assert (group.get("name"), len(str(group.get("var")).split())) == ("Travel", 4)
