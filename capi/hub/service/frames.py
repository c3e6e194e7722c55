"""Outcome frames, for those who bring them to the hub, work by them, and fetch them."""

from typing import Annotated

from msgspec import Meta

from capi.hub.orders.frames import add_frame, frame_file, frame_in_use, frames
from capi.hub.policy import Action
from capi.hub.service.endpoints import MEGABYTE, NOTHING, Asked, Group, Nothing, json_body, json_of, statement
from capi.sync.calling_messages import FrameFile, FrameLine
from capi.sync.messages import Message

FRAMES = Group()


class FrameText(Message, frozen=True):
    """The file of an outcome frame to the letter."""

    text: Annotated[str, Meta(min_length=1, max_length=MEGABYTE)]


@FRAMES.get("/v1/frames", Action.SEE_FRAMES, NOTHING, json_of(list[FrameLine]))
def list_frames(asked: Asked[Nothing, Nothing]) -> list[FrameLine]:
    """All outcome frames, the one of the fieldwork first."""
    return frames(asked.hub, asked.principal)


@FRAMES.post("/v1/frames", Action.ADD_FRAMES, json_body(FrameText, 2 * MEGABYTE), json_of(FrameLine, 201), "conflict")
def take_frame(asked: Asked[FrameText, Nothing]) -> FrameLine:
    """An outcome frame is read, checked, and taken for the fieldwork from now on."""
    return add_frame(asked.hub, asked.principal, asked.body.text)


@FRAMES.get("/v1/frame", Action.SEE_FRAMES, NOTHING, json_of(FrameFile), "conflict")
def the_frame(asked: Asked[Nothing, Nothing]) -> FrameFile:
    """The outcome frame of the fieldwork, for the office."""
    return frame_in_use(asked.hub, asked.principal)


@FRAMES.get("/v1/frames/{sha256}", Action.FETCH, NOTHING, statement(FrameFile), "not_there")
def one_frame(asked: Asked[Nothing, Nothing]) -> bytes:
    """An outcome frame to the letter."""
    return frame_file(asked.hub, asked.principal, asked.path["sha256"])
