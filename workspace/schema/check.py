"""Runs the schema over what the bot sent and says what is wrong in Slack's words."""

from collections.abc import Iterator
from typing import Any

from jsonschema import Draft202012Validator, ValidationError, validators
from jsonschema.protocols import Validator

from workspace.errors import SlackError
from workspace.schema import blocks as schemas
from workspace.schema import objects, rules

Json = dict[str, Any]


def _by_type(validator: Any, kinds: Any, instance: Any, _schema: Any) -> Iterator[ValidationError]:
    kind = instance.get("type") if isinstance(instance, dict) else None
    if not isinstance(kind, str):
        return
    if kind not in kinds:
        yield ValidationError(f"unsupported type: {kind}", validator="by_type")
    else:
        yield from validator.descend(instance, kinds[kind])


Strict: type[Validator] = validators.extend(Draft202012Validator, {"by_type": _by_type})
MESSAGE = Strict(schemas.MESSAGE_BLOCKS)
ATTACHMENTS = Strict(schemas.ATTACHMENTS)
METADATA = Strict(schemas.METADATA)
VIEWS = {"modal": Strict(schemas.MODAL), "home": Strict(schemas.HOME)}
OPTIONS = Strict(objects.OPTIONS_ANSWER)
NOUNS = {"array": "an array", "object": "an object", "integer": "an integer", "boolean": "a boolean"}
MOST_VIEW_BYTES = 250_000


def check_message(args: Json) -> None:
    """Raise SlackError `invalid_blocks`, `invalid_attachments` or `invalid_metadata_format`."""
    if args.get("blocks") is not None:
        _refuse(
            "invalid_blocks", [*_said(MESSAGE, args["blocks"], "/blocks"), *rules.of_message(args["blocks"])]
        )
    if args.get("attachments") is not None:
        _refuse("invalid_attachments", _said(ATTACHMENTS, args["attachments"], "/attachments"))
        for attachment in args["attachments"]:
            _refuse("invalid_attachments", rules.of_message(attachment.get("blocks") or []))
    if args.get("metadata") is not None:
        _refuse("invalid_metadata_format", _said(METADATA, args["metadata"], "/metadata"))


def check_view(view: Any, kinds: tuple[str, ...]) -> Json:
    """Return the view; raise SlackError `invalid_arguments` or `view_too_large`."""
    if not isinstance(view, dict):
        raise SlackError.with_messages(
            "invalid_arguments", ["[ERROR] must provide an object [json-pointer:/view]"]
        )
    kind = view.get("type")
    if kind not in kinds:
        text = f"[ERROR] must be a valid enum value: {', '.join(kinds)} [json-pointer:/view/type]"
        raise SlackError.with_messages("invalid_arguments", [text])
    if len(repr(view)) > MOST_VIEW_BYTES:
        raise SlackError("view_too_large")
    _refuse("invalid_arguments", [*_said(VIEWS[kind], view, "/view"), *rules.of_view(view)])
    return view


def options_said(answer: Any) -> list[str]:
    """What is wrong with the answer to a type-ahead; empty: nothing."""
    return _said(OPTIONS, answer, "")


def _refuse(code: str, messages: list[str]) -> None:
    if messages:
        raise SlackError.with_messages(code, messages)


def _said(validator: Validator, instance: Any, root: str) -> list[str]:
    errors = sorted(validator.iter_errors(instance), key=lambda error: str(list(error.absolute_path)))
    return [f"[ERROR] {_words(error)} [json-pointer:{root}{_pointer(error)}]" for error in errors]


def _pointer(error: ValidationError) -> str:
    return "".join(f"/{part}" for part in error.absolute_path)


def _words(error: ValidationError) -> str:
    """The error in Slack's phrasing."""
    limit: Any = error.validator_value
    schema: Any = error.schema
    instance: Any = error.instance
    match error.validator:
        case "required":
            missing = [name for name in limit if name not in instance]
            return f"missing required field: {missing[0]}"
        case "additionalProperties":
            extra = set(instance) - set(schema.get("properties", {}))
            return f"invalid additional property: {', '.join(sorted(extra))}"
        case "maxLength":
            return f"must be less than {limit + 1} characters"
        case "minLength":
            return f"must be more than {limit - 1} characters"
        case "maxItems":
            return f"no more than {limit} items allowed"
        case "minItems":
            return f"no fewer than {limit} items allowed"
        case "type":
            return f"must provide {NOUNS.get(limit, f'a {limit}')}"
        case "enum":
            return f"must be a valid enum value: {', '.join(map(str, limit))}"
        case "pattern":
            return str(schema.get("errorMessage", "does not match the format"))
        case "oneOf" | "anyOf":
            return "must match one of: " + " | ".join(
                ", ".join(way.get("required", ["null"])) for way in limit
            )
    return error.message
