"""DDI Codebook 2.5. Its published schema is not ours to keep: where it lies in the reference data it is what judges, and
what we read off it, the order of the parts of each element we write, is checked everywhere."""

from itertools import pairwise
from pathlib import Path

import pytest
from lxml import etree

from capi.outputs.ddi import NAMESPACE
from tests.outputs.formats_scenario import export, households

SCHEMA = Path(__file__).parents[3] / "shared" / "reference" / "ddi" / "codebook.xsd"
ORDER = {
    "codeBook": "docDscr stdyDscr fileDscr dataDscr otherMat",
    "docDscr": "citation guide docStatus docSrc controlledVocabUsed notes",
    "stdyDscr": "citation studyAuthorization stdyInfo studyDevelopment method dataAccs othrStdyMat notes",
    "citation": "titlStmt rspStmt prodStmt distStmt serStmt verStmt biblCit holdings notes",
    "titlStmt": "titl subTitl altTitl parTitl IDNo",
    "prodStmt": "producer copyright prodDate prodPlac software fundAg grantNo",
    "verStmt": "version verResp notes",
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


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> etree._ElementTree:
    files = export(households(), tmp_path_factory.mktemp("ddi") / "out", "sav")
    return etree.parse(files["household-codebook.xml"])


def _find(document: etree._ElementTree, path: str) -> list[etree._Element]:
    return list(document.getroot().iterfind("/".join(f"{{{NAMESPACE}}}{part}" for part in path.split("/"))))


def _variable(document: etree._ElementTree, name: str) -> etree._Element:
    (found,) = (each for each in _find(document, "dataDscr/var") if each.get("name") == name)
    return found


def _texts(node: etree._Element, path: str) -> list[str]:
    return [each.text or "" for each in node.iterfind("/".join(f"{{{NAMESPACE}}}{part}" for part in path.split("/")))]


def test_it_is_valid_by_the_published_schema(document: etree._ElementTree) -> None:
    if not SCHEMA.exists():
        pytest.skip(f"the published schema is not there: {SCHEMA}")
    etree.XMLSchema(etree.parse(SCHEMA)).assertValid(document)


def test_the_parts_of_each_element_are_those_of_the_schema_in_its_order(document: etree._ElementTree) -> None:
    for node in document.iter():
        names = [etree.QName(child).localname for child in node]
        if names:
            order = ORDER[etree.QName(node).localname].split()
            places = [order.index(name) for name in names]
            assert all(one <= other for one, other in pairwise(places)), etree.QName(node).localname


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
    assert names == ["household.sav", "household-People.sav", "household-Jobs.sav", "household-paradata.sav"]
    assert "In the file: Began, Began_state. In the dataset: Began." in _texts(_variable(document, "Began"), "notes")
    (group,) = _find(document, "dataDscr/varGrp")
    assert (group.get("name"), len(str(group.get("var")).split())) == ("Travel", 4)
