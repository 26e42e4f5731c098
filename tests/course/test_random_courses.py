"""Properties of random kinds under random answers and re-openings."""

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.course import SKIPPED, Course, Values, Visit
from bot.course.interpreter import answer_of
from bot.policy import Kind
from models.enums import StepState
from tests.course.kinds import SERVICES, kinds

READY, DONE, VOID = StepState.READY, StepState.DONE, StepState.VOID


class RandomCourse(RuleBasedStateMachine):
    """Somebody who answers whatever is asked and re-opens whatever they like."""

    def __init__(self) -> None:
        super().__init__()
        self.kind: Kind | None = None
        self.visits: list[Visit] = []
        self.has_ended = False

    @initialize(kind=kinds(), service=st.sampled_from(SERVICES))
    def opens(self, kind: Kind, service: str) -> None:
        self.kind, self.values = kind, Values(service)
        self.advance()

    def course(self) -> Course:
        assert self.kind is not None
        return Course(self.kind, self.values, self.visits)

    def advance(self) -> None:
        decision = self.course().decide()
        for place in (*decision.ready, *decision.skipped):
            assert place not in [each.place for each in self.visits], "a visit is made once"
        for place in decision.ready:
            needs = self.course().graph.nodes[place.key].needs
            answers = {each.key: answer_of(each) for each in self.course().holding.values()}
            skipped = {each.key: SKIPPED for each in decision.skipped}
            assert all((answers | skipped).get(need) for need in needs), "ready before what it waits for"
        self.visits += [Visit(place, READY) for place in decision.ready]
        self.visits += [Visit(place, StepState.SKIPPED) for place in decision.skipped]
        self.has_ended = decision.end is not None
        if decision.end:
            open_ = [each for each in self.visits if each.state == READY]
            for each in open_:
                self.visits[self.visits.index(each)] = each._replace(state=StepState.CANCELLED)
        elif not self.open_visits():
            assert decision.is_stuck, "nothing is at work, and the request has not ended"
            assert not any(each.state == DONE for each in self.visits), "an answer that leads nowhere"

    def open_visits(self) -> list[Visit]:
        return [each for each in self.visits if each.state == READY]

    @precondition(lambda self: self.open_visits())
    @rule(data=st.data())
    def answers(self, data: st.DataObject) -> None:
        each = data.draw(st.sampled_from(self.open_visits()))
        assert self.kind is not None
        said = data.draw(st.sampled_from(self.kind.step(each.key).outcomes))
        self.visits[self.visits.index(each)] = each._replace(state=DONE, outcome=said.id)
        self.advance()

    @precondition(lambda self: any(each.state == DONE for each in self.visits))
    @rule(data=st.data())
    def reopens(self, data: st.DataObject) -> None:
        done = [each for each in self.visits if each.state == DONE]
        each = data.draw(st.sampled_from(done))
        found = self.course().reopen(each.key)
        self.visits = [old._replace(state=VOID) if old.place in found.void else old for old in self.visits]
        self.visits.append(Visit(found.again, READY))
        self.advance()
        assert not self.has_ended, "a re-opened step has to be answered before anything ends"

    @invariant()
    def conclusions_rest_on_answers_that_hold(self) -> None:
        if self.kind is None:
            return
        course = self.course()
        for key, each in course.holding.items():
            if each.state in (READY, DONE, StepState.SKIPPED):
                behind = [course.holding.get(need) for need in course.graph.before(key)]
                assert all(b is not None and answer_of(b) for b in behind), f"{key} rests on nothing"

    def teardown(self) -> None:
        """Answering on with whatever comes first brings every request to an end."""
        for _ in range(100):
            if not self.open_visits():
                break
            each = self.open_visits()[0]
            assert self.kind is not None
            said = self.kind.step(each.key).outcomes[0]
            self.visits[self.visits.index(each)] = each._replace(state=DONE, outcome=said.id)
            self.advance()
        else:
            raise AssertionError("it goes on for ever")


TestRandomCourse = RandomCourse.TestCase
TestRandomCourse.settings = settings(max_examples=150, stateful_step_count=25, deadline=None)
