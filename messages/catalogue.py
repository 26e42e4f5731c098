"""Keeps the translations complete: `python -m messages.catalogue update|check`.

`update` takes the texts out of the code into `locales/zh/LC_MESSAGES/xieban.po`; `check` fails when a
translation is missing, fuzzy, stale or has other placeholders, or when the file is not what `update` writes.
"""

import string
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import click
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from messages.texts import catalogue_path

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ("messages", "handlers")
LANGUAGES = ("zh",)
KEYWORDS = {"t": None, "md": None, "say": None, "mark": None, "plural": (1, 2)}


def extract(root: Path = ROOT) -> Catalog:
    """All texts that the code says, as a template."""
    template = Catalog()
    for source in SOURCES:
        found = extract_from_dir(root / source, [("**.py", "python")], keywords=KEYWORDS)
        for _file, _line, message, _comments, context in found:
            template.add(message, context=context)
    return template


def read(path: Path, language: str) -> Catalog:
    """The catalogue as it stands; an empty one where there is none yet."""
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def updated(catalogue: Catalog, template: Catalog) -> bytes:
    """The catalogue's file with exactly the template's texts; what nobody says any more is dropped."""
    catalogue.update(template, no_fuzzy_matching=True, update_creation_date=False)
    catalogue.obsolete.clear()
    catalogue.header_comment, catalogue.fuzzy = (
        f"# What people see, in {catalogue.locale.english_name}.",
        False,
    )
    written = BytesIO()
    write_po(written, catalogue, width=110, no_location=True, omit_header=False, sort_output=True)
    return written.getvalue()


def faults(catalogue: Catalog, template: Catalog) -> Iterator[str]:
    """What is wrong with a catalogue, one sentence each."""
    known = {message.id for message in template if message.id}
    for wanted in known - {message.id for message in catalogue}:
        yield f"not in the catalogue: {wanted!r}"
    for message in catalogue:
        if not message.id:
            continue
        said = message.string if isinstance(message.string, tuple) else (message.string,)
        if message.id not in known:
            yield f"nobody says this any more: {message.id!r}"
        elif not all(said):
            yield f"not translated: {message.id!r}"
        elif message.fuzzy:
            yield f"fuzzy: {message.id!r}"
        elif any(_placeholders(str(each)) != _wanted(message) for each in said):
            yield f"other placeholders: {message.id!r} → {message.string!r}"


def _wanted(message: Message) -> set[str]:
    many = message.id[-1] if isinstance(message.id, tuple | list) else message.id
    return _placeholders(str(many))


def _placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@click.group()
def main() -> None:
    """The translations of what people see."""


@main.command()
def update() -> None:
    """Takes new texts in and drops those that nobody says any more."""
    for language in LANGUAGES:
        path = catalogue_path(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(updated(read(path, language), extract()))
        click.echo(f"{path.relative_to(ROOT)} updated")


@main.command()
def check() -> None:
    """Fails when a catalogue is incomplete or out of date."""
    template, found = extract(), []
    for language in LANGUAGES:
        path = catalogue_path(language)
        found += [f"{language}: {fault}" for fault in faults(read(path, language), template)]
        if not found and path.read_bytes() != updated(read(path, language), template):
            found.append(f"{language}: out of date; run `python -m messages.catalogue update`")
    for fault in found:
        click.echo(fault, err=True)
    if found:
        raise SystemExit(1)
    click.echo("catalogues complete")


if __name__ == "__main__":
    main()
