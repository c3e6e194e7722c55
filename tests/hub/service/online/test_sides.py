"""A process that strangers can reach serves respondents alone, and one for the office has no page of theirs."""

import asyncio
import contextlib
from collections.abc import Sequence
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from capi.hub.database import HubDatabase
from capi.hub.service.app import ENDPOINTS, Side, make_app, places_of
from capi.hub.service.online import PAGES
from tests.hub.online.scene import OnlineScene

OF_OFFICE = {endpoint.path for endpoint in ENDPOINTS}


@pytest.mark.parametrize("only", [None, *Side])
def test_each_side_has_its_own_paths_and_both_say_how_they_are(tmp_path: Path, only: Side | None) -> None:
    with contextlib.closing(HubDatabase(f"sqlite:///{tmp_path / 'hub.sqlite'}")) as database:
        app = make_app(OnlineScene.set_up(database).hub, only=only)
        paths = {place.path for place in places_of(app)}

        assert (paths >= OF_OFFICE) is (only is not Side.RESPONDENTS)
        assert bool(paths & OF_OFFICE) is (only is not Side.RESPONDENTS)
        assert (paths >= set(PAGES)) is (only is not Side.OFFICE)
        assert bool(paths & set(PAGES)) is (only is not Side.OFFICE)
        asked = ("/", "/v1/hub", "/v1/openapi.json", "/health/ready")
        there = {path: status != 404 for path, status in asyncio.run(_statuses(app, asked)).items()}
        office = only is not Side.RESPONDENTS
        own = {"/v1/hub": office, "/v1/openapi.json": office, "/health/ready": True}
        assert there == {"/": only is not Side.OFFICE} | own


async def _statuses(app: FastAPI, paths: Sequence[str]) -> dict[str, int]:
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        return {path: (await client.get(path)).status_code for path in paths}
