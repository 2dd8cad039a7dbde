# shellcheck shell=bash
# How times grow with sizes: the exponent of each, 1 being linear. BENCH_GROWTH_FEATURES (100 5000) says for how many features models are made,
# whose rows are served.
. "$BENCH_ROOT/bench/functions.sh"
folder=$BENCH_WORK/growth
packages=()
for features in ${BENCH_GROWTH_FEATURES:-100 5000}; do
  project=$folder/served-$features
  package=$folder/packages/$features
  if [ ! -d "$package" ]; then
    say "training on $features features"
    rm -rf "$project"
    mkdir -p "$project/data" "$folder/packages"
    awk -v features="$features" 'BEGIN { srand(1)
      for (i = 1; i <= features; i++) printf "column_%d,", i
      print "y"
      for (row = 0; row < 300; row++) { sum = 0
        for (i = 1; i <= features; i++) { x = rand(); sum += i < 4 ? x : 0; printf "%.4f,", x }
        print (sum > 1.5 ? "high" : "low") } }' >"$project/data/a.csv"
    printf 'model: growth\ndata: {path: data, target: y}\ntrain: {algorithm: linear, epochs: 20}\n' >"$project/cd4ml.yaml"
    "$BENCH_ROOT/bin/cd4ml" run -C "$project" --run growth --until package-model >>"$BENCH_WORK/log" 2>&1 || say "see $BENCH_WORK/log"
    cp -r "$project/.cd4ml/runs/growth/package" "$package"
  fi
  packages+=("$package")
done
ORT_DISABLE_TELEMETRY=1 "$BENCH_JAVA" -cp "$classes:$(pack onnxruntime)" Growth "$folder" "$BENCH_ROUNDS" "${packages[@]}" |
  while IFS='|' read -r what sizes few many exponent; do
    row "$what, $sizes" 'time at most size^1.15' "size^$exponent" "$many ms" "the smaller: $few ms"
  done
