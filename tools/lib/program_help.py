"""What `eigenlex --help` says, as data: the commands, and the options of each.

The parser of the program knows these; this reads what it prints, so that completions and the test
of the documentation need no list of their own.
"""

import re
import subprocess
from dataclasses import dataclass

OPTION = re.compile(
    r"  (?:(?P<short>-\w),)?(?P<name>--[\w-]+)"
    r"(?: (?P<value>(?!Excludes:|Needs:|REQUIRED\b)[^\s\[=]+))?"
    r"(?:=(?P<default>\S+)| \[(?P<choice>[^\]]+)\])?"
    r"(?P<rest>.*)"
)
COMMAND = re.compile(r"  (?P<name>[a-z][\w-]*) +(?P<help>\S.*)")
SECTION = re.compile(r"(?P<name>[A-Z]\w*):$")


@dataclass(frozen=True)
class Option:
    """An option of a command."""

    name: str  # with its dashes
    short: str  # "-k", or nothing
    value: str  # what follows it, such as INT or FILE; nothing for a flag
    default: str  # as it is shown; nothing where there is none
    help: str

    @property
    def choices(self) -> list[str]:
        return self.value.split("|") if "|" in self.value else []


@dataclass(frozen=True)
class Command:
    """A command, such as ("classify", "train"), or the program itself: ()."""

    path: tuple[str, ...]
    help: str
    options: list[Option]
    subcommands: list["Command"]

    def all(self) -> list["Command"]:
        """It and all below it."""
        return [self] + [one for below in self.subcommands for one in below.all()]


def read_program(program: str) -> Command:
    return _read(program, (), "")


def _read(program: str, path: tuple[str, ...], summary: str) -> Command:
    text = subprocess.run(
        [program, *path, "--help"], capture_output=True, text=True, check=True
    ).stdout
    sections = _sections(text)
    below = [
        _read(program, (*path, match["name"]), match["help"])
        for match in map(COMMAND.fullmatch, sections.get("Subcommands", []))
        if match
    ]
    return Command(path, summary or text.split("\n")[0], _options(sections["Options"]), below)


def _sections(text: str) -> dict[str, list[str]]:
    """The lines below each headline, such as "Options:"."""
    sections: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in text.splitlines():
        if headline := SECTION.fullmatch(line):
            lines = sections.setdefault(headline["name"], [])
        else:
            lines.append(line)
    return sections


def _options(lines: list[str]) -> list[Option]:
    options = []
    for line in lines:
        if match := OPTION.fullmatch(line):
            # What excludes or needs other options comes between the value and the help.
            help_text = re.sub(r"^ ?(?:(?:Excludes|Needs): \S+|REQUIRED| )*", "", match["rest"])
            options.append(
                Option(
                    match["name"],
                    match["short"] or "",
                    match["value"] or "",
                    match["default"] or match["choice"] or "",
                    help_text,
                )
            )
        elif options and line.startswith("   "):
            last = options.pop()
            joined = f"{last.help} {line.strip()}".strip()
            options.append(Option(last.name, last.short, last.value, last.default, joined))
    return options
