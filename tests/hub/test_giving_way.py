"""What is made beside the service gives way to it, but where nobody waits for the service."""

import os
import subprocess
import sys

import pytest

_PROGRAM = "import os; from capi.hub.giving_way import give_way; give_way(); print(os.nice(0))"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such numbers")
@pytest.mark.parametrize(("said", "lower"), [({}, 10), ({"CAPI_GIVE_WAY": "yes"}, 10), ({"CAPI_GIVE_WAY": " NO "}, 0)])
def test_a_process_has_a_lower_priority_unless_it_is_told_to_have_the_usual_one(
    said: dict[str, str], lower: int
) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "CAPI_GIVE_WAY"} | said
    done = subprocess.run([sys.executable, "-c", _PROGRAM], env=environment, capture_output=True, text=True, check=True)
    assert int(done.stdout) == min(os.nice(0) + lower, 19)
