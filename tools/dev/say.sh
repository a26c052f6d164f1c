# shellcheck shell=bash
# What ./dev says goes to standard error: standard output belongs to the programs it runs.

say() { printf 'dev: %s\n' "$*" >&2; }

die() {
  say "$*"
  exit 1
}
