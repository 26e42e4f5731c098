"""Many people at once: everybody is answered in time, if need be with a request to try again."""

import asyncio
import json
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from sqlalchemy import Engine

from handlers.gate import Gate
from tests.handlers.bench import Bench
from tests.handlers.slack import Slack, command, press, submission
from tests.office import TestOffice
from tests.stories.office import story_office

IN_TIME_S = 3.0
STAFF = ("U0LINQ", "U0MINA", "U0CHENLU", "U0LIWEI", "U0WUQIAN", "U0LIANG")
TEXTS = ("mine", "status", "team", "help", "open 资源核查 明天科技有限公司 互联网专线 8号楼", "show XB-1")


def test_two_hundred_commands_at_once_are_all_answered_in_time(bench: Bench) -> None:
    """Each of 200 commands that arrive together gets its answer or "try again" within Slack's 3 s."""
    bench.office.opens()
    bench.hears(command("mine", by="U0LINQ"))
    start = threading.Barrier(200)

    def one(number: int) -> tuple[float, str]:
        payload = command(TEXTS[number % len(TEXTS)], by=STAFF[number % len(STAFF)])
        start.wait()
        began = time.monotonic()
        answer = bench.hears(payload)
        return time.monotonic() - began, answer.body

    with ThreadPoolExecutor(200) as people:
        answers = list(people.map(one, range(200)))
    assert all(body for _, body in answers)
    assert max(took for took, _ in answers) < IN_TIME_S


@pytest.mark.parametrize("road", ["socket", "http"])
def test_the_stand_in_hears_an_answer_to_each_of_two_hundred_commands(
    sqlite_engine: Engine, road: str
) -> None:
    """By Socket Mode and by signed HTTP, of 200 commands that people send together none runs into 3 s."""
    texts = [text for text in TEXTS if not text.startswith("open")]
    orders = [
        {"as": STAFF[n % len(STAFF)], "channel": "C0GENERAL", "text": f"/coord {texts[n % len(texts)]}"}
        for n in range(200)
    ]

    async def all_at_once(base_url: str) -> list[httpx.Response]:
        limits = httpx.Limits(max_connections=200)
        async with httpx.AsyncClient(base_url=base_url, timeout=60, limits=limits) as control:
            return await asyncio.gather(*(control.post("/control/command", json=each) for each in orders))

    with story_office(sqlite_engine, road) as story:
        answers = asyncio.run(all_at_once(story.branch.stand_in.base_url))
    assert Counter(answer.json()["error"] for answer in answers) == {None: 200}


class Full(Gate):
    """A gate behind which nobody leaves."""

    def __init__(self) -> None:
        super().__init__(at_work=0, waiting=0, patience_s=0)


@pytest.fixture
def crowded(office: TestOffice, slack: Slack) -> Bench:
    """A bench with no place left."""
    return Bench(office, slack, Full())


def test_who_finds_no_place_is_told_at_once_in_their_language(crowded: Bench) -> None:
    """A command beyond what the bot can do is answered, in zh and in en, and nothing is changed."""
    before = crowded.rows()
    for person, said in (("U0LINQ", "请稍后再试"), ("U0MINA", "try again in a moment")):
        answer = crowded.hears(command("open 资源核查 明天科技有限公司", by=person))
        assert said in json.loads(answer.body)["text"]
    assert crowded.rows() == before


def test_a_form_that_finds_no_place_keeps_what_was_typed(crowded: Bench) -> None:
    """A submission is answered at its first field, so the form stays as it was filled in."""
    payload = submission("cancel_request", {"reason": "not wanted"}, {"request": 1}, by="U0MINA")
    body = crowded.hears(payload).body
    assert '"response_action": "errors"' in body
    assert "field:reason" in body


def test_a_button_that_finds_no_place_says_so_in_a_window(crowded: Bench) -> None:
    """A press has no answer of its own, so a small window says it."""
    assert crowded.hears(press("accept_step", "1", by="U0MINA")).status == 200
    (shown,) = crowded.slack.named("views.open")
    assert "try again in a moment" in str(shown["view"])


def test_at_most_so_many_are_at_work_and_the_next_in_line_follows() -> None:
    """The gate lets two in at once, the third when one of them leaves, and turns away whom no bench takes."""
    gate, inside, most = Gate(at_work=2, waiting=3, patience_s=5), Counter[str](), Counter[str]()
    lock, leave = threading.Lock(), threading.Event()

    def person() -> bool:
        with gate.place() as is_in:
            if is_in:
                with lock:
                    inside["now"] += 1
                    most["at once"] = max(most["at once"], inside["now"])
                leave.wait()
                with lock:
                    inside["now"] -= 1
            else:
                leave.set()  # the sixth finds the benches taken: now everybody may go on
            return is_in

    with ThreadPoolExecutor(6) as people:
        found = list(people.map(lambda _: person(), range(6)))
    assert sorted(found) == [False, True, True, True, True, True]
    assert most["at once"] == 2
