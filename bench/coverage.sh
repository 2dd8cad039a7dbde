# shellcheck shell=bash
# How often the intervals of docs/statistics.md cover the true value: a table of its own, of BENCH_SAMPLES (1,000) samples a line, at BENCH_TAIL
# (0.025) on either side; BENCH_CASE limits it to the metrics whose line contains that text.
. "$BENCH_ROOT/bench/functions.sh"
"$BENCH_JAVA" -cp "$classes" Coverage "${BENCH_SAMPLES:-1000}" "${BENCH_TAIL:-0.025}" ${BENCH_CASE:+"$BENCH_CASE"}
