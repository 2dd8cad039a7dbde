# shellcheck shell=bash
# How often a canary of live traffic ends, by simulation on the classes that judge it: versions that are alike must end in at most 5 % of canaries, one
# that is worse must be found in at least 90 % at 5,000 requests a step. BENCH_CANARIES (100) says how many of each kind, BENCH_SEED (1) where they begin; BENCH_CASE limits it to the
# kinds whose name contains that text.
# A quarter of an hour of one processor.
. "$BENCH_ROOT/bench/functions.sh"
echo '| what | wanted | measured | with | against |'
echo '|---|---|---|---|---|'
"$BENCH_JAVA" -cp "$classes" CanaryJudge "${BENCH_CANARIES:-100}" "${BENCH_SEED:-1}" "${BENCH_CASE:-}" 2>>"$BENCH_WORK/log" |
  while IFS=$'\t' read -r kind scenario requests ended error open; do
    wanted=
    [ "$kind" = worse ] || wanted='at most 0.05'
    [ "$kind" = alike ] || [ "$requests" != 5000 ] || wanted='at least 0.90'
    row "$kind: $scenario, $requests requests a step" "$wanted" "$ended" "standard error $error" "ended without an answer to everything: $open"
  done
