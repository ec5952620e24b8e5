"""Compares docs/options.md with the program: every option is there, with the default it has.

The environment variable EIGENLEX names the program.
"""

import os
import re
import sys
import unittest
from pathlib import Path

sys.dont_write_bytecode = True
ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools" / "lib"))

from program_help import Command, Option, read_program  # noqa: E402

PROGRAM = os.environ.get("EIGENLEX", "eigenlex")
PAGE = ROOT / "docs" / "options.md"
# Options of every program, and those that the page describes once for all commands.
EVERYWHERE = {"--help", "--version", "--no-verify"}
# A section whose defaults are those with `--input`; the help shows those of counts.
OTHER_DEFAULTS = {
    "A matrix that is not text: `factorize --input`",
    "An array: `factorize --input ARRAY.npy`, `transform`",
}


def sections(page: str) -> dict[str, list[tuple[list[str], list[str]]]]:
    """Under each headline, the options of each row of its tables and their defaults."""
    found: dict[str, list[tuple[list[str], list[str]]]] = {}
    for part in re.split(r"^## ", page, flags=re.MULTILINE)[1:]:
        title, _, text = part.partition("\n")
        rows = found.setdefault(title, [])
        for line in text.splitlines():
            cells = [cell.strip() for cell in line.strip("|").split(" | ")]
            names = re.findall(r"`(--[\w-]+)[^`]*`", cells[0])
            if line.startswith("|") and names:
                default = cells[1] if len(cells) > 1 else ""
                rows.append((names, default.split(", ") if len(names) > 1 else [default]))
    return found


def commands_of(title: str, program: Command) -> list[Command]:
    """The commands that a headline names between backticks."""
    named = [name.split(" ")[0] for name in re.findall(r"`([^`]+)`", title)]
    return [one for one in program.all() if one.path and one.path[0] in named]


def is_same(documented: str, option: Option) -> bool:
    """Whether a default of the page is that of the program; words that explain are let be."""
    # What holds for some methods alone comes after the default of all others.
    documented = documented.split("; ")[0]
    text = documented.strip("`").replace("−", "-")
    if not text or text in ("off", "required"):
        return option.default == "" and (text != "off" or option.value == "")
    try:
        return float(text) == float(option.default)
    except ValueError:
        if text in option.choices or documented.startswith("`"):
            return text == option.default
        return True


class Options(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.program = read_program(PROGRAM)
        cls.sections = sections(PAGE.read_text())

    def test_differences_are_seen(self):
        option = Option("--dim", "", "INT", "300", "")
        self.assertTrue(is_same("300", option))
        self.assertFalse(is_same("30", option))
        self.assertFalse(is_same("", option))
        choice = Option("--method", "", "svd|als", "svd", "")
        self.assertTrue(is_same("`svd`", choice))
        self.assertFalse(is_same("als", choice))
        self.assertTrue(is_same("1e-5", Option("--subsample", "", "FLOAT", "1e-05", "")))
        self.assertTrue(is_same("off", Option("--json", "", "", "", "")))
        self.assertFalse(is_same("off", option))
        rows = sections("## `train`\n\n| option | default |\n|---|---|\n| `-k`, `--k`, `--l` | 1, 2 |\n")
        self.assertEqual(rows, {"`train`": [(["--k", "--l"], ["1", "2"])]})

    def test_the_page_has_tables(self):
        self.assertGreater(sum(map(len, self.sections.values())), 80)

    def test_every_default_is_that_of_the_program(self):
        for title, rows in self.sections.items():
            commands = commands_of(title, self.program)
            for names, defaults in rows:
                for i, name in enumerate(names):
                    having = [o for c in commands for o in c.options if o.name == name]
                    with self.subTest(section=title, option=name):
                        self.assertNotEqual(having, [], "no command of the section has it")
                        default = defaults[i] if i < len(defaults) else defaults[0]
                        if title in OTHER_DEFAULTS or len(defaults) < len(names):
                            continue
                        for option in having:
                            self.assertTrue(
                                is_same(default, option),
                                f"documented {default!r}, the program has {option.default!r}",
                            )

    def test_every_option_is_on_the_page(self):
        page = PAGE.read_text()
        for command in self.program.all():
            for option in command.options:
                if option.name in EVERYWHERE:
                    continue
                with self.subTest(command=" ".join(command.path), option=option.name):
                    self.assertIsNotNone(re.search(rf"{option.name}\b", page), "is not there")


if __name__ == "__main__":
    unittest.main()
