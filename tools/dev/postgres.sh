# shellcheck shell=bash
# A private PostgreSQL cluster for ./dev run: kept between runs, reached by a socket in a folder that
# nobody else may enter, never by the network.

PG_BIN=/usr/lib/postgresql/15/bin

# PostgreSQL refuses to run as root: there it runs as the user that its package made. What runs so
# ends with this script even when this script is killed.
pg_as=(setpriv --pdeathsig INT)
pg_user=$(id -un)
if ((EUID == 0)); then
  pg_as+=(--reuid=postgres --regid=postgres --init-groups)
  pg_user=postgres
fi

# Where the cluster lies: below the data folder, or, where its user cannot go there (a checkout in
# /root), in a folder of its own below /var/tmp.
pg_place() {
  local data=$1 place
  if "${pg_as[@]}" test -x "$data"; then
    echo "$data/postgres"
    return
  fi
  place=/var/tmp/gapura-$(printf '%s' "$data" | sha256sum | cut -c1-16)
  mkdir -m 0755 "$place" 2>/dev/null || [[ -O $place && ! -L $place ]] ||
    die "$place belongs to somebody else"
  say "user $pg_user cannot enter $data: the cluster is kept in $place"
  echo "$place/postgres"
}

pg_make() {
  local place=$1 log=$2
  rm -rf "$place"
  install -d -m 0700 -o "$pg_user" "$place"
  od -An -N24 -tx1 /dev/urandom | tr -d ' \n' |
    install -m 0600 -o "$pg_user" /dev/stdin "$place/password"
  if ! "${pg_as[@]}" "$PG_BIN/initdb" -D "$place/cluster" -U gapura -A scram-sha-256 \
    --pwfile="$place/password" -E UTF8 --locale=C.UTF-8 >"$log" 2>&1; then
    rm -rf "$place"
    die "initdb failed: see $log"
  fi
}

# Starts the cluster of DATA, making it when there is none, until this script ends; leaves its
# address in PG_URL.
pg_start() {
  local data=$1 place log=$1/postgres.log
  place=$(pg_place "$data")
  if [[ ! -e $place/cluster/PG_VERSION ]]; then pg_make "$place" "$log"; fi
  # A socket's path may have 107 bytes, which a deep checkout passes: hence a short folder.
  PG_SOCKET=$(mktemp -d -t gapura-pg.XXXXXX)
  chown "$pg_user" "$PG_SOCKET"
  # shellcheck disable=SC2034  # run.sh reads it
  PG_URL="postgresql://gapura:$(<"$place/password")@/postgres?host=$PG_SOCKET"
  # A session of its own: the terminal's Ctrl-C must reach Gapura first and the database last.
  setsid "${pg_as[@]}" "$PG_BIN/postgres" -D "$place/cluster" -c listen_addresses= \
    -c unix_socket_directories="$PG_SOCKET" >>"$log" 2>&1 &
  PG_PID=$!
  trap pg_stop EXIT
  until "$PG_BIN/pg_isready" -q -h "$PG_SOCKET"; do
    kill -0 "$PG_PID" 2>/dev/null || die "PostgreSQL did not start: see $log"
    sleep 0.05 || true
  done
}

pg_stop() {
  kill -INT "$PG_PID" 2>/dev/null || true
  wait "$PG_PID" || true
  rm -rf "$PG_SOCKET"
}
