# shellcheck shell=bash
# versionData over a million files of one row with a Java heap of 64 MB: the most memory that its process held, first and unchanged.
. "$BENCH_ROOT/bench/functions.sh"
project=$BENCH_WORK/million-files
if [ ! -f "$project/cd4ml.yaml" ]; then
  say "writing 1,000,000 files"
  mkdir -p "$project"
  awk -v folder="$project/data" 'BEGIN {
    for (d = 0; d < 1000; d++) system("mkdir -p " folder "/" d)
    for (i = 0; i < 1000000; i++) { file = folder "/" i % 1000 "/" i ".csv"; print "x,y\n" i "," i % 7 >file; close(file) }
  }'
  printf 'model: million\ndata: {path: data}\n' >"$project/cd4ml.yaml"
  sleep 3
fi
rm -rf "$project/.cd4ml"
once() {
  (cd "$project" && command time -f '%e %M' -o "$BENCH_WORK/million-files.$1" \
    "$BENCH_JAVA" -XX:+UseSerialGC -Xmx64m -jar "$jar" version-data) >>"$BENCH_WORK/log" 2>&1
}
memory() { awk '{ printf "%d MB, %s s", $2 / 1024, $1 }' "$BENCH_WORK/million-files.$1"; }
once first
once unchanged
row '1,000,000 files versioned with -Xmx64m' 'bounded memory' "$(memory first)" 'first' "unchanged: $(memory unchanged)"
