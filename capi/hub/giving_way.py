"""What the hub makes beside its service gives way to it: those processes run at a lower priority.

CAPI_GIVE_WAY=no leaves them the usual one, where nobody waits for the service meanwhile, as under test.
"""

import os
import sys
from collections.abc import Mapping

GIVE_WAY_VARIABLE = "CAPI_GIVE_WAY"
_NICE = 10


def give_way(environment: Mapping[str, str] = os.environ) -> None:
    """This process from now on, and those it starts."""
    if sys.platform != "win32" and environment.get(GIVE_WAY_VARIABLE, "").strip().casefold() != "no":
        os.nice(_NICE)
