"""What the pages show of runs of the program: commands after a prompt, and what they print."""

import re
from typing import NamedTuple


class ShownRun(NamedTuple):
    command: str
    lines: list[str]  # what the block shows below it


def shown_runs(page: str) -> list[ShownRun]:
    """Each command after "$ " in a block, without what stands apart from it to say what it is for."""
    runs: list[ShownRun] = []
    indent = None  # of the block that the last command is in
    for line in page.splitlines():
        if match := re.match(r"((?:    )?)\$ (.*)", line):
            indent = match[1]
            runs.append(ShownRun(re.split(r"   +", match[2])[0], []))
        elif line.startswith("```") or (indent and not line.startswith(indent)):
            indent = None
        elif indent is not None:
            runs[-1].lines.append(line)
    return runs
