# shellcheck shell=bash
# The profile of a CSV file of 10 million rows and 20 columns against DuckDB's SQL for the same figures with as many threads as there are
# processors; for each side the most memory that its process held.
. "$BENCH_ROOT/bench/functions.sh"
data=$BENCH_WORK/profile-csv
duckdb=$(pack duckdb)
rows=${BENCH_ROWS:-10000000}
run() { command time -f '%M' -o "$BENCH_WORK/profile-csv.$1" "$BENCH_JAVA" "${@:2}"; }
if [ ! -f "$data/rows-$rows.csv" ]; then
  say "writing $rows rows"
  mkdir -p "$data"
  "$BENCH_JAVA" -cp "$classes:$duckdb" ProfileSql write "$data/part.csv" "$rows"
  mv "$data/part.csv" "$data/rows-$rows.csv"
fi
cat "$data/rows-$rows.csv" >/dev/null

ours() { run ours -Xmx256m -XX:+UseParallelGC -cp "$classes" ProfileCsv "$data" "rows-$rows.csv"; }
theirs() { run theirs -Xmx64m -XX:+UseSerialGC -cp "$classes:$duckdb" ProfileSql profile "$data/rows-$rows.csv"; }

versus "$BENCH_WORK/profile-csv.times" ours theirs
row "profile of $rows x 20 CSV" 'at most 1.0x, below 512 MB' \
  "$(ratio "$BENCH_WORK/profile-csv.times"), $(($(cat "$BENCH_WORK/profile-csv.ours") / 1024)) MB" \
  "$(column "$BENCH_WORK/profile-csv.times" 1) s" \
  "DuckDB 2.0.0's SQL: $(column "$BENCH_WORK/profile-csv.times" 2) s, $(($(cat "$BENCH_WORK/profile-csv.theirs") / 1024)) MB"
