"""Writes the pages of manual of the program and of each of its commands, by help2man.

They are compressed, as the policy of Debian has it.

Usage: manual_pages.py PROGRAM FOLDER HELP2MAN
"""

import gzip
import subprocess
import sys
from pathlib import Path

sys.dont_write_bytecode = True

from program_help import Command, read_program  # noqa: E402


def page(program: str, help2man: str, command: Command) -> str:
    version = subprocess.run(
        [program, "--version"], capture_output=True, text=True, check=True
    ).stdout.split()[-1]
    text = subprocess.run(
        [
            help2man, "--no-info", "--no-discard-stderr", f"--version-string={version}",
            f"--name={command.help[0].lower()}{command.help[1:]}",
            f"--help-option={' '.join((*command.path, '--help'))}", program,
        ],  # fmt: skip
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    if not command.path:
        return text
    # help2man knows the program's name alone.
    name = "-".join(("eigenlex", *command.path))
    lines = text.split("\n")
    for i, line in enumerate(lines):
        if line.startswith('.TH EIGENLEX "1"'):
            lines[i] = line.replace("EIGENLEX", name.upper(), 1)
        elif line.startswith("eigenlex \\- "):
            lines[i] = line.replace("eigenlex", name.replace("-", "\\-"), 1)
    return "\n".join(lines)


def main() -> None:
    program, folder, help2man = sys.argv[1], Path(sys.argv[2]), sys.argv[3]
    folder.mkdir(parents=True, exist_ok=True)
    for command in reversed(read_program(program).all()):
        path = folder / f"{'-'.join(('eigenlex', *command.path))}.1.gz"
        text = page(program, help2man, command).encode()
        path.write_bytes(gzip.compress(text, mtime=0))


if __name__ == "__main__":
    main()
