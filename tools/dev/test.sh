# shellcheck shell=bash
# ./dev test: every part there is, a summary, and a failure for what failed or could not run.

PARTS=(lint tools unit contract migrations attacks fuzz threads flows faults browser interop)
REPORTS=build/reports

# The programs that ThreadSanitizer watches for every change; soak has them all.
THREAD_PROGRAMS=(unit_base unit_http unit_keys unit_mint contract)

# Leaves the counts of JUnit reports in PASSED and FAILED, and their names in COUNTED.
count_report() {
  read -r PASSED FAILED < <(python3 tools/dev/count_report.py "$@")
  COUNTED+=("$@")
}

# run_ctest PART FOLDER SELECTION… : tests of a build folder, beside a PostgreSQL of their own.
run_ctest() {
  local folder=$2 report=$ROOT/$REPORTS/$1.xml log=$ROOT/$REPORTS/$1.log status=0
  shift 2
  rm -f "$report"
  tests/support/with-postgres ctest --test-dir "$folder" "$@" --no-tests=error -j "$(jobs)" \
    --output-junit "$report" --output-on-failure --quiet \
    --output-log "$log" >/dev/null || status=$?
  count_report "$report"
  if ((status)); then grep -vE ' Passed |^ +Start +[0-9]+:' "$log" >&2 || true; fi
  return "$status"
}

need_asan() {
  need_packages build test postgres
  build asan
}

part_lint() {
  need_packages build lint
  lint
}

