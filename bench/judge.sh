# shellcheck shell=bash
# What comparisons decide, on the judge's own classes: candidates that are 0.05 worse, worse by the margin, equal and better, at 100 to 3,000 rows;
# and what thirty builds lose of which each is 0.005 worse than the champion of its day. BENCH_JUDGED (20000) says how many times each case is
# drawn, BENCH_CHAINS (1000) how many times thirty builds. It prints the tables of docs/statistics.md.
. "$BENCH_ROOT/bench/functions.sh"
"$BENCH_JAVA" -cp "$classes" io.jenkins.cd4ml.validate.JudgeSimulation "${BENCH_JUDGED:-20000}" "${BENCH_CHAINS:-1000}"
