#!/usr/bin/env bash
# tryton.sh start|stop|kill|fresh: Tryton as Debian packages it: one server, two databases. erp has invoices, payments and projects; crm has
# opportunities and sales. Both begin with what tryton-seed.py says. fresh: stopped, with the data of the first start. Addresses, passwords and ids are in run/tryton.env afterwards.
# PEERS_SESSION_SECONDS: how long a login stays fresh enough to post (300, as shipped).
. "$(dirname "$0")/common.sh"
site=$home/data/tryton
modules="account_invoice account_payment project_invoice project_revenue timesheet timesheet_cost sale_opportunity user_role"
export TRYTOND_CONFIG=$site/trytond.conf TRYTONPASSFILE=$site/admin.password
# Tryton asks for eight characters that do not repeat
export TRYTON_HUB_PASSWORD=Hub.integr8-Kq TRYTON_CRM_PASSWORD=Crm.pollr-7Wz
database=postgresql://tryton:tryton@127.0.0.1:$pg_port
sql() { "/usr/lib/postgresql/15/bin/psql" -h 127.0.0.1 -p "$pg_port" -U postgres -qtA -v ON_ERROR_STOP=1 -c "$1"; }
answers() { curl -sf -m 3 -H 'Content-Type: application/json' -d '{"id":1,"method":"common.server.version","params":[]}' "http://127.0.0.1:$tryton_port/" | grep -q result; }

copies() {
  local name
  for name in erp crm; do sql "drop database if exists $name" && sql "create database $name owner tryton template seeded"; done
}

start() {
  runs tryton && return 0
  local names=() name
  for name in $modules; do names+=("tryton-modules-${name//_/-}"); done
  packages tryton-server tryton-proteus python3-psycopg2 curl "${names[@]}"
  "$here/postgres.sh" start
  mkdir -p "$site/files"
  (umask 077 && echo Adm.boot-5Rt >"$TRYTONPASSFILE")
  cat >"$TRYTOND_CONFIG" <<C
[web]
listen = 127.0.0.1:$tryton_port
[database]
uri = $database/
path = $site/files
[session]
authentications = password
timeout = ${PEERS_SESSION_SECONDS:-300}
C
  local log=$home/logs/tryton-setup.log
  if [ ! -e "$site/seeded" ]; then
    say "making tryton's databases"
    sql 'drop database if exists crm' && sql 'drop database if exists erp'
    [ "$(sql "select 1 from pg_roles where rolname = 'tryton'")" = 1 ] || sql "create role tryton login password 'tryton'"
    sql 'create database erp owner tryton template template0'
    # --all: the admin; then the modules
    /usr/bin/python3 /usr/bin/trytond-admin -c "$TRYTOND_CONFIG" -d erp --email admin@example.invalid --all --activate-dependencies >>"$log" 2>&1 || fail "no schema: $log"
    # shellcheck disable=SC2086
    /usr/bin/python3 /usr/bin/trytond-admin -c "$TRYTOND_CONFIG" -d erp -u $modules --activate-dependencies >>"$log" 2>&1 || fail "no modules: $log"
    /usr/bin/python3 "$here/tryton-seed.py" "$database/erp" "$site/seed.env" >>"$log" 2>&1 || fail "no seed: $log"
    sql 'drop database if exists seeded' && sql 'alter database erp rename to seeded'
    copies
    touch "$site/seeded"
  fi
  {
    cat "$site/seed.env"
    echo "TRYTON_URL=http://127.0.0.1:$tryton_port/erp"
    echo "TRYTON_CRM_URL=http://127.0.0.1:$tryton_port/crm"
    echo "TRYTON_DATABASE=jdbc:postgresql://127.0.0.1:$pg_port/erp?user=tryton&password=tryton"
    echo "TRYTON_HUB_PASSWORD=$TRYTON_HUB_PASSWORD"
    echo "TRYTON_CRM_PASSWORD=$TRYTON_CRM_PASSWORD"
  } >"$home/run/tryton.env"
  launch tryton /usr/bin/python3 /usr/bin/trytond -c "$TRYTOND_CONFIG" -d erp crm
  ready tryton 120 answers
}

case ${1:-} in
  start) start ;;
  stop) ends tryton TERM ;;
  kill) ends tryton KILL ;;
  fresh)
    ends tryton TERM
    [ ! -e "$site/seeded" ] || { "$here/postgres.sh" start && copies; }
    ;;
  *) fail "tryton.sh start|stop|kill|fresh" ;;
esac
