"""Kinds of request for tests of the interpreter: small ones written out, and random ones by hypothesis."""

from typing import Any

from hypothesis import strategies as st

from bot.policy import Condition, Kind, Outcome, StepRule, Text

TEXT = Text(zh="词", en="word")
SERVICES = ("line", "radio")


def outcome(id: str, **ending: Any) -> Outcome:
    """An outcome that asks nothing."""
    return Outcome(id=id, name=TEXT, **ending)


def step(key: str, needs: str = "", applies: Condition | None = None, *outcomes: Outcome) -> StepRule:
    """A step of some team; without outcomes it can only be answered `yes`, which concludes as done."""
    return StepRule(
        key=key,
        name=TEXT,
        asks=TEXT,
        team="team",
        accountable="team",
        needs=tuple(needs.split()),
        applies=applies,
        outcomes=outcomes or (outcome("yes", concludes="done"),),
    )


def kind(*steps: StepRule) -> Kind:
    """A kind of these steps."""
    return Kind.model_validate(
        {"id": "kind", "name": TEXT, "stage": "pre_sale", "fields": [FIELD], "steps": steps}
    )


FIELD = {"id": "customer", "name": TEXT, "type": "customer", "required": True}
OUTCOMES = ("yes", "no", "stop")


@st.composite
def kinds(draw: st.DrawFn) -> Kind:
    """Any kind of up to six steps that can always end: conditions on services and answers, early ends."""
    keys = [f"s{number}" for number in range(draw(st.integers(1, 6)))]
    steps = []
    for position, key in enumerate(keys):
        before = keys[:position]
        needs = draw(st.lists(st.sampled_from(before), unique=True, max_size=3)) if before else []
        applies = draw(conditions(before)) if position else None
        ends = draw(st.sampled_from([None, "done", "declined"]))
        outcomes = [outcome("yes", concludes="done"), outcome("no", concludes="declined")]
        outcomes += [outcome("stop", ends=ends)] if ends else []
        steps.append(step(key, " ".join(needs), applies, *outcomes))
    return kind(*steps)


@st.composite
def conditions(draw: st.DrawFn, before: list[str]) -> Condition | None:
    """None, or a condition on the service, on earlier answers, or on both."""
    services = draw(st.lists(st.sampled_from(SERVICES), unique=True, max_size=2))
    asks = draw(st.lists(st.sampled_from(before), unique=True, max_size=3))
    if not (services or asks):
        return None
    quantifier = draw(st.sampled_from(["any_of", "all_of"]))
    said: dict[str, Any] = {quantifier: tuple(asks), "outcome": draw(st.sampled_from(OUTCOMES))}
    return Condition(services=tuple(services), **(said if asks else {}))
