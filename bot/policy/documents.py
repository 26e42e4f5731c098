"""A YAML file that remembers where everything in it stands."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

import yaml

from bot.policy.errors import PolicyError

Path = tuple[str | int, ...]
_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_Base):
    """YAML 1.2's plain words: `12:00`, `on` and `2027-01-01` stay what was typed; no merge keys."""

    yaml_implicit_resolvers: dict[str, Any] = {}


for _tag, _pattern, _first in (
    ("null", r"^(?:~|null|)$", ["~", "n", ""]),
    ("bool", r"^(?:true|false)$", list("tf")),
    ("int", r"^[-+]?(?:0|[1-9][0-9]*)$", list("-+0123456789")),
    ("float", r"^[-+]?[0-9]+\.[0-9]+$", list("-+0123456789")),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(_pattern), _first)


class Document:
    """One policy file: `data` as plain values (None when `errors` has a syntax error), lines by path.

    A path's step into a list is an index, or the `id`/`key` of the entry that is meant.
    """

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.errors: list[PolicyError] = []
        self.data: Any = None
        self._root: yaml.Node | None = None
        loader = _Loader(text)
        try:
            self._root = loader.get_single_node()
            if self._root is None:
                self.errors.append(PolicyError(name, 1, "-", "the file is empty"))
                return
            self.errors += [self._duplicate(key) for key in _duplicates(self._root, set())]
            self.data = loader.construct_document(self._root)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            said = " ".join(filter(None, (error.context, error.problem)))
            self.errors.append(
                PolicyError(name, mark.line + 1 if mark else 1, "-", f"not valid YAML: {said}")
            )
        except yaml.YAMLError as error:
            self.errors.append(PolicyError(name, 1, "-", f"not valid YAML: {error}"))
        finally:
            loader.dispose()

    def error(self, path: Path, message: str, hint: str = "") -> PolicyError:
        """A mistake at that path: at the nearest place that exists when the path itself does not."""
        return PolicyError(self.name, self.line(path), self.label(path), message, hint)

    def line(self, path: Path) -> int:
        """The line, from 1, of the last part of the path that exists."""
        return max([line for _, line, _ in self._walk(path)], default=1)

    def is_within_word(self, path: Path) -> bool:
        """Whether the path leads into a bare word, that is: into something taken from `shared`."""
        found = list(self._walk(path))
        return len(found) < len(path) and bool(found) and isinstance(found[-1][0], yaml.ScalarNode)

    def label(self, path: Path) -> str:
        """The path as people write it: `kinds.fault.steps.diagnose.needs[0]`."""
        names = [name for _, _, name in self._walk(path)]
        names += [f"[{part}]" if isinstance(part, int) else str(part) for part in path[len(names) :]]
        return ".".join(names).replace(".[", "[") or "-"

    def _walk(self, path: Path) -> Iterator[tuple[yaml.Node, int, str]]:
        node = self._root
        for part in path:
            if isinstance(node, yaml.MappingNode):
                found = next(((k, v) for k, v in node.value if k.value == str(part)), None)
                if found is None:
                    return
                node = found[1]
                yield node, found[0].start_mark.line + 1, str(part)
            elif isinstance(node, yaml.SequenceNode):
                item = _item(node.value, part)
                if item is None:
                    return
                node = item
                name = _name(node)
                yield node, node.start_mark.line + 1, name or f"[{part}]"
            else:
                return

    def _duplicate(self, key: yaml.ScalarNode) -> PolicyError:
        line = key.start_mark.line + 1
        return PolicyError(
            self.name, line, str(key.value), "the key stands here twice", "remove or rename one"
        )


def _item(items: Sequence[yaml.Node], part: str | int) -> yaml.Node | None:
    if isinstance(part, int):
        return items[part] if part < len(items) else None
    return next((each for each in items if part in (_name(each), each.value)), None)


def _name(node: yaml.Node) -> str:
    if not isinstance(node, yaml.MappingNode):
        return ""
    names = (v.value for k, v in node.value if k.value in ("id", "key") and isinstance(v, yaml.ScalarNode))
    return next(names, "")


def _duplicates(node: yaml.Node, seen: set[int]) -> Iterator[yaml.ScalarNode]:
    if id(node) in seen or isinstance(node, yaml.ScalarNode):
        return
    seen.add(id(node))
    if isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _duplicates(item, seen)
        return
    keys: set[str] = set()
    for key, value in node.value:
        if isinstance(key, yaml.ScalarNode):
            if key.value in keys:
                yield key
            keys.add(key.value)
        yield from _duplicates(value, seen)
