# shellcheck shell=bash
# 100 rounds of boosted trees of depth 6 over 1,000,000 rows of 20 numbers, the training loss after each round, by the engine's training
# process and by Debian's xgboost package, with as many threads as there are processors; without reading the rows from the disk.
. "$BENCH_ROOT/bench/functions.sh"
python_with xgboost
data=$BENCH_WORK/xgboost
xgboost=$(pack xgboost)
rows=${BENCH_ROWS:-1000000}
if [ "$(cat "$data/rows" 2>/dev/null)" != "$rows" ]; then
  say "writing $rows rows"
  "$BENCH_JAVA" -cp "$classes" TrainingRows "$data" "$rows" trees "$(nproc)" 100
  echo "$rows" >"$data/rows"
fi
mkdir -p "$data/out"

ours() {
  CD4ML_DETACHED=true "$BENCH_JAVA" -XX:+UseSerialGC -cp "$jar:$xgboost" io.jenkins.cd4ml.train.boost.BoostWorker "$data" "$data/out" >>"$BENCH_WORK/log" 2>&1
  sed -n 's/.*"seconds" : \([0-9.E-]*\).*/\1/p' "$data/out/training.json" | tail -n 1
}
theirs() { /usr/bin/python3 "$BENCH_ROOT/bench/xgboost_seconds.py" "$data"; }

: >"$data/times"
for round in $(seq "$BENCH_ROUNDS"); do
  echo "$(ours) $(theirs)" >>"$data/times"
  say "round $round: $(tail -n 1 "$data/times")"
done
ours=$(column "$data/times" 1)
theirs=$(column "$data/times" 2)
row "XGBoost, $rows x 20, 100 rounds" 'at most 1.1x' \
  "$(awk -v o="$ours" -v t="$theirs" 'BEGIN { printf "%.2fx", o / t }')" "$ours s" "Debian's python3-xgboost: $theirs s"
