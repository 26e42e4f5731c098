"""The one interpreter of the matrix: what happens next, plan, limits, forecast, and its checks. Pure."""

from bot.course.checks import checked, explorations, load_checked
from bot.course.explore import explore, walk
from bot.course.graph import Graph, Node, Values, graph_of
from bot.course.interpreter import (
    SKIPPED,
    Course,
    Decision,
    End,
    Place,
    Prospect,
    Reopening,
    Visit,
    judge,
)
from bot.course.limits import (
    Target,
    access_point_rule,
    grade_caps,
    question_target,
    step_limit,
    step_target,
    target_for,
    target_of,
)
from bot.course.plan import Plan, PlannedStep, plan_request

__all__ = [
    "SKIPPED",
    "Course",
    "Decision",
    "End",
    "Graph",
    "Node",
    "Place",
    "Plan",
    "PlannedStep",
    "Prospect",
    "Reopening",
    "Target",
    "Values",
    "Visit",
    "access_point_rule",
    "checked",
    "explorations",
    "explore",
    "grade_caps",
    "graph_of",
    "judge",
    "load_checked",
    "plan_request",
    "question_target",
    "step_limit",
    "step_target",
    "target_for",
    "target_of",
    "walk",
]
