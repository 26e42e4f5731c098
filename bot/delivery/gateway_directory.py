"""Reading from Slack who there is: channels, user groups, people."""

from collections.abc import Callable, Iterator
from typing import Any

from slack_sdk import WebClient

from bot.delivery.gateway_faults import fault_of
from bot.people.roster import SlackPerson

PAGE = 200


class SlackDirectory:
    """What `bot.people.roster` asks of Slack; implements the contract's Directory.

    `channel_types` may name `private_channel` too where the app has the scope `groups:read`.
    """

    def __init__(self, client: WebClient, channel_types: str = "public_channel") -> None:
        self._client = client
        self._channel_types = channel_types

    def channels(self) -> dict[str, str]:
        pages = self._pages(
            self._client.conversations_list, types=self._channel_types, exclude_archived=True, limit=PAGE
        )
        return {channel["name"]: channel["id"] for page in pages for channel in page["channels"]}

    def user_groups(self) -> dict[str, tuple[str, ...]]:
        (page,) = self._pages(self._client.usergroups_list, include_users=True)
        return {group["handle"]: tuple(group.get("users") or ()) for group in page["usergroups"]}

    def people(self) -> dict[str, SlackPerson]:
        pages = self._pages(self._client.users_list, include_locale=True, limit=PAGE)
        people = (_person(member) for page in pages for member in page["members"])
        return {person.id: person for person in people}

    def _pages(self, method: Callable[..., Any], **named: Any) -> Iterator[dict[str, Any]]:
        """All pages of an answer; raises a DeliveryFault."""
        cursor = ""
        while True:
            try:
                page = method(**named, **({"cursor": cursor} if cursor else {}))
            except Exception as error:
                raise fault_of(error, method.__name__.replace("_", ".", 1)) from error
            yield page.data
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return


def _person(member: dict[str, Any]) -> SlackPerson:
    profile = member.get("profile") or {}
    name = member.get("real_name") or profile.get("real_name") or member.get("name") or member["id"]
    language = "zh" if str(member.get("locale", "")).startswith("zh") else "en"
    return SlackPerson(member["id"], name, language, is_active=not member.get("deleted", False))
