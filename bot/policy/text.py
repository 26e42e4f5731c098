"""What every policy model is made of: frozen models, and a text in both languages."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints

Language = Literal["zh", "en"]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]


class Frozen(BaseModel):
    """A policy never changes once it is loaded; a key that nobody knows is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Text(Frozen):
    """Words that people see, in both languages; in YAML `{zh: …, en: …}`."""

    zh: Annotated[str, StringConstraints(min_length=1)]
    en: Annotated[str, StringConstraints(min_length=1)]

    def in_(self, language: str) -> str:
        """The Chinese words for any `zh…` locale, else the English ones."""
        return self.zh if language.lower().startswith("zh") else self.en
