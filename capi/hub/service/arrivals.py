"""Coming to the hub: what anybody may know of it, a laptop that enrols or renews its tokens, somebody of the office who signs in."""

from capi.hub.hub import known
from capi.hub.people.enrolment import enrol
from capi.hub.people.tokens import refresh, sign_in, sign_out
from capi.hub.policy import Action
from capi.hub.service.endpoints import NOTHING, Anybody, Asked, Group, Nothing, json_body, json_of, no_content
from capi.sync.messages import VERSION, Enrolled, Enrolment, HubFacts, Refresh, SignedIn, SignIn, Tokens

ARRIVALS = Group()


@ARRIVALS.get("/v1/hub", Anybody.MAY, NOTHING, json_of(HubFacts))
def which_hub(asked: Asked[Nothing, Nothing]) -> HubFacts:
    """Which hub this is, and its time."""
    hub = asked.hub
    with hub.database.reading() as connection:
        this = known(hub, connection)
    return HubFacts(
        hub=this.id,
        name=this.name,
        epoch=this.epoch,
        time=hub.now(),
        versions=(VERSION,),
        public_key=hub.keys.public,
    )


@ARRIVALS.post(
    "/v1/enrolments",
    Anybody.MAY,
    json_body(Enrolment),
    json_of(Enrolled, 201),
    "code_used",
    "conflict",
    "too_many_tries",
)
def enrol_laptop(asked: Asked[Enrolment, Nothing]) -> Enrolled:
    """A laptop becomes known, with the one-time code its interviewer was given."""
    return enrol(asked.hub, asked.body, asked.address)


@ARRIVALS.post(
    "/v1/tokens",
    Anybody.MAY,
    json_body(Refresh),
    json_of(Tokens),
    "not_signed_in",
    "reused",
    "device_revoked",
    "too_many_tries",
)
def renew_tokens(asked: Asked[Refresh, Nothing]) -> Tokens:
    """Two new tokens for a refresh token that has not been used."""
    return refresh(asked.hub, asked.body, asked.address)


@ARRIVALS.post(
    "/v1/sessions",
    Anybody.MAY,
    json_body(SignIn),
    json_of(SignedIn, 201),
    "not_signed_in",
    "not_allowed",
    "too_many_tries",
)
def begin_session(asked: Asked[SignIn, Nothing]) -> SignedIn:
    """Somebody of the office signs in."""
    return sign_in(asked.hub, asked.body, asked.address)


@ARRIVALS.endpoint("DELETE", "/v1/sessions/current", Action.SIGN_IN, takes=NOTHING, gives=no_content())
def end_session(asked: Asked[Nothing, Nothing]) -> None:
    """All sessions of the account end, on whatever machine."""
    sign_out(asked.hub, asked.principal)
