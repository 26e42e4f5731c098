"""users.*, usergroups.*, auth, bots, team: who is who."""

from zoneinfo import ZoneInfo

from workspace.api.registry import Call, method
from workspace.branch import Json
from workspace.config import Group, Person
from workspace.errors import SlackError


@method("auth.test", tier=None)
def auth_test(call: Call) -> Json:
    """Who the token belongs to."""
    config = call.ws.config
    return {
        "url": call.ws.base_url + "/",
        "team": config.team["name"],
        "user": call.ws.branch.people[config.bot_user].handle,
        "team_id": config.team["id"],
        "user_id": config.bot_user,
        "bot_id": config.bot_id,
        "is_enterprise_install": False,
    }


@method("apps.connections.open", tier=None, app_token=True)
def connections_open(call: Call) -> Json:
    """The address of one Socket Mode connection; not limited: connections live in real time."""
    if call.ws.link.request_url:
        raise SlackError("socket_mode_not_enabled")
    address = call.ws.base_url.replace("http", "ws", 1)
    ticket = call.ws.link.sockets.ticket()
    return {"url": f"{address}/link/?ticket={ticket}&app_id={call.ws.config.app_id}"}


@method("users.info", tier=4, scopes="users:read", required="user")
def users_info(call: Call) -> Json:
    """One person; with `include_locale` their language."""
    return {"user": described(call, call.ws.branch.person(str(call.text("user"))))}


@method("users.list", tier=2, scopes="users:read")
def users_list(call: Call) -> Json:
    """Everybody, page by page."""
    people, metadata = call.page(list(call.ws.branch.people.values()))
    return {"members": [described(call, person) for person in people], "cache_ts": 0, **metadata}


@method("users.lookupByEmail", tier=3, scopes="users:read users:read.email", required="email")
def lookup_by_email(call: Call) -> Json:
    """The person with an address."""
    for person in call.ws.branch.people.values():
        if person.email == call.text("email") and not person.is_bot:
            return {"user": described(call, person)}
    raise SlackError("users_not_found")


@method("usergroups.list", tier=2, scopes="usergroups:read")
def usergroups_list(call: Call) -> Json:
    """The user groups; with `include_users` who is in them."""
    groups = call.ws.branch.groups.values()
    return {"usergroups": [_group(call, group) for group in groups]}


@method("usergroups.users.list", tier=2, scopes="usergroups:read", required="usergroup")
def usergroups_users_list(call: Call) -> Json:
    """Who is in a user group."""
    group = call.ws.branch.groups.get(str(call.text("usergroup")))
    if group is None:
        raise SlackError("no_such_subteam")
    return {"users": list(group.users)}


@method("bots.info", tier=3, scopes="users:read")
def bots_info(call: Call) -> Json:
    """The bot itself."""
    config = call.ws.config
    if call.text("bot") not in (None, config.bot_id):
        raise SlackError("bot_not_found")
    bot = {"id": config.bot_id, "app_id": config.app_id, "user_id": config.bot_user, "name": config.bot_name}
    return {"bot": {**bot, "deleted": False, "updated": 0, "icons": {}}}


@method("team.info", tier=3, scopes="team:read")
def team_info(call: Call) -> Json:
    """The workspace."""
    return {"team": {**call.ws.config.team, "email_domain": "branch.example", "icon": {}}}


def described(call: Call, person: Person) -> Json:
    """A person as Slack describes them; the address only with `users:read.email`."""
    profile = {
        "real_name": person.name,
        "display_name": person.display_name,
        "real_name_normalized": person.name,
        "display_name_normalized": person.display_name,
        "title": person.title,
    }
    if "users:read.email" in call.ws.scopes.granted:
        profile["email"] = person.email
    user = {
        "id": person.id,
        "team_id": call.ws.config.team["id"],
        "name": person.handle,
        "real_name": person.name,
        "deleted": False,
        "tz": call.ws.config.zone,
        "tz_label": call.ws.config.zone,
        "tz_offset": _offset_seconds(call),
        "profile": profile,
        "is_bot": person.is_bot,
        "is_app_user": False,
        "is_admin": False,
        "is_restricted": False,
        "updated": 0,
    }
    return {**user, "locale": person.locale} if call.flag("include_locale") else user


def _offset_seconds(call: Call) -> int:
    offset = call.ws.clock.now().astimezone(ZoneInfo(call.ws.config.zone)).utcoffset()
    return int(offset.total_seconds()) if offset else 0


def _group(call: Call, group: Group) -> Json:
    shown: Json = {
        "id": group.id,
        "team_id": call.ws.config.team["id"],
        "is_usergroup": True,
        "name": group.name,
        "handle": group.handle,
        "description": "",
        "date_delete": 0,
        "user_count": len(group.users) if call.flag("include_count") else None,
        "users": list(group.users) if call.flag("include_users") else None,
    }
    return {key: value for key, value in shown.items() if value is not None}
