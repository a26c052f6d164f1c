# shellcheck shell=bash
# ./dev lint and ./dev fmt. Each check is a function; it says what is wrong and fails.

sources() { git ls-files -z --cached --others --exclude-standard -- "$@" | while IFS= read -r -d '' f; do
  [[ -e $f ]] && echo "$f"
done; }

check_format() { sources '*.cc' '*.h' | xargs -r clang-format-19 --dry-run --Werror; }

check_shell() {
  local scripts
  mapfile -t scripts < <(sources | while read -r file; do
    if [[ $file == *.sh ]] || head -c 64 "$file" | grep -aqE '^#!.*(bash|/sh)'; then echo "$file"; fi
  done)
  shellcheck -x "${scripts[@]}"
}

check_python() {
  local scripts
  mapfile -t scripts < <(sources | while read -r file; do
    if [[ $file == *.py ]] || head -c 64 "$file" | grep -aqE '^#!.*python'; then echo "$file"; fi
  done)
  python3 - "${scripts[@]}" <<'END'
import sys
for name in sys.argv[1:]:
    with open(name, "rb") as file:
        compile(file.read(), name, "exec")
END
}

check_javascript() {
  local file
  need_node
  sources '*.js' '*.mjs' | while read -r file; do node --check "$file" || return 1; done
}

# A configuration without precompiled headers: a header that leans on one does not stand alone, and
# clang-tidy reads the plain commands. With the benchmarks, which it reads too.
lint_folder() {
  configure build/lint --preset dev -DGAPURA_BENCH=ON \
    -DCMAKE_DISABLE_PRECOMPILE_HEADERS=ON -DCMAKE_CXX_FLAGS_DEBUG=-g0 &&
    ninja --quiet -C build/lint build.ninja
}

# What a change touches, newest first: what is not committed, then the commits since it left the branch
# it goes to, or for a change that is already there its last ones.
changed_files() {
  local base=${LINT_BASE:-}
  if [[ -z $base ]]; then
    base=$(git merge-base HEAD origin/main 2>/dev/null || true)
    if [[ -z $base || $base == $(git rev-parse HEAD) ]]; then
      base=$(git rev-list --first-parent --max-count 6 HEAD | tail -n 1)
    fi
  fi
  git diff --name-only HEAD
  git ls-files --others --exclude-standard
  git log --format= --name-only "$base..HEAD"
}

# Those that a change touches; with --all every one.
check_headers() {
  lint_folder || return
  if [[ ${1:-} == --all ]]; then
    tools/headers.py build/lint
  else
    changed_files | tools/headers.py build/lint --changed
  fi
}

# A file takes clang-tidy 10 to 40 s: more than this many are ./dev soak's.
TIDY_AT_MOST=12

check_tidy() {
  lint_folder || return
  if [[ ${1:-} == --all ]]; then
    tools/tidy.py build/lint
  else
    changed_files | tools/tidy.py build/lint --changed --at-most "$TIDY_AT_MOST"
  fi
}

# Every tools/check_*.py is a check; specs.py and its page are one more.
lint_checks() {
  local tool
  printf '%s\n' check_format check_shell check_python check_javascript
  for tool in tools/check_*.py; do echo "$tool"; done
  printf '%s\n' 'tools/specs.py --check' "check_headers ${1:-}" "check_tidy ${1:-}"
}

# Runs all checks, the failed ones too, and leaves the counts in PASSED and FAILED. What one that
# passed says is shown as well: how much it looked at.
lint() {
  local check start log=build/reports/lint.log
  mkdir -p build/reports
  PASSED=0 FAILED=0
  while read -r check; do
    # shellcheck disable=SC2086  # a check is a command with its arguments
    start=$SECONDS
    if (set -e; $check) >"$log" 2>&1 </dev/null; then
      PASSED=$((PASSED + 1))
      say "lint: $check ($((SECONDS - start)) s)"
    else
      FAILED=$((FAILED + 1))
      say "lint: $check failed"
    fi
    cat "$log" >&2
  done < <(lint_checks "$@")
  say "lint: $PASSED checks passed, $FAILED failed"
  ((FAILED == 0))
}

fmt() { sources '*.cc' '*.h' | xargs -r clang-format-19 -i; }
