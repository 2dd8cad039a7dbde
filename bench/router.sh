# shellcheck shell=bash
# What the router adds to a request: 300 requests/s of constant arrival, through the router and straight to the server behind it, which is
# nginx with a fixed answer. Each side ten seconds a round.
. "$BENCH_ROOT/bench/functions.sh"
command -v nginx >/dev/null || { say "router: no nginx here (Debian: nginx-light)"; exit 2; }
work=$BENCH_WORK/router
rm -rf "$work"
mkdir -p "$work"
port=$((20000 + RANDOM % 10000))
cat >"$work/nginx.conf" <<END
daemon off;
pid $work/nginx.pid;
error_log $work/nginx.log;
worker_processes 1;
events {}
http {
  access_log off;
  client_body_temp_path $work/body;
  proxy_temp_path $work/proxy;
  fastcgi_temp_path $work/fastcgi;
  uwsgi_temp_path $work/uwsgi;
  scgi_temp_path $work/scgi;
  keepalive_requests 100000000;
  server {
    listen 127.0.0.1:$port;
    default_type application/json;
    location / {
      add_header X-Model-Version 1;
      return 200 '{"model":"stub","version":"1","id":"1","predictions":[{"label":"rain","probabilities":{"rain":0.9,"sun":0.1}}]}';
    }
  }
}
END
nginx -c "$work/nginx.conf" -p "$work" 2>>"$BENCH_WORK/log" &
server=$!
trap 'kill "$server"' EXIT
until curl -s -o /dev/null "http://127.0.0.1:$port/"; do
  kill -0 "$server" || { say "router: nginx did not start: $(tail -n 1 "$work/nginx.log")"; exit 2; }
  sleep 0.1
done

"$BENCH_JAVA" -Dbench.source="$BENCH_ROOT/bench/RouterLatency.java" -cp "$jar" "$BENCH_ROOT/bench/RouterLatency.java" \
  measure "$work/serving" "http://127.0.0.1:$port" "$server" 300 10 "$BENCH_ROUNDS" | tail -n +2 >"$work/times"
while read -r line; do say "milliseconds: $line"; done <"$work/times"

added() { awk -v a="$1" -v b="$2" '{ print $a - $b }' "$work/times" | median; }
millis() { column "$work/times" "$1" | awk '{ printf "%.2f", $1 }'; }
row '300 requests/s through the router' 'p50 at most 1 ms more' \
  "$(printf 'p50 %.2f ms more, p99 %.2f ms more, %d errors' "$(added 1 3)" "$(added 2 4)" "$(awk '{ n += $5 } END { print n }' "$work/times")")" \
  "p50 $(millis 1) ms, p99 $(millis 2) ms" \
  "nginx behind it, asked directly: p50 $(millis 3) ms, p99 $(millis 4) ms"
