"""Writes completions of the program for bash, zsh and fish, from what its parser says.

Usage: completions.py PROGRAM FOLDER   (FOLDER/eigenlex.bash, _eigenlex and eigenlex.fish)
"""

import sys
from pathlib import Path

sys.dont_write_bytecode = True

from program_help import Command, Option, read_program  # noqa: E402


def key(command: Command) -> str:
    return " ".join(command.path)


def words(command: Command) -> list[str]:
    """What may come next after a command, beside its arguments."""
    names = [below.path[-1] for below in command.subcommands]
    return names + [name for one in command.options for name in (one.short, one.name) if name]


def names(option: Option) -> list[str]:
    return [name for name in (option.short, option.name) if name]


BASH = """\
# bash completion of eigenlex, made from its parser
_eigenlex() {
  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} path= word
  for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$path/$word" in
@PATHS@
    esac
  done
  case "$path/$previous" in
@VALUES@
  esac
  case $path in
@WORDS@
  esac
}
complete -o default -F _eigenlex eigenlex
"""


def bash(commands: list[Command]) -> str:
    paths, values, nexts = [], [], []
    for command in commands:
        if command.path:
            above = " ".join(command.path[:-1])
            paths.append(f"      '{above}/{command.path[-1]}') path='{key(command)}' ;;")
        for option in command.options:
            if not option.value:
                continue
            patterns = " | ".join(f"'{key(command)}/{name}'" for name in names(option))
            answer = f"COMPREPLY=($(compgen -W '{' '.join(option.choices)}' -- \"$current\"))"
            # A value that is no choice is a number or a file: bash's own completion is for those.
            values.append(f"    {patterns}) {answer if option.choices else ''} return ;;")
        if command.path and not command.subcommands:
            nexts.append(
                f"    '{key(command)}') [[ $current == -* ]] && "
                f"COMPREPLY=($(compgen -W '{' '.join(words(command))}' -- \"$current\")) ;;"
            )
        else:
            nexts.append(
                f"    '{key(command)}') "
                f"COMPREPLY=($(compgen -W '{' '.join(words(command))}' -- \"$current\")) ;;"
            )
    # "return" needs what comes before it ended.
    values = [line.replace(")) return", ")); return") for line in values]
    return (
        BASH.replace("@PATHS@", "\n".join(paths))
        .replace("@VALUES@", "\n".join(values))
        .replace("@WORDS@", "\n".join(nexts))
    )


def quoted(text: str) -> str:
    """As a string between single quotes, for zsh and fish alike."""
    return text.replace("\\", "\\\\").replace("'", "’")


def zsh(commands: list[Command]) -> str:
    lines = ["#compdef eigenlex", "# zsh completion of eigenlex, made from its parser"]
    for command in reversed(commands):
        lines += [f"_eigenlex{'_'.join(('', *command.path))}() {{"]
        specs = [spec for option in command.options for spec in zsh_specs(option)]
        if command.subcommands:
            lines.append("  local -a commands=(")
            for below in command.subcommands:
                lines.append(f"    '{below.path[-1]}:{quoted(below.help).replace(':', ' -')}'")
            lines += ["  )", "  _arguments -C \\", *(f"    {spec} \\" for spec in specs)]
            lines += ["    '1:command:{_describe command commands}' '*:: :->rest'"]
            lines += ["  [[ $state == rest ]] && case $words[1] in"]
            for below in command.subcommands:
                lines.append(f"    {below.path[-1]}) _eigenlex_{'_'.join(below.path)} ;;")
            lines.append("  esac")
        else:
            lines += ["  _arguments \\", *(f"    {spec} \\" for spec in specs), "    '*:file:_files'"]
        lines.append("}")
    return "\n".join([*lines, '_eigenlex "$@"', ""])


def zsh_specs(option: Option) -> list[str]:
    help_text = quoted(option.help).replace("[", "(").replace("]", ")").replace(":", " -")
    value = ""
    if option.choices:
        value = f":value:({' '.join(option.choices)})"
    elif option.value:
        value = f":{option.value.lower()}:_files"
    return [f"'{name}[{help_text}]{value}'" for name in names(option)]


def fish(commands: list[Command]) -> str:
    lines = ["# fish completion of eigenlex, made from its parser"]
    for command in commands:
        below = " ".join(one.path[-1] for one in command.subcommands)
        seen = [f"__fish_seen_subcommand_from {name}" for name in command.path]
        if below:
            seen.append(f"not __fish_seen_subcommand_from {below}")
        if len(command.path) == 1:
            # A command that also is one of another command's, as classify train is.
            seen += [
                f"not __fish_seen_subcommand_from {other.path[0]}"
                for other in commands
                if len(other.path) == 2 and other.path[1] == command.path[0]
            ]
        condition = "; and ".join(seen)
        for one in command.subcommands:
            lines.append(
                f"complete -c eigenlex -f -n '{condition}' -a {one.path[-1]} -d '{quoted(one.help)}'"
            )
        for option in command.options:
            short = f" -s {option.short[1:]}" if option.short else ""
            value = " -r" if option.value else ""
            if option.choices:
                value = f" -x -a '{' '.join(option.choices)}'"
            lines.append(
                f"complete -c eigenlex -n '{condition}'{short} -l {option.name[2:]}{value}"
                f" -d '{quoted(option.help)}'"
            )
    return "\n".join([*lines, ""])


def main() -> None:
    program, folder = sys.argv[1], Path(sys.argv[2])
    commands = read_program(program).all()
    folder.mkdir(parents=True, exist_ok=True)
    for name, write in (("eigenlex.bash", bash), ("_eigenlex", zsh), ("eigenlex.fish", fish)):
        (folder / name).write_text(write(commands), encoding="utf-8")


if __name__ == "__main__":
    main()
