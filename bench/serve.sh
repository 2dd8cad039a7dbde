# shellcheck shell=bash
# Answers a second and their latency of `cd4ml serve`, with requests joined (the default) and each on its own, for callers who send one row at a
# time. BENCH_SERVE_SECONDS (5) says how long each figure is taken, BENCH_SERVE_CALLERS (1 8 32) how many callers there are.
. "$BENCH_ROOT/bench/functions.sh"
project=$BENCH_WORK/serve
if [ ! -d "$project/.cd4ml/registry" ]; then
  say "training"
  rm -rf "$project"
  cp -r "$BENCH_ROOT/examples/breast-cancer" "$project"
  one_gate "$project" 0.5
  "$BENCH_ROOT/bin/cd4ml" run -C "$project" --until package-model --set 'train.hidden=[512, 512]' --set train.epochs=3 >>"$BENCH_WORK/log" 2>&1
fi
awk -F, -v OFS= 'NR == 1 { split($0, name) } NR == 2 { for (i = 1; i < NF; i++) row = row (i > 1 ? "," : "") "\"" name[i] "\":" $i
  print "{\"rows\":[{", row, "}]}" }' "$project"/data/*.csv >"$project/body.json"

# serve ROWS: starts a server whose runs have so many rows, asks it, ends it.
serve() {
  "$BENCH_JAVA" -cp "$jar" io.jenkins.cd4ml.cli.Main serve -C "$project" --alias candidate --set "deploy.batch.rows=$1" \
    --set deploy.requestLog.share=0 >"$project/serve.log" 2>&1 &
  server=$!
  trap 'kill "$server" 2>/dev/null || true' EXIT
  until grep -q '^serving' "$project/serve.log"; do
    kill -0 "$server" || { cat "$project/serve.log" >&2; exit 1; }
    sleep 0.1
  done
  url=$(sed -n 's/.* at \(http:[^;]*\);.*/\1/p' "$project/serve.log")
  for callers in ${BENCH_SERVE_CALLERS:-1 8 32}; do
    echo "$callers $("$BENCH_JAVA" -XX:+UseSerialGC -cp "$classes" ServeLoad "$url/v1/models/$model:predict" "$project/body.json" "$callers" \
      "${BENCH_SERVE_SECONDS:-5}")"
  done
  kill "$server"
  wait "$server" || true
}

model=$(sed -n 's/^model: *//p' "$project/cd4ml.yaml")
serve 64 >"$BENCH_WORK/serve.joined"
serve 1 >"$BENCH_WORK/serve.alone"
paste -d ' ' "$BENCH_WORK/serve.joined" "$BENCH_WORK/serve.alone" | while read -r callers rate p50 p99 wrong _ rate1 p501 p991 wrong1; do
  row "one row at a time, $callers callers, MLP of 30 x 512 x 512 x 2" '' "$rate answers a second, p50 $p50 ms, p99 $p99 ms, $wrong wrong" \
    'requests joined' "each on its own: $rate1 a second, p50 $p501 ms, p99 $p991 ms, $wrong1 wrong"
done
