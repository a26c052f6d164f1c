# shellcheck shell=bash
# Debian packages: which are missing, and how they come.

# The packages of these groups in tools/dev/packages.txt.
packages_of() {
  local wanted=" $* " group package
  while read -r group package _; do
    if [[ $group != \#* && $wanted == *" $group "* ]]; then echo "$package"; fi
  done <"$ROOT/tools/dev/packages.txt" | sort -u
}

as_root() {
  if ((EUID == 0)); then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    die "this needs root: $*"
  fi
}

apt_install() {
  local quiet=(env DEBIAN_FRONTEND=noninteractive apt-get -q -y)
  # Lists that are absent or old name files that the mirror no longer has.
  if [[ -z $(find /var/lib/apt/lists -name '*Packages*' -mtime -1 -print -quit 2>/dev/null) ]]; then
    as_root "${quiet[@]}" update
  fi
  as_root "${quiet[@]}" install --no-install-recommends "$@" && return
  as_root "${quiet[@]}" update
  as_root "${quiet[@]}" install --no-install-recommends "$@"
}

# Debian starts a server on port 5432 when it installs PostgreSQL; only the programs are wanted.
no_system_cluster() {
  local folder=/etc/postgresql-common/createcluster.d
  if [[ -e /etc/postgresql-common ]]; then return; fi
  as_root mkdir -p "$folder"
  echo 'create_main_cluster = false' | as_root tee "$folder/gapura.conf" >/dev/null
}

need_packages() {
  local wanted missing
  mapfile -t wanted < <(packages_of "$@")
  mapfile -t missing < <(comm -23 <(printf '%s\n' "${wanted[@]}") \
    <(dpkg-query -W -f '${Package} ${db:Status-Status}\n' "${wanted[@]}" 2>/dev/null |
      sed -n 's/ installed$//p' | sort -u))
  if ((${#missing[@]} == 0)); then return; fi
  say "installing Debian packages: ${missing[*]}"
  if [[ " ${missing[*]} " == *" postgresql-15 "* ]]; then no_system_cluster; fi
  apt_install "${missing[@]}" >&2 || die "could not install: ${missing[*]}"
}
