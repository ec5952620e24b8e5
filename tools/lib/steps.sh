# shellcheck shell=bash
# Named steps: a script that stops says in which of them. Sourced by the scripts in tools/.

eigenlex_step="starting"

# begin_step TITLE: announces a step.
begin_step() {
  eigenlex_step=$1
  printf '== %s\n' "$1" >&2
}

# fail MESSAGE...: ends the script with a message, a line for each argument.
fail() {
  trap - ERR
  printf '%s: %s\n' "${0##*/}" "$1" >&2
  shift
  if (($# > 0)); then printf '  %s\n' "$@" >&2; fi
  exit 1
}

trap 'printf "%s: failed in the step: %s\n" "${0##*/}" "$eigenlex_step" >&2' ERR
