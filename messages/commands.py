"""The words of `/coord`, in both languages, with a line of help for each."""

from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from messages.texts import mark


@dataclass(frozen=True)
class Command:
    """One thing that `/coord` can do: its names, what may follow, and what it is for (English sources)."""

    id: str
    zh: str
    help: str
    usage: str = ""
    others: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Every word that means it."""
        return (self.id, self.zh, *self.others)

    def name_in(self, language: str) -> str:
        """The word that people of that language type."""
        return self.zh if language.startswith("zh") else self.id


COMMANDS: tuple[Command, ...] = (
    Command(
        "open", "开单", mark("open a request: the form, or all in one line"), mark("[text]"), ("new", "协查")
    ),
    Command("mine", "我的", mark("my steps and my requests"), others=("my", "待办")),
    Command("team", "本组", mark("my team's open steps"), others=("group", "本部门")),
    Command("show", "查看", mark("one request with all its steps"), mark("XB-12"), ("view", "看")),
    Command("status", "状态", mark("overall status, by team and by grade"), others=("state", "总览")),
    Command("who", "谁负责", mark("who does what for a kind of request"), mark("[kind]"), ("谁", "负责")),
    Command("help", "帮助", mark("this list"), others=("?", "？")),
)


def command_of(word: str) -> Command | None:
    """The command that this word names, in either language; None when no command is called so."""
    said = word.strip().casefold()
    return next((command for command in COMMANDS if said in command.names), None)


def nearest(word: str) -> Command:
    """The command whose name is nearest to a wrong word; `help` where none is near."""
    names = {name: command for command in COMMANDS for name in command.names}
    found = process.extractOne(
        word.strip().casefold(),
        list(names),
        scorer=DamerauLevenshtein.normalized_similarity,
        score_cutoff=0.5,
    )
    return names[found[0]] if found else COMMANDS[-1]
