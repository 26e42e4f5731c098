"""What a form holds: begun from a line or a message, or as it came in from the person who has it open."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.coordination.drafts import read_of
from bot.coordination.filling import Filled, Known, all_fields, fill, has_place, known_of
from bot.course.rules import Branch
from bot.language import wording
from bot.language.found import Found, is_held, rest_for, type_of, words_in
from bot.language.line import Line
from bot.language.terms import told_choices
from bot.language.times import absolute
from bot.policy import FieldRule, Kind, Policy
from bot.storage.unit_of_work import UnitOfWork
from models import Draft


@dataclass(frozen=True)
class Sent:
    """A form as it came in: `kind` is chosen, `shown` the kind whose fields it had (None: not known).

    `values` are by field id, `names` what chosen options are called; the draft keeps what it had no field
    for.
    """

    kind: str
    shown: str | None
    values: Mapping[str, Any]
    names: Mapping[str, str]
    draft_id: int | None


def from_line(branch: Branch, draft: Draft, language: str, *, whole: bool = False) -> Filled:
    """The form for what was read from a line; `whole`: all of the line is the description (a message)."""
    policy = branch.policy
    kind = policy.kinds.get(draft.kind or "") or next(iter(policy.kinds.values()))
    read = read_of(draft)
    if "kind" in read and read["kind"].value is None:
        read["kind"] = replace(read["kind"], value=kind.id)
    text = draft.line if whole else rest_for(draft.line, read, kind)
    known: dict[str, Known] = {}
    for field, found in read.items():
        each = _read(branch, draft, kind, field, found, language)
        put_back = not whole and not is_held(field, found, kind)
        known[field] = replace(each, is_quoted=whole, added=each.words if put_back else ())
    kind_words = " ".join(known["kind"].words) if "kind" in known else ""
    choices = _choices(policy, draft, kind, f"{text}\n{kind_words}", language)
    for field, each in known.items():
        choice = choices.get(field)
        if choice is None or has_place(kind, field, each) or not has_place(kind, field, choice):
            choices[field] = each
    return fill(kind, choices, text)


def _read(branch: Branch, draft: Draft, kind: Kind, field: str, found: Found, language: str) -> Known:
    """A value of the line as a form holds it."""
    words, value = words_in(draft.line, found.words_at()), found.value
    if field == "kind":
        return Known(value, "kind", words)
    if field == "wished":  # open, its own words: the form asks which is meant
        at = datetime.fromisoformat(value) if value else None
        value = absolute(at, branch.office_calendar, language) if at else " ".join(words)
    rule = kind.field(field)
    if not words and rule is not None:  # chosen on the card
        words = (_label(branch.policy, rule, value, language),)
    return Known(value, type_of(field), words)


def _choices(policy: Policy, draft: Draft, kind: Kind, text: str, language: str) -> dict[str, Known]:
    """The choices that the line names, of this kind and of those that may be chosen yet.

    Their words stand in the text, or belong to another value.
    """
    rules = {rule.id: rule for rule in (*all_fields(policy), *kind.fields)}
    known = {}
    for field, said in told_choices(Line(draft.line), rules.values()).items():
        words = tuple(each for each in words_in(draft.line, said.spans) if wording.stands(text, each))
        if not words and draft.details.get(field) == said.id:
            words = (_label(policy, rules[field], said.id, language),)
        known[field] = Known(said.id, "choice", words, is_quoted=True)
    return known


def from_form(uow: UnitOfWork, sent: Sent, language: str) -> Filled:
    """The form for the kind that is chosen in it, with all that was typed into it before."""
    return refilled(uow.branch.policy, sent, *_kept(uow, sent.draft_id, language), language)


def refilled(policy: Policy, sent: Sent, known: Mapping[str, Known], left: str, language: str) -> Filled:
    """The same, with the values `known` before, and what was `left` of the description."""
    kind = policy.kinds.get(sent.kind) or next(iter(policy.kinds.values()))
    shown = policy.kinds.get(sent.shown or "") or kind
    now: dict[str, Known] = {}
    rules = {rule.id: rule for rule in (*all_fields(policy), *shown.fields)}
    for field, value in sent.values.items():
        if field in rules and not (field == "description" and shown.description):
            label = _label(policy, rules[field], sent.names.get(field, value), language)
            now[field] = _typed(rules[field], value, known.get(field), label)
    for field, each in known.items():
        if field not in now and not (field != "kind" and has_place(shown, field, each)):
            now[field] = each  # else it was in the form and has been emptied there
    if all(kind.field(field) for field in sent.values) and shown.id == kind.id:
        return Filled(kind, sent.values, now, left)  # as it came: what is wrong is said at its field
    text = str(sent.values.get("description", "")) if shown.description else ""
    return fill(kind, now, text, left)


def _kept(uow: UnitOfWork, draft_id: int | None, language: str) -> tuple[dict[str, Known], str]:
    """What a form's draft keeps for it; nothing where it has been dropped since."""
    draft = uow.session.get(Draft, draft_id) if draft_id is not None else None
    if draft is None or draft.person_id != uow.actor:
        return {}, ""
    if draft.line:
        filled = from_line(uow.branch, draft, language)
        return dict(filled.known), filled.left
    return known_of(draft.read), str(draft.read.get("left", ""))


def _typed(rule: FieldRule, value: Any, before: Known | None, label: str) -> Known:
    """A value of the form: in the words in which it was read, if it is still that one."""
    if before is not None:
        is_settled = before.value is None and rule.type == "customer"
        if is_settled or str(before.value) == str(value):
            return replace(before, value=value)
    return Known(value, rule.type, (label,))


def _label(policy: Policy, rule: FieldRule, value: Any, language: str) -> str:
    """A value in words of its own: `access points: 8`."""
    names = {choice.id: choice.name.in_(language) for choice in rule.choices}
    if rule.type == "service":
        names = {each.id: each.name.in_(language) for each in policy.services.values()}
    colon = "：" if language.startswith("zh") else ": "
    return f"{rule.name.in_(language)}{colon}{names.get(str(value), value)}"
