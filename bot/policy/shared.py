"""Fills the `shared` fields and outcomes of matrix.yaml in where they are taken by name."""

from collections.abc import Mapping
from typing import Any


def take_shared(data: Any) -> Any:
    """The document with every bare word or override among fields and outcomes replaced by what it stands for.

    What cannot be filled in is left as it is: the models then say what is wrong with it, at its place.
    """
    if not isinstance(data, dict) or not isinstance(data.get("shared"), dict):
        return data
    fields = _entries(data["shared"].get("fields"))
    outcomes = {id: _outcome(each, fields) for id, each in _entries(data["shared"].get("outcomes")).items()}
    kinds = data.get("kinds")
    if not isinstance(kinds, dict):
        return data
    filled = {id: _kind(kind, fields, outcomes) for id, kind in kinds.items()}
    return {"shared": {"fields": data["shared"].get("fields"), "outcomes": outcomes}, "kinds": filled} | {
        key: value for key, value in data.items() if key not in ("shared", "kinds")
    }


def _kind(kind: Any, fields: Mapping[str, Any], outcomes: Mapping[str, Any]) -> Any:
    if not isinstance(kind, dict):
        return kind
    filled = _with(kind, "fields", fields)
    if isinstance(kind.get("steps"), list):
        filled["steps"] = [_step(step, fields, outcomes) for step in kind["steps"]]
    return filled


def _step(step: Any, fields: Mapping[str, Any], outcomes: Mapping[str, Any]) -> Any:
    if not isinstance(step, dict):
        return step
    filled = _with(step, "outcomes", outcomes)
    if isinstance(filled.get("outcomes"), list):
        filled["outcomes"] = [_outcome(each, fields) for each in filled["outcomes"]]
    return filled


def _outcome(outcome: Any, fields: Mapping[str, Any]) -> Any:
    return _with(outcome, "fields", fields) if isinstance(outcome, dict) else outcome


def _with(owner: dict[str, Any], key: str, shared: Mapping[str, Any]) -> dict[str, Any]:
    entries = owner.get(key)
    if not isinstance(entries, list):
        return dict(owner)
    return {**owner, key: [_entry(each, shared) for each in entries]}


def _entry(entry: Any, shared: Mapping[str, Any]) -> Any:
    if isinstance(entry, str) and entry in shared:
        return {"id": entry, **shared[entry]}
    if isinstance(entry, dict) and isinstance(entry.get("id"), str) and entry["id"] in shared:
        return {**shared[entry["id"]], **entry}
    return entry


def _entries(entries: Any) -> dict[str, Any]:
    return {k: v for k, v in entries.items() if isinstance(v, dict)} if isinstance(entries, dict) else {}