part_tools() {
  local status=0
  need_packages build lint
  need_node
  python3 -m unittest discover -q -s tests/tools -t . -p '*_test.py' \
    >"$REPORTS/tools.log" 2>&1 || status=$?
  read -r PASSED FAILED < <(awk '
    /^Ran [0-9]+ test/ {ran = $2}
    /^(OK|FAILED)/ {while (match($0, /=[0-9]+/)) {bad += substr($0, RSTART + 1, RLENGTH - 1)
                                             $0 = substr($0, RSTART + RLENGTH)}}
    END {print ran - bad, bad + 0}' "$REPORTS/tools.log")
  if ((status)); then cat "$REPORTS/tools.log" >&2; fi
  return "$status"
}

part_unit() { need_asan && run_ctest unit build/asan -L '^unit$'; }
part_contract() { need_asan && run_ctest contract build/asan -L '^contract$'; }
part_migrations() { need_asan && run_ctest migrations build/asan -L '^migrations$'; }
part_fuzz() { need_asan && run_ctest fuzz build/asan -L '^fuzz$'; }
part_faults() { need_asan && run_ctest faults build/asan -L '^faults$'; }

part_threads() {
  need_packages build test postgres
  build tsan "${THREAD_PROGRAMS[@]}" &&
    run_ctest threads build/tsan -R "^($(IFS='|' && echo "${THREAD_PROGRAMS[*]}"))/"
}

# These drive the program as it is shipped, as the parts below do.
part_attacks() { need_asan && build release gapura && run_ctest attacks build/asan -L '^attacks$'; }
part_flows() { need_asan && build release gapura && run_ctest flows build/asan -L '^flows$'; }

part_browser() {
  local status=0 report=$ROOT/$REPORTS/browser.xml
  need_packages build test postgres
  # Of the tests, the one that writes every page as a file.
  need_asan || return
  build release gapura || return
  need_node
  need_modules tests/browser || return
  examples/travelin/start --build || return
  examples/spa/start --build || return
  need_modules examples/spa/google-stand-in || return
  rm -f "$report"
  (cd tests/browser &&
    PLAYWRIGHT_JUNIT_OUTPUT_FILE=$report ../support/with-postgres \
      npx --no playwright test --reporter=line,junit) \
    >"$REPORTS/browser.log" 2>&1 || status=$?
  count_report "$report"
  if ((status)); then cat "$REPORTS/browser.log" >&2; fi
  return "$status"
}

# A site on Next.js, built again only when something of it changed.
need_next_build() {
  local folder=$1 stamp=$1/.next/sources now
  need_modules "$folder" || return
  now=$(git ls-files -z --cached --others --exclude-standard -- "$folder" | xargs -0 sha256sum)
  if [[ -e $stamp && $now == "$(<"$stamp")" ]]; then return; fi
  say "building $folder"
  rm -rf "$folder/.next"
  (cd "$folder" && npm run --silent build) >"$REPORTS/next.log" 2>&1 ||
    { cat "$REPORTS/next.log" >&2; return 1; }
  printf '%s\n' "$now" >"$stamp"
}

# Every folder of tests/interop with a lockfile is a set of clients, tested by Node's own runner.
part_interop() {
  local status=0 folder reports=()
  need_asan || return
  build release gapura || return
  need_node
  need_modules examples/express || return
  examples/travelin/start --build || return
  need_modules examples/oauth-express || return
  need_next_build examples/oauth-next || return
  examples/spa/start --build || return
  need_modules examples/spa/google-stand-in || return
  for folder in travelin spa; do
    reports+=("$ROOT/$REPORTS/interop-$folder.xml")
    rm -f "${reports[-1]}"
    (cd "examples/$folder" && npx --no tsc -- -p tests && node --test --test-reporter=junit \
      --test-reporter-destination="${reports[-1]}" build/tests/*.test.js) || status=$?
  done
  for folder in tests/interop/*/; do
    folder=${folder%/}
    [[ -e $folder/package-lock.json ]] || continue
    need_modules "$folder" || return
    reports+=("$ROOT/$REPORTS/interop-${folder##*/}.xml")
    rm -f "${reports[-1]}"
    (cd "$folder" && node --test --test-reporter=junit \
      --test-reporter-destination="${reports[-1]}") || status=$?
  done
  count_report "${reports[@]}"
  return "$status"
}

test_parts() {
  local part start status ok=1 passed=0 failed=0 rows=() PASSED FAILED COUNTED=()
  local wanted=("$@") counts=$REPORTS/counts
  if ((${#wanted[@]} == 0)); then wanted=("${PARTS[@]}"); fi
  for part in "${wanted[@]}"; do
    [[ " ${PARTS[*]} " == *" $part "* ]] || die "no such part: $part (there are: ${PARTS[*]})"
  done
  mkdir -p "$REPORTS"
  # The programs under test, where tests look for them.
  export GAPURA_BINARY=$ROOT/build/release/gapura
  export GAPURA_JOSE_CLI=$ROOT/build/asan/tests/interop/gapura_jose_cli
  for part in "${wanted[@]}"; do
    say "test: $part"
    start=$SECONDS status=0 PASSED=0 FAILED=0
    # In a shell of its own: what cannot be prepared ends its part, and the others run.
    (trap 'declare -p PASSED FAILED COUNTED >"$counts"' EXIT && "part_$part") || status=$?
    # shellcheck source=/dev/null
    source "$counts"
    # A part that failed without a failing test could not run; one without a test did not.
    if ((status && FAILED == 0)); then FAILED=1; fi
    if ((PASSED + FAILED == 0)); then FAILED=1; fi
    if ((FAILED)); then ok=0; fi
    passed=$((passed + PASSED)) failed=$((failed + FAILED))
    rows+=("$(printf '%-12s %6d passed %5d failed %5d s  %s' "$part" "$PASSED" "$FAILED" \
      $((SECONDS - start)) "$( ((FAILED)) && echo FAILED || echo ok)")")
  done
  printf '\n'
  printf '%s\n' "${rows[@]}"
  printf '\n%d passed, %d failed\n' "$passed" "$failed"
  # Last, where it is found: a run is long.
  ((${#COUNTED[@]} == 0)) || python3 tools/dev/count_report.py --failures "${COUNTED[@]}"
  ((ok))
}

# New inputs that a fuzzer finds stay in build/fuzz/found/<name>; one that crashes it goes into the
# corpus of tests/fuzz with the mend.
run_fuzzers() {
  local program name ran=0
  for program in build/fuzz/tests/fuzz/fuzz_*; do
    [[ -f $program && -x $program ]] || continue
    name=${program##*/fuzz_}
    say "soak: fuzzing $name for ${FUZZ_SECONDS:=300} s"
    mkdir -p "build/fuzz/found/$name"
    "$program" -max_total_time="$FUZZ_SECONDS" -print_final_stats=1 \
      -artifact_prefix="build/fuzz/found/$name-" \
      "build/fuzz/found/$name" "tests/fuzz/corpus/$name" 2>"$REPORTS/fuzz-$name.log" ||
      { tail -n 40 "$REPORTS/fuzz-$name.log" >&2; return 1; }
    ran=$((ran + 1))
  done
  # A soak that found nothing to run has shown nothing.
  ((ran)) || die "there is no fuzzer in build/fuzz/tests/fuzz"
}

# What takes too long for every change.
soak() {
  local races
  need_packages build lint test postgres
  lint --all
  export KILL9_ROUNDS=${KILL9_ROUNDS:-1000}
  test_parts faults
  build soak tests/unit_identity
  say "soak: ${WALKS:=1000000} walks through the steps of a login"
  WALKS=$WALKS build/soak/tests/unit_identity --gtest_brief=1 --gtest_filter='*Walk*'
  build soak gapura tests/attacks/attacks_oauth tests/attacks/attacks_redirect_sso \
    tests/attacks/attacks_auth_api
  say "soak: ${RACE_ROUNDS:=10000} races for one code and for one refresh token, at each door"
  for races in attacks_oauth attacks_redirect_sso attacks_auth_api; do
    RACE_ROUNDS=$RACE_ROUNDS tests/support/with-postgres "build/soak/tests/attacks/$races" \
      --gtest_brief=1 --gtest_filter='*Race*'
  done
  build fuzz
  run_fuzzers
  build tsan
  run_ctest soak-threads build/tsan -L '^(unit|contract|attacks)$'
  (bench --million)
  say "soak: all passed"
}

bench() {
  need_packages build bench postgres
  need_node
  need_modules bench/peer
  build release gapura
  build bench
  exec bench/run "$@"
}
