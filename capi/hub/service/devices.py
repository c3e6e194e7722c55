"""Laptops: which there are, that one is at its end, and what was on it."""

from capi.hub.office.devices import devices, end_device, held
from capi.hub.policy import Action
from capi.hub.service.endpoints import NOTHING, Asked, Group, Nothing, json_body, json_of
from capi.sync.office_messages import DeviceEnd, DeviceLine, Held

DEVICES = Group()


@DEVICES.get("/v1/devices", Action.SEE_DEVICES, NOTHING, json_of(list[DeviceLine]))
def list_devices(asked: Asked[Nothing, Nothing]) -> list[DeviceLine]:
    """All laptops that were ever enrolled."""
    return devices(asked.hub, asked.principal)


@DEVICES.post(
    "/v1/devices/{id}/end", Action.END_DEVICES, json_body(DeviceEnd), json_of(DeviceLine), "not_there", "conflict"
)
def end_laptop(asked: Asked[DeviceEnd, Nothing]) -> DeviceLine:
    """The laptop is replaced, revoked or lost."""
    return end_device(asked.hub, asked.principal, asked.path["id"], asked.body)


@DEVICES.get("/v1/devices/{id}/held", Action.SEE_DEVICES, NOTHING, json_of(Held), "not_there")
def held_by_laptop(asked: Asked[Nothing, Nothing]) -> Held:
    """The cases that were on the laptop, and which questions were answered on it."""
    return held(asked.hub, asked.principal, asked.path["id"])
