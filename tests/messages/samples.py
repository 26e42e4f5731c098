"""View-models as the engine would make them, for the builders' tests."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.policy import Text
from bot.views import ExchangeView, Line, RequestView, StepCard, StepView

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
DUE = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
QUESTION = ExchangeView(
    id=1, question="Which building?", asked_by_id="U0LIWEI", asked_of_id="U0MINA", asked_at=NOW
)

STEP = StepView(
    id=5,
    request_id=12,
    label="XB-12",
    key="transport",
    name=Text(zh="传输核查", en="transport check"),
    asks=Text(zh="现网传输资源能否开通?能则预占", en="Can it be activated on the present network?"),
    team_id="transport",
    team=Text(zh="传输室", en="Transport Office"),
    state="ready",
    holder_id=None,
    outcome=None,
    answers=(),
    waits_for=(),
    ready_at=NOW,
    done_at=None,
    done_by_id=None,
    due_at=DUE,
    is_overdue=False,
    is_provisional=False,
    is_paused=False,
    limit_text="1.5d",
    exchanges=(),
    actions=("accept_step", "finish_step", "return_step", "hand_over_step"),
    revision=1,
)
HELD = replace(
    STEP, state="accepted", holder_id="U0LIWEI", actions=("finish_step", "return_step", "hand_over_step")
)
RETURNED = replace(HELD, state="returned", is_paused=True, exchanges=(QUESTION,), actions=("answer_return",))
DONE = replace(
    HELD,
    id=6,
    key="data",
    name=Text(zh="数据核查", en="data check"),
    team_id="data",
    team=Text(zh="数据室", en="Data Office"),
    state="done",
    outcome=Text(zh="具备资源", en="available"),
    answers=(Line(Text(zh="预占资源", en="reserved resource"), "OLT-3/2"),),
    done_at=NOW,
    done_by_id="U0GRACE",
    actions=(),
)
WAITING = replace(
    STEP,
    id=7,
    key="answer",
    name=Text(zh="汇总答复", en="summary"),
    team_id="support",
    team=Text(zh="全业务支撑室", en="Support Office"),
    state="waiting",
    waits_for=(STEP.name,),
    due_at=None,
    actions=(),
)
REQUEST = RequestView(
    id=12,
    label="XB-12",
    kind="resource_check",
    kind_name=Text(zh="资源核查", en="resource check"),
    stage="pre_sale",
    state="open",
    outcome=None,
    customer="华美商贸有限公司",
    grade="bronze",
    service=Text(zh="数据专线", en="data line"),
    assurance="normal",
    access_points=8,
    site="科技园 8号楼",
    description="需要 8 个点的数据专线\n双路由",
    details=(Line(Text(zh="带宽", en="bandwidth"), 100),),
    wished_at=DUE,
    source_url="https://xieban.example/archives/C0CUSTOMER/p1",
    opened_by_id="U0MINA",
    opened_at=NOW,
    coordinator_id="U0CHENLU",
    closed_at=None,
    due_at=DUE + timedelta(days=7),
    original_due_at=DUE + timedelta(days=7),
    is_overdue=False,
    is_provisional=False,
    is_at_risk=False,
    target_text="6.5d",
    steps=(STEP, DONE, WAITING),
)
CARD = StepCard(REQUEST, STEP)
