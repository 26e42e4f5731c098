"""What a message looks like once it is words: made by `messages`, sent by the gateway."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Rendered:
    """`text` is what a phone's notification shows; `blocks` are Block Kit, what people typed escaped."""

    text: str
    blocks: list[dict[str, Any]] = field(default_factory=list)
