# shellcheck shell=bash
# Distribution packages (Debian, Ubuntu). Needs steps.sh.

# What the library and the program are built with.
# shellcheck disable=SC2034 # used by the scripts that source this file
EIGENLEX_BUILD_PACKAGES=(
  g++ cmake ninja-build pkg-config libeigen3-dev libspectra-dev libfmt-dev nlohmann-json3-dev
  libicu-dev libarchive-dev libxxhash-dev libcli11-dev libedit-dev
  libcpp-httplib-dev)

# require_packages PACKAGE...: installs those that are missing; does nothing if none is.
require_packages() {
  local missing=()
  find_missing "$@"
  if ((${#missing[@]} == 0)); then return 0; fi
  update_package_lists
  install_packages "${missing[@]}"
}

# require_offered_packages PACKAGE...: the same, but those that the distribution does not have are
# only named.
require_offered_packages() {
  local package missing=() offered=()
  find_missing "$@"
  if ((${#missing[@]} == 0)); then return 0; fi
  update_package_lists
  for package in "${missing[@]}"; do
    if apt-cache show "$package" >/dev/null 2>&1; then
      offered+=("$package")
    else
      printf 'this distribution has no %s: what needs it is left out\n' "$package" >&2
    fi
  done
  if ((${#offered[@]} > 0)); then install_packages "${offered[@]}"; fi
}

# find_missing PACKAGE...: appends those that are not installed to the caller's array `missing`.
find_missing() {
  local package
  if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    fail "this system has no apt-get and dpkg-query, so packages cannot be installed here" \
      "install by hand what these Debian packages hold, then build with CMake (CONTRIBUTING.md):" \
      "$*"
  fi
  for package in "$@"; do
    if [[ $(dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null) != \
      installed ]]; then
      missing+=("$package")
    fi
  done
}

eigenlex_lists_are_new=false

update_package_lists() {
  if $eigenlex_lists_are_new; then return 0; fi
  run_as_root apt-get update -qq || fail "apt-get update failed; its output is above" \
    "is there a network?"
  eigenlex_lists_are_new=true
}

install_packages() {
  printf 'installing %s\n' "$*" >&2
  run_as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
    -o DPkg::Lock::Timeout=300 --no-install-recommends "$@" ||
    fail "apt-get could not install $*; its output is above" \
      "on Ubuntu some of them are in the component universe: sudo add-apt-repository universe"
}

# run_as_root COMMAND...: runs it, through sudo where that is needed; shows its output only if it
# fails.
run_as_root() {
  local log status=0 sudo=()
  if [[ $(id -u) != 0 ]]; then
    command -v sudo >/dev/null ||
      fail "installing packages needs root, and sudo is not there" "run as root: $*"
    sudo=(sudo)
  fi
  log=$(mktemp)
  "${sudo[@]}" "$@" >"$log" 2>&1 </dev/null || status=$?
  if ((status != 0)); then cat "$log" >&2; fi
  rm -f "$log"
  return "$status"
}
