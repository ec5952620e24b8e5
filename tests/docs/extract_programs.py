"""Writes each program in C++ that pages show to a file of its own, and prints the files' paths.

Usage: extract_programs.py FOLDER PAGE...
"""

import re
import sys
from pathlib import Path


def programs(page: str) -> list[str]:
    """The blocks of C++ of a page, each a whole program."""
    return re.findall(r"^```cpp\n(.*?)^```", page, flags=re.MULTILINE | re.DOTALL)


def main() -> None:
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for page in map(Path, sys.argv[2:]):
        for number, program in enumerate(programs(page.read_text(encoding="utf-8")), start=1):
            path = folder / f"{page.stem}_{number}.cpp"
            if not path.exists() or path.read_text(encoding="utf-8") != program:
                path.write_text(program, encoding="utf-8")
            print(path)


if __name__ == "__main__":
    main()
