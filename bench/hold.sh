# shellcheck shell=bash
# Whether `cd4ml serve` with a heap of 256 MB holds: 24 callers with bodies of 4 MB, 62 whose bodies come slowly and 8 with single rows, all at
# once, BENCH_HOLD_SECONDS (600) long. No request may be lost but by 503, and the server must not run out of memory.
. "$BENCH_ROOT/bench/functions.sh"
project=$BENCH_WORK/hold
if [ ! -d "$project/.cd4ml/registry" ]; then
  say "training"
  rm -rf "$project"
  cp -r "$BENCH_ROOT/examples/breast-cancer" "$project"
  "$BENCH_ROOT/bin/cd4ml" run -C "$project" --until package-model >>"$BENCH_WORK/log" 2>&1
fi
awk -F, -v OFS= 'NR == 1 { split($0, name) } NR == 2 { for (i = 1; i < NF; i++) row = row (i > 1 ? "," : "") "\"" name[i] "\":" $i
  print "{\"rows\":[{", row, "}]}" }' "$project"/data/*.csv >"$project/body.json"
rm -rf "$project/.cd4ml/deploy"
"$BENCH_JAVA" -cp "$jar" io.jenkins.cd4ml.cli.Main serve -C "$project" --alias candidate --set deploy.heap=256m \
  --set deploy.requestLog.share=0 >"$project/serve.log" 2>&1 &
server=$!
trap 'kill "$server" 2>/dev/null || true' EXIT
until grep -q '^serving' "$project/serve.log"; do
  kill -0 "$server" || { cat "$project/serve.log" >&2; exit 1; }
  sleep 0.1
done
url=$(sed -n 's/.* at \(http:[^;]*\);.*/\1/p' "$project/serve.log")
model=$(sed -n 's/^model: *//p' "$project/cd4ml.yaml")
worker=$(pgrep -P "$server" java)
duration=${BENCH_HOLD_SECONDS:-600}
"$BENCH_JAVA" -Xmx1g -XX:+UseSerialGC -cp "$classes" ServeHold "$url/v1/models/$model:predict" "$project/body.json" "$duration" >"$project/counts"
[ -d "/proc/$worker" ] || { say "hold: the server (pid $worker) ended"; exit 1; }
memory=$(awk '/^VmHWM/ { printf "%d MB", $2 / 1024 }' "/proc/$worker/status")
if grep -rq OutOfMemoryError "$project"/.cd4ml/deploy/*/logs; then
  say "hold: the server's log has an OutOfMemoryError"
  exit 1
fi
kill "$server"
code=0
wait "$server" || code=$?
while IFS=';' read -r kind answered refused lost; do
  row "$kind, all kinds together for $duration s, heap of 256 MB" 'none lost but by 503' "$answered answered, $refused with 503, $lost lost" \
    "the same process, at most $memory, exit code $code" ''
done <"$project/counts"
