"""What the sources of the library and of the program may not hold.

Each rule is first shown to find what it forbids, then used on the whole tree.
"""

import re
import sys
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TOOL = ROOT / "tools" / "eigenlex"
# Lines of the program, which parses, prints and draws, for each of its commands; what they share
# counts with them. This may fall and not rise.
MOST_TOOL_LINES_A_COMMAND = 200
MOST_HEADER_LINES = 200
MOST_SOURCE_LINES = 400

# Comments and literals, in the order in which they hide each other; what is between is code.
TEXT = re.compile(
    r'//[^\n]*|/\*.*?\*/|R"(?P<mark>[^(\s]*)\(.*?\)(?P=mark)"|"(?:\\.|[^"\\\n])*"', re.DOTALL
)
# A flag of another program, which checks the files of this one.
FOREIGN = re.compile(r"xxhsum --check")
FLAG = re.compile(r"(?<![\w-])--[a-z][a-z0-9-]*")
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]', re.MULTILINE)
NAMESPACE = re.compile(r"^namespace (\S+) \{$", re.MULTILINE)
INNER = "eigenlex::internal"
SUBCOMMAND = re.compile(r'add_subcommand\(\s*"([a-z-]+)"')


def files(*folders: Path) -> list[Path]:
    return sorted(
        path for folder in folders for ending in ("hpp", "cpp") for path in folder.rglob(f"*.{ending}")
    )


def commands() -> list[str]:
    """The names of the program's commands."""
    return sorted({name for path in files(TOOL) for name in SUBCOMMAND.findall(path.read_text())})


def words_of_the_program(source: str, names: list[str]) -> list[str]:
    """The flags and commands of the program that comments and literals of a source name."""
    command = re.compile(rf"\beigenlex (?:{'|'.join(names)})\b")
    found = []
    for text in TEXT.finditer(source):
        own = FOREIGN.sub("", text.group())
        found += FLAG.findall(own) + command.findall(own)
    return found


def includes_of_no_interface(source: str, folder: Path = TOOL) -> list[str]:
    """What a file of the program includes that is neither public, nor its own, nor a system's."""
    return [
        path
        for kind, path in INCLUDE.findall(source)
        if not (kind == "<" and not path.startswith("eigenlex/"))
        and not is_public(path)
        and not is_own(folder / path)
    ]


def is_inner(source: str) -> bool:
    """Whether a header declares all that it declares in the library's inner namespace."""
    return set(NAMESPACE.findall(source)) == {INNER}


def is_own(path: Path) -> bool:
    return path.exists() and path.resolve().is_relative_to(TOOL)


def is_public(path: str) -> bool:
    # The header of the version is made when the build is configured.
    return path == "eigenlex/version.hpp" or (ROOT / "include" / path).exists()


def lines_of(path: Path) -> int:
    return path.read_bytes().count(b"\n")


class Library(unittest.TestCase):
    def test_flags_and_commands_are_found_in_comments_and_literals_alone(self):
        source = """
            --count; x = a --b;  // see --min-count, unlike `xxhsum --check`
            fail("use --rank or `eigenlex similar`, not eigenlex::similar, a--b, ---");
            /* eigenlex train
               --dim */ R"(--raw)"
        """
        self.assertEqual(
            words_of_the_program(source, ["similar", "train"]),
            ["--min-count", "--rank", "eigenlex similar", "--dim", "eigenlex train", "--raw"],
        )

    def test_the_program_has_commands(self):
        self.assertIn("similar", commands())
        self.assertGreater(len(commands()), 10)

    def test_it_names_no_flag_and_no_command(self):
        names = commands()
        for path in files(ROOT / "include", ROOT / "src"):
            with self.subTest(path=str(path.relative_to(ROOT))):
                self.assertEqual(words_of_the_program(path.read_text(), names), [])


class InnerHeaders(unittest.TestCase):
    def test_a_header_of_another_namespace_is_found(self):
        inner = "namespace eigenlex::internal {\nclass A;\n}  // namespace eigenlex::internal\n"
        self.assertTrue(is_inner(inner))
        for source in ("class A;\n", "namespace eigenlex {\nclass A;\n}\n",
                       "namespace eigenlex {\nclass A;\n}\n" + inner):
            self.assertFalse(is_inner(source))

    def test_what_lies_beside_its_source_is_in_the_inner_namespace(self):
        headers = [path for path in files(ROOT / "src") if path.suffix == ".hpp"]
        self.assertGreater(len(headers), 50)
        for path in headers:
            with self.subTest(path=str(path.relative_to(ROOT))):
                self.assertTrue(is_inner(path.read_text()))

    def test_it_is_included_by_its_layer(self):
        for path in files(ROOT / "src"):
            with self.subTest(path=str(path.relative_to(ROOT))):
                for _, included in INCLUDE.findall(path.read_text()):
                    self.assertFalse(included.startswith("."), included)
                    self.assertFalse((path.parent / included).exists(), included)


class Program(unittest.TestCase):
    def test_what_it_may_not_include_is_found(self):
        self.assertEqual(
            includes_of_no_interface(
                '#include <vector>\n#include "commands.hpp"\n#include "eigenlex/core/error.hpp"\n'
                '#include "eigenlex/version.hpp"\n'
            ),
            [],
        )
        self.assertEqual(
            includes_of_no_interface('#include "../commands.hpp"\n', TOOL / "compare"), []
        )
        for path in (
            "../../src/query/lanes.hpp",
            "src/query/lanes.hpp",
            "eigenlex/query/no_such_header.hpp",
            "no_such_header.hpp",
        ):
            self.assertEqual(includes_of_no_interface(f'#include "{path}"\n'), [path])

    def test_it_includes_the_public_interface_alone(self):
        for path in files(TOOL):
            with self.subTest(path=str(path.relative_to(ROOT))):
                self.assertEqual(includes_of_no_interface(path.read_text(), path.parent), [])

    def test_it_is_small(self):
        most = MOST_TOOL_LINES_A_COMMAND * len(commands())
        self.assertLessEqual(sum(map(lines_of, files(TOOL))), most)


class Files(unittest.TestCase):
    def test_none_is_long(self):
        folders = [ROOT / "include", ROOT / "src", TOOL, ROOT / "examples", ROOT / "python"]
        for path in files(*folders):
            with self.subTest(path=str(path.relative_to(ROOT))):
                most = MOST_HEADER_LINES if path.suffix == ".hpp" else MOST_SOURCE_LINES
                self.assertLessEqual(lines_of(path), most)


if __name__ == "__main__":
    sys.dont_write_bytecode = True
    unittest.main()
