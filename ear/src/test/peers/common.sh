# Sourced by the scripts beside it. Everything listens on the loopback address only; a process is stopped by its pid file and never by name.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
home=${PEERS_HOME:-${TMPDIR:-/tmp}/throughline-peers} # the database's own user must be able to enter it
pg_port=${PEERS_PG_PORT:-24532}
redmine_port=${PEERS_REDMINE_PORT:-24300}
tryton_port=${PEERS_TRYTON_PORT:-24800}
mkdir -p "$home"/{run,logs,data}
chmod 755 "$home" "$home"/{run,logs,data}

say() { printf '%s %s\n' "$(date +%T)" "$*" >&2; }
fail() { say "$*"; exit 1; }

installed() { [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }

# packages NAME[=VERSION]...: installs what is missing, without starting any service of the system's own
packages() {
  local missing=() name
  for name in "$@"; do
    installed "$name" || missing+=("$name")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  say "installing ${missing[*]}"
  local ours= log=$home/logs/apt.log
  if [ ! -e /usr/sbin/policy-rc.d ]; then
    printf '#!/bin/sh\nexit 101\n' >/usr/sbin/policy-rc.d
    chmod 755 /usr/sbin/policy-rc.d
    ours=yes
  fi
  local install=(apt-get -y -q -o DPkg::Lock::Timeout=300 --no-install-recommends --allow-downgrades install "${missing[@]}") done=yes
  export DEBIAN_FRONTEND=noninteractive
  "${install[@]}" >>"$log" 2>&1 || { apt-get -q -o DPkg::Lock::Timeout=300 update >>"$log" 2>&1 && "${install[@]}" >>"$log" 2>&1; } || done=
  [ -z "$ours" ] || rm -f /usr/sbin/policy-rc.d
  [ -n "$done" ] || fail "cannot install them: $log"
}

runs() { [ -s "$home/run/$1.pid" ] && kill -0 "$(cat "$home/run/$1.pid")" 2>/dev/null; }

# launch NAME COMMAND...: in a session of its own, so that it outlives this script
launch() {
  local name=$1
  shift
  setsid nohup "$@" >>"$home/logs/$name.log" 2>&1 </dev/null &
  echo $! >"$home/run/$name.pid"
}

# ends NAME SIGNAL: that signal, and KILL after 20 seconds
ends() {
  runs "$1" || { rm -f "$home/run/$1.pid"; return 0; }
  local pid
  pid=$(cat "$home/run/$1.pid")
  kill "-$2" "$pid"
  timeout 20 tail --pid="$pid" -f /dev/null || kill -KILL "$pid" 2>/dev/null || true
  rm -f "$home/run/$1.pid"
  say "$1 ended"
}

# ready NAME SECONDS COMMAND...: until the command succeeds
ready() {
  local name=$1 until=$((SECONDS + $2))
  shift 2
  until "$@" >/dev/null 2>&1; do
    runs "$name" || fail "$name died: $home/logs/$name.log"
    [ $SECONDS -lt $until ] || fail "$name does not answer: $home/logs/$name.log"
    sleep 0.2
  done
  say "$name answers"
}
