"""What `app.py check --explore` prints: every course that the kinds can take, by the interpreter itself."""

from collections.abc import Iterator

from bot.course import Values, explorations, walk
from bot.course.checks import Exploration
from bot.policy import Policy
from models.enums import Grade


def exploration_lines(policy: Policy) -> Iterator[str]:
    """A line for each kind and service with its courses, their ends and one of them; then the sum of all."""
    combinations = courses = situations = 0
    for exploration in explorations(policy):
        found = exploration.found
        yield _line(policy, exploration)
        combinations += len(Grade)
        courses += found.courses * len(Grade)
        situations += found.situations
    yield (
        f"walked: {combinations} combinations of kind, service and grade, {courses} courses, "
        f"{situations} different situations; every course ends"
    )


def _line(policy: Policy, exploration: Exploration) -> str:
    kind, found = policy.kinds[exploration.kind], exploration.found
    ends = ", ".join(f"{count} {end}" for end, count in sorted(found.ends.items()))
    steps, end = walk(kind, Values(exploration.service), {})
    first = " → ".join(steps) + (f" ({end.state})" if end else "")
    return (
        f"{exploration.kind} {exploration.service}: {len(found.reached)} of {len(kind.steps)} steps, "
        f"{found.courses} courses ({ends}); with first answers: {first}"
    )
