# shellcheck shell=bash
# Configuring and building, a folder of build/ for each preset.

# What lets ccache keep clang's precompiled headers.
export CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime

# As many jobs as cores, and no more than memory holds: a heavy file takes a gigabyte.
jobs() {
  local cores memory
  cores=$(nproc)
  memory=$(awk '/^MemAvailable/ {print int($2 / 1500000) + 1}' /proc/meminfo)
  echo $((cores < memory ? cores : memory))
}

# configure FOLDER cmake-arguments…: unless it is configured already, and so. What CMake found is of
# interest only when it fails.
configure() {
  local folder=$1 log=$1/configure.log made=$1/configured
  shift
  if [[ -e $folder/build.ninja && ! CMakePresets.json -nt $folder/build.ninja &&
    $(cat "$made" 2>/dev/null) == "$*" ]]; then return; fi
  mkdir -p "$folder"
  say "configuring $folder"
  cmake -B "$folder" "$@" >"$log" 2>&1 || { cat "$log" >&2; return 1; }
  printf '%s\n' "$*" >"$made"
  touch "$folder/build.ninja"
}

# CMake gives a list of headers to precompile that it has changed the time of one that it has not,
# and ninja would keep what was made of the old one.
renew_precompiled() {
  local header
  while IFS= read -r -d '' header; do
    if [[ -e $header.pch && -n $(find "$header" -cnewer "$header.pch") ]]; then touch "$header"; fi
  done < <(find "$1" -name cmake_pch.hxx -print0)
}

# build PRESET [target…]; ninja itself configures anew when a CMakeLists.txt changed.
build() {
  local preset=$1 folder=build/$1
  shift
  configure "$folder" --preset "$preset" || return
  ninja --quiet -C "$folder" build.ninja >&2 || return
  renew_precompiled "$folder"
  local quiet=(--quiet)
  if [[ -t 2 ]]; then quiet=(); fi
  ninja "${quiet[@]}" -C "$folder" -j "$(jobs)" "$@" >&2
}
