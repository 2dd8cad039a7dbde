# shellcheck shell=bash
# Twenty models on the same test rows: how often one passes that should not. Prints its own table, that of docs/statistics.md.
. "$BENCH_ROOT/bench/functions.sh"
"$BENCH_JAVA" -cp "$classes" ReusedRows "${BENCH_TIMES:-4000}"
