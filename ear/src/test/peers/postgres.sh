#!/usr/bin/env bash
# postgres.sh start|stop: a PostgreSQL of the peers' own, for tests only (it does not wait for the disk)
. "$(dirname "$0")/common.sh"
packages postgresql-15
bin=/usr/lib/postgresql/15/bin
data=$home/data/postgres
as_postgres() { (cd / && runuser -u postgres -- "$@"); }

case ${1:-} in
  start)
    if [ ! -s "$data/PG_VERSION" ]; then
      install -d -o postgres -g postgres -m 700 "$data"
      as_postgres $bin/initdb -D "$data" -U postgres --auth=trust -E UTF8 --locale=C.UTF-8 >"$home/logs/initdb.log"
    fi
    as_postgres $bin/pg_ctl -D "$data" status >/dev/null 2>&1 && exit 0
    touch "$home/logs/postgres.log" && chown postgres "$home/logs/postgres.log"
    as_postgres $bin/pg_ctl -D "$data" -l "$home/logs/postgres.log" -w -t 60 start >/dev/null \
      -o "-c listen_addresses=127.0.0.1 -p $pg_port -c unix_socket_directories= -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c jit=off"
    say "postgres answers"
    ;;
  stop) as_postgres $bin/pg_ctl -D "$data" -m fast -w stop >/dev/null && say "postgres ended" ;;
  *) fail "postgres.sh start|stop" ;;
esac
