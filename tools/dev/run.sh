# shellcheck shell=bash
# ./dev run: Gapura on this machine, ended by Ctrl-C.

# What the program says, and after its `listening` line where to go. Takes what serve was given.
announce() {
  local line link argument skip=0 others=()
  trap '' INT TERM
  # The port that was asked for may be 0; the one that it is becomes known below.
  for argument in "$@"; do
    if ((skip)); then
      skip=0
    elif [[ $argument == --listen ]]; then
      skip=1
    elif [[ $argument != --listen=* ]]; then
      others+=("$argument")
    fi
  done
  while read -r line; do
    printf '%s\n' "$line"
    if [[ $line =~ ^listening\ ([^ ]+)\ ops\ ([^ ]+)$ ]]; then
      say "Gapura is at ${BASH_REMATCH[1]} (health and metrics: ${BASH_REMATCH[2]}/readyz)"
      say "data is in $DATA; Ctrl-C ends it"
      # Refused once there is an administrator, and then there is nothing to say.
      if link=$(GAPURA_LISTEN="127.0.0.1:${BASH_REMATCH[1]##*:}" \
        build/release/gapura setup-link "${others[@]}" 2>/dev/null); then
        say "nobody administers it yet; within the hour, once: $link"
      fi
    fi
  done
}

run() {
  local postgres=0 status=0
  if [[ ${1:-} == --postgres ]]; then
    postgres=1
    shift
  fi
  if ((postgres)); then need_packages build postgres; else need_packages build; fi
  build release gapura

  DATA=$(realpath -m "${GAPURA_DATA_DIR:-data}")
  export GAPURA_DATA_DIR=$DATA
  mkdir -p "$DATA"

  SERVER_PID="" ENDING=0
  trap 'ENDING=1; kill -TERM $SERVER_PID 2>/dev/null || true' INT TERM HUP
  if ((postgres)); then
    pg_start "$DATA"
    export GAPURA_DATABASE_URL=$PG_URL
  fi
  # A session of its own, so that Ctrl-C reaches it once, from the trap above.
  setsid setpriv --pdeathsig TERM build/release/gapura serve "$@" > >(announce "$@") &
  SERVER_PID=$!
  if ((ENDING)); then kill -TERM "$SERVER_PID" 2>/dev/null || true; fi
  # A trapped signal ends `wait` early: wait again until the process is gone.
  while :; do
    wait "$SERVER_PID" && status=0 || status=$?
    kill -0 "$SERVER_PID" 2>/dev/null || break
  done
  if ((ENDING && status == 143)); then status=0; fi
  exit "$status"
}
