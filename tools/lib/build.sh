# shellcheck shell=bash
# Configuring and building with CMake. Needs steps.sh.

# build_jobs: compilers to run at once, one a processor with 2.5 GB of free memory for each.
build_jobs() {
  local jobs by_memory
  jobs=$(nproc)
  by_memory=$(awk '/^MemAvailable:/ { print int($2 / 2500000) }' /proc/meminfo)
  if [[ -n $by_memory ]] && ((by_memory < jobs)); then jobs=$by_memory; fi
  printf '%d\n' $((jobs > 0 ? jobs : 1))
}

# build_release SOURCE FOLDER OPTION...: configures FOLDER as Release and builds it, many sources at
# a time (tools/cmake/join.cmake).
build_release() {
  local source=$1 folder=$2 generator=()
  shift 2
  # A folder keeps the generator it was first configured with.
  if [[ ! -e $folder/CMakeCache.txt ]] && command -v ninja >/dev/null; then generator=(-G Ninja); fi
  begin_step "configure $folder"
  cmake -S "$source" -B "$folder" "${generator[@]}" -DCMAKE_BUILD_TYPE=Release \
    -DCMAKE_UNITY_BUILD=ON "$@" >&2
  begin_step "build $folder with $(build_jobs) compilers at a time"
  # Ninja says which of how many steps is done, and the seconds since it began.
  NINJA_STATUS='[%f of %t, %e s] ' cmake --build "$folder" --parallel "$(build_jobs)" >&2
  end_step
}
