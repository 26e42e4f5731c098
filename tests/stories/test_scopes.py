"""The manifest asks for exactly the scopes and events that are used."""

from handlers.manifest import EVENTS, SCOPES
from tests.stories.office import StoryOffice
from tests.stories.test_resource_check import all_available


def test_every_scope_of_the_manifest_is_needed_and_none_is_lacking(office: StoryOffice) -> None:
    """A day with everything in it uses each scope; every other story fails where a scope is lacking."""
    all_available(office)
    office.user("Mina").home()
    said = office.control.act("/post", "U0MINA", channel="C0GENERAL", text="@xieban help")
    assert said["error"] is None
    # Cards whose answers never came are looked for: in a channel, and in somebody's messages.
    for channel in ("C0SUPPORT", "D0LINQ"):
        office.control.act("/faults", kind="reset_after", method="chat.postMessage", channel=channel, count=1)
    # The bot need not be a member of a team's channel.
    office.branch.stand_in.workspace.branch.rooms["C0SWITCH"].members.remove("U0XIEBAN")
    label = office.user("林强").opens(customer="华美商贸", service="voice_line")
    office.user("David").finishes(label, "受理", "clear")
    office.channel("switching").card(label, "交换核查")
    assert office.dm("林强").count(label, "现在可以这样答复客户") == 1

    scopes = office.control.get("/scopes")
    assert scopes["granted"] == sorted(SCOPES)
    assert scopes["unused"] == []
    delivered = {
        line["body"]["event"]["type"] for line in office.control.lines("/deliveries", type="events_api")
    }
    assert delivered == set(EVENTS)
