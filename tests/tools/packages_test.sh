#!/usr/bin/env bash
# Tests tools/lib/packages.sh with a dpkg-query, an apt-get, an id and a sudo of our own.
# shellcheck disable=SC2016 # the code of those programs is not for this shell
set -Eeuo pipefail

lib=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../tools/lib" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/bin"
for program in bash env cat mktemp rm; do
  ln -s "$(command -v "$program")" "$work/bin/$program"
done

# fake NAME LINE...: a program of our own on the path of the code under test.
fake() {
  local name=$1
  shift
  printf '%s\n' '#!/bin/bash' "$@" >"$work/bin/$name"
  chmod +x "$work/bin/$name"
}

# under_test CODE: runs it with the library; sets `output` and `status`.
under_test() {
  status=0
  output=$(PATH=$work/bin bash -c "set -Eeuo pipefail; source '$lib/steps.sh';
    source '$lib/packages.sh'; $1" tools/test 2>&1 </dev/null) || status=$?
}

# expect WHAT CONDITION...: fails the test unless the condition holds.
expect() {
  local what=$1
  shift
  if ! "$@"; then
    printf 'FAILED: %s\nstatus %s, output:\n%s\n' "$what" "$status" "$output" >&2
    exit 1
  fi
}
says() { [[ $output == *"$1"* ]]; }
log_is() { [[ $(cat "$work/log" 2>/dev/null) == "$1" ]]; }

# Without the tools of Debian: a message, with the packages, and no attempt.
under_test 'require_packages one two'
expect "a system without apt-get fails" test "$status" -eq 1
expect "a system without apt-get is named" says "no apt-get"
expect "the packages are named" says "one two"

fake dpkg-query 'for last; do :; done; [[ $last == installed-* ]] && printf installed || exit 1'
fake apt-get 'echo "apt-get $*" >>"'"$work"'/log"'
fake sudo 'echo sudo >>"'"$work"'/log"; exec "$@"'

under_test 'require_packages installed-a installed-b'
expect "nothing is missing" test "$status" -eq 0
expect "nothing missing, nothing run, nothing said" test ! -e "$work/log" -a -z "$output"

fake id 'echo 0'
under_test 'require_packages installed-a missing-b missing-c'
expect "missing packages are installed" test "$status" -eq 0
expect "root installs what is missing, without sudo, after one update" log_is "apt-get update -qq
apt-get install -y -qq -o DPkg::Lock::Timeout=300 --no-install-recommends missing-b missing-c"
rm "$work/log"

fake id 'echo 1000'
under_test 'require_packages missing-b'
expect "others go through sudo" log_is "sudo
apt-get update -qq
sudo
apt-get install -y -qq -o DPkg::Lock::Timeout=300 --no-install-recommends missing-b"

rm "$work/bin/sudo"
under_test 'require_packages missing-b'
expect "without sudo it fails" test "$status" -eq 1
expect "and says what to run as root" says "run as root: apt-get update -qq"

fake id 'echo 0'
fake apt-get 'if [[ $1 == install ]]; then echo "E: Unable to locate package" >&2; exit 100; fi'
under_test 'require_packages missing-b; echo still running'
expect "a failing apt-get ends the script" test "$status" -eq 1
expect "with the output of apt-get" says "E: Unable to locate package"
expect "and the packages" says "could not install missing-b"
expect "and nothing after it" test "${output/still running/}" = "$output"

rm -f "$work/log"
fake apt-get 'echo "apt-get $*" >>"'"$work"'/log"'
fake apt-cache '[[ $2 == offered-* ]]'
under_test 'require_packages missing-a; require_offered_packages installed-a offered-b missing-c'
expect "a package that the distribution lacks is no error" test "$status" -eq 0
expect "but is named" says "has no missing-c"
expect "the others are installed, and the lists updated once" log_is "apt-get update -qq
apt-get install -y -qq -o DPkg::Lock::Timeout=300 --no-install-recommends missing-a
apt-get install -y -qq -o DPkg::Lock::Timeout=300 --no-install-recommends offered-b"

under_test 'begin_step "the third thing"; false; echo still running'
expect "a failing step ends the script" test "$status" -eq 1
expect "and is named" says "failed in the step: the third thing"
echo "all passed"
