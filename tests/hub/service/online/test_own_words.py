"""Pages with words of the office's own: who it is, how it is reached, in the respondent's language."""

import contextlib
from collections.abc import Iterator

import pytest

from capi.hub.database import HubDatabase
from capi.hub.online.own_texts import own_texts
from tests.hub.online.scene import OnlineScene
from tests.hub.online.test_own_texts import ENGLISH, written
from tests.hub.service.online.conftest import ServedOnline
from tests.hub.service.online.respondent import Respondent
from tests.hub.serving import serving

OWN = """
[frame]
office = "Office for <Examples> & Trials"
[code]
about = ["The Example Survey takes about 10 minutes."]
[contact_page]
about = ["We are here from 9 to 5."]
telephone = "0800 000 (0000) 1"
email = "survey@example.org"
"""


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedOnline]:
    """The background standard, of an office that says who it is, in English and in a Welsh of one line."""
    folder = tmp_path_factory.mktemp("own")
    written(folder, OWN)
    texts = own_texts(written(folder, ENGLISH.replace("Page not found", "Heb ei chanfod"), "cy"))
    with contextlib.closing(HubDatabase(f"sqlite:///{folder / 'hub.sqlite'}")) as database:
        scene = OnlineScene.set_up(database)
        with serving(scene.hub, texts=texts) as running:
            yield ServedOnline(scene, running)


def test_every_page_says_whose_it_is_and_the_first_what_the_office_says_of_it(own: ServedOnline) -> None:
    with own.respondent() as ann:
        assert ann.path == "/q/SchoolType"
        assert "Office for &lt;Examples&gt; &amp; Trials" in ann.reply.text
        first = ann.get("/").text
        assert "about 10 minutes" in first
        assert "There is one question on each page" not in first
        assert "Office for &lt;Examples&gt; &amp; Trials" in ann.get("/nowhere").text


def test_the_office_is_reached_by_a_touch(own: ServedOnline) -> None:
    with Respondent(own.running) as ann:
        assert ann.links("Contact") == ["/contact"]
        text = ann.get("/contact").text
        assert "We are here from 9 to 5." in text
        assert ann.links("0800 000 (0000) 1") == ["tel:080000000001"]
        assert ann.links("survey@example.org") == ["mailto:survey@example.org"]


def test_what_goes_wrong_before_a_code_is_told_in_the_language_of_the_browser(own: ServedOnline) -> None:
    with own.running.client() as client:
        said = client.get("/nowhere", headers={"Accept-Language": "cy-GB, en;q=0.5"})
        assert (said.status_code, "Heb ei chanfod" in said.text, '<html lang="cy"' in said.text) == (404, True, True)
        assert "Page not found" in client.get("/nowhere", headers={"Accept-Language": "fr"}).text


def test_without_words_of_its_own_the_office_is_in_the_invitation(seb: ServedOnline) -> None:
    with Respondent(seb.running) as ann:
        text = ann.get("/contact").text
        assert "letter or message that invited you" in text
        assert "tel:" not in text
        assert 'class="office"' not in text
