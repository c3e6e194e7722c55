"""Tests see no screen, no folder of the person who runs them, and do not count as passed when none ran."""

import gc
import os
from collections.abc import Iterator

import pytest

from capi.hub.giving_way import GIVE_WAY_VARIABLE
from capi.screens.garbage import Garbage
from tests.compiled_statements import share_compiled_statements

# Thousands of tests leave much behind that stays until the end: to look through it again and again takes a tenth of their time.
gc.set_threshold(50_000, 20, 100)
GARBAGE = Garbage()
"""A hub's thread in a test would else destroy the windows of the tests before, under Qt's hands: the process dies now and then."""
share_compiled_statements()
os.environ[GIVE_WAY_VARIABLE] = "no"
os.environ["QT_QPA_PLATFORM"] = os.environ.get("CAPI_TEST_PLATFORM", "offscreen")


@pytest.fixture(scope="session", autouse=True)
def folders_of_nobody(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Settings, data and caches go to a folder of this run, in processes started by the tests too."""
    home = tmp_path_factory.mktemp("nobody")
    with pytest.MonkeyPatch.context() as environment:
        for variable in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
            environment.setenv(variable, str(home / variable.lower()))
        for variable in ("APPDATA", "LOCAL_APPDATA"):
            environment.setenv(f"WIN_PD_OVERRIDE_{variable}", str(home / variable.lower()))
        environment.setenv("CAPI_DATA_DIR", str(home / "capi"))
        yield


def pytest_runtest_logfinish() -> None:
    """Between two tests, on the thread that they run on."""
    GARBAGE.collect_due()


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """A run of which everything was skipped ends as one that found no test."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if exitstatus or reporter is None or session.config.getoption("collectonly"):
        return
    if not reporter.stats.get("passed"):
        reporter.write_line("No test ran to its end, so nothing is known to pass.", red=True)
        session.exitstatus = pytest.ExitCode.NO_TESTS_COLLECTED
