#!/usr/bin/env bash
# redmine.sh start|stop|kill|fresh: Redmine as Debian packages it, one instance on SQLite with what redmine-seed.rb says.
# fresh: stopped, with the data of the first start. Its address, keys and ids are in run/redmine.env afterwards.
. "$(dirname "$0")/common.sh"
site=$home/data/redmine
export REDMINE_INSTANCE=throughline RAILS_ENV=production RUBYOPT=-W0 BUNDLE_SILENCE_ROOT_WARNING=1 SCHEMA=$site/schema.rb SEED_OUT=$site/seed.env

# The Ruby that Debian released with it: a newer one of the security archive (3.1.7) does not find the gems that Redmine's package uses.
released_ruby() {
  local version
  apt-get -q -o DPkg::Lock::Timeout=300 update >>"$home/logs/apt.log" 2>&1 || return 0
  version=$(apt-cache madison ruby3.1 | awk -F ' *[|] *' '$3 !~ /security/ { print $2; exit }')
  [ -z "$version" ] || packages "ruby3.1=$version" "libruby3.1=$version"
}

start() {
  runs redmine && return 0
  if ! installed redmine; then
    packages debconf # Debian's own instance is not wanted
    released_ruby
    echo 'redmine redmine/instances/default/dbconfig-install boolean false' | debconf-set-selections
  fi
  packages redmine redmine-sqlite puma curl
  mkdir -p "$site"/{config,files,log,tmp,public/plugin_assets}
  [ -s "$site/config/secret_key.txt" ] || od -An -tx1 -N32 /dev/urandom | tr -d ' \n' >"$site/config/secret_key.txt"
  printf 'production:\n  adapter: sqlite3\n  database: %s\n  timeout: 10000\n' "$site/redmine.sqlite3" >"$site/config/database.yml"
  ln -sfnT "$site" "/var/lib/redmine/$REDMINE_INSTANCE"
  [ -e /usr/share/redmine/Gemfile.local ] || echo "gem 'puma'" >/usr/share/redmine/Gemfile.local
  cd /usr/share/redmine
  local log=$home/logs/redmine-setup.log
  bundle check >>"$log" 2>&1 || bundle install --local >>"$log" 2>&1
  if [ ! -e "$site/seeded" ]; then
    say "making redmine's database"
    rm -f "$site"/redmine.sqlite3*
    bundle exec rake db:migrate >>"$log" 2>&1 || fail "no schema: $log"
    bundle exec rails runner "$here/redmine-seed.rb" >>"$log" 2>&1 || fail "no seed: $log"
    cp "$site/redmine.sqlite3" "$site/seeded"
  fi
  { cat "$SEED_OUT"; echo "REDMINE_URL=http://127.0.0.1:$redmine_port"; } >"$home/run/redmine.env"
  launch redmine bundle exec puma -e production -b "tcp://127.0.0.1:$redmine_port" -t 1:5 -w 0
  ready redmine 120 curl -sf -m 3 "http://127.0.0.1:$redmine_port/login"
}

case ${1:-} in
  start) start ;;
  stop) ends redmine TERM ;;
  kill) ends redmine KILL ;;
  fresh)
    ends redmine TERM
    [ ! -e "$site/seeded" ] || { rm -f "$site"/redmine.sqlite3*; cp "$site/seeded" "$site/redmine.sqlite3"; }
    ;;
  *) fail "redmine.sh start|stop|kill|fresh" ;;
esac
