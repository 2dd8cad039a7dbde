# shellcheck shell=bash
# Resident memory of the server of `cd4ml serve` after 10, 50 and 200 hot swaps under load, between two versions of a model. BENCH_SWAPS (10 50 200)
# says after how many swaps it is read, BENCH_SWAP_CALLERS (8) how many callers ask meanwhile.
. "$BENCH_ROOT/bench/functions.sh"
project=$BENCH_WORK/swap
if [ ! -d "$project/.cd4ml/registry/breast-cancer/versions/2" ]; then
  say "training two versions"
  rm -rf "$project"
  cp -r "$BENCH_ROOT/examples/breast-cancer" "$project"
  one_gate "$project" 0.4
  for seed in 7 8; do
    "$BENCH_ROOT/bin/cd4ml" run -C "$project" --until package-model --set 'train.hidden=[1024, 1024]' --set train.epochs=2 --set "train.seed=$seed" >>"$BENCH_WORK/log" 2>&1
  done
fi
awk -F, -v OFS= 'NR == 1 { split($0, name) } NR == 2 { for (i = 1; i < NF; i++) row = row (i > 1 ? "," : "") "\"" name[i] "\":" $i
  print "{\"rows\":[{", row, "}]}" }' "$project"/data/*.csv >"$project/body.json"
model=$(sed -n 's/^model: *//p' "$project/cd4ml.yaml")
# shellcheck disable=SC2086 # several numbers in one variable
"$BENCH_JAVA" -cp "$classes" SwapMemory "$project" "$model" "$project/body.json" "${BENCH_SWAP_CALLERS:-8}" ${BENCH_SWAPS:-10 50 200} 2>>"$BENCH_WORK/log" |
  while read -r swaps first now most answers wrong; do
    row "resident memory after $swaps hot swaps under load, MLP of 30 x 1024 x 1024 x 2 (4.4 MB)" '' "$now MB" "the first version alone: $first MB" \
      "peak $most MB; $answers answers, $wrong wrong"
  done
