# shellcheck shell=bash
# Named steps: a script that stops says in which of them, and how long each took that took a while.
# Sourced by the scripts in tools/.

eigenlex_step="starting"
eigenlex_step_began=$SECONDS

# begin_step TITLE: announces a step.
begin_step() {
  end_step
  eigenlex_step=$1
  eigenlex_step_began=$SECONDS
  printf '== %s\n' "$1" >&2
}

# end_step: says how long the last step took, if that was more than a moment.
end_step() {
  local seconds=$((SECONDS - eigenlex_step_began))
  if ((seconds > 1)); then printf '   took %s\n' "$(duration "$seconds")" >&2; fi
  eigenlex_step_began=$SECONDS
}

# duration SECONDS: the same for people.
duration() {
  if (($1 < 100)); then printf '%d s\n' "$1"; else printf '%d min %02d s\n' $(($1 / 60)) $(($1 % 60)); fi
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
