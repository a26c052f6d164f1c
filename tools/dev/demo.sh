# shellcheck shell=bash
# ./dev demo: Gapura, Travelin as a site of it, Pendopo as its single-page application and a stand-in
# for Google, so that everything works without the internet; ended by Ctrl-C.

# A value that is made once and kept below the demo's data.
demo_kept() {
  local file=$DEMO/$1
  shift
  if [[ ! -s $file ]]; then (umask 077 && "$@" >"$file.new" && mv "$file.new" "$file"); fi
  cat "$file"
}

demo_password() { od -An -N9 -tx1 /dev/urandom | tr -d ' \n'; }

demo_person() {
  demo_kept password demo_password |
    build/release/gapura user add --username dayat --email dayat@contoh.test --name 'Dayat Hidayat' \
      --phone +6281234567890 --password-stdin --json
}

demo_site() {
  build/release/gapura site add --name Travelin --redirect-url "$1/auth/callback" \
    --logout-url "$1/auth/sso-logout" --json
}

demo_provider() {
  build/release/gapura provider add --name google --issuer "$1" --client-id gapura --client-secret-stdin --json \
    <"$DEMO/google-secret"
}

# The children are told once, by this script: each has a session of its own.
demo_end() {
  ENDING=1
  # shellcheck disable=SC2086  # none or some
  kill -TERM $DEMO_PIDS 2>/dev/null || true
}

# Starts a program and waits until it says that it listens; its standard output goes on to ours.
demo_start() {
  local said line from
  said=$(mktemp -u -t gapura-demo.XXXXXX)
  mkfifo -m 0600 "$said"
  setsid setpriv --pdeathsig TERM "$@" >"$said" &
  DEMO_PIDS="$! $DEMO_PIDS"
  # Left open: a program that says more must find somebody there.
  exec {from}<"$said"
  rm -f "$said"
  while read -r line <&"$from"; do
    if [[ $line == listening* ]]; then return; fi
  done
  ENDING=1
  die "it did not start: $1"
}

demo() {
  local site pid travelin=http://localhost:3000 spa=http://localhost:3001 google=http://localhost:3002
  need_packages build postgres
  need_node
  build release gapura
  examples/travelin/start --build
  examples/spa/start --build
  need_modules examples/spa/google-stand-in

  DEMO=$ROOT/data/demo
  mkdir -p "$DEMO"
  DEMO_PIDS="" ENDING=0
  trap demo_end INT TERM HUP
  trap demo_end EXIT
  # Travelin lies on this machine, where nobody is told anything who is not named.
  export GAPURA_DATA_DIR=$DEMO/gapura GAPURA_OUTBOUND_PRIVATE_HOSTS=localhost:3000
  export FRONTEND_URL=$spa/
  demo_kept google-secret demo_password >/dev/null
  demo_start env PORT="${google##*:}" CLIENT_SECRET="$(<"$DEMO/google-secret")" \
    node examples/spa/google-stand-in/serve.mjs
  demo_start build/release/gapura serve
  demo_kept person.json demo_person >/dev/null
  demo_kept provider.json demo_provider "$google" >/dev/null
  site=$(demo_kept site.json demo_site "$travelin")
  demo_start env TRAVELIN_DATA="$DEMO/travelin" PORT=3000 SSO_URL=http://localhost:9000 \
    SSO_SITE_ID="$(demo_field site_id <<<"$site")" SSO_SITE_SECRET="$(demo_field secret <<<"$site")" \
    examples/travelin/start
  demo_start env PORT="${spa##*:}" examples/spa/start
  say "Travelin is at $travelin; choose a flight and press Bayar Sekarang"
  say "Pendopo, a single-page application, is at $spa; what it calls Google is a stand-in on this machine"
  say "log in as dayat with $(<"$DEMO/password"); Ctrl-C ends all"
  if ((!ENDING)); then wait -n || true; fi
  demo_end
  # Until they are gone, so that their databases are closed.
  for pid in $DEMO_PIDS; do
    while kill -0 "$pid" 2>/dev/null; do wait "$pid" || true; done
  done
}

demo_field() { python3 -c 'import json, sys; print(json.load(sys.stdin)[sys.argv[1]])' "$1"; }
