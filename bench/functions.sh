# What the benchmarks share; sourced by each of them. Times are seconds on the wall.
set -euo pipefail
jar=$BENCH_ROOT/engine/target/cd4ml-engine.jar

say() { echo "bench: $*" >&2; }

# Seconds that a command takes; what it prints goes to the log.
seconds() {
  local begin end
  begin=$(date +%s%N)
  "$@" >>"$BENCH_WORK/log" 2>&1
  end=$(date +%s%N)
  awk "BEGIN { printf \"%.3f\", ($end - $begin) / 1e9 }"
}

# The median of the numbers on standard input.
median() { sort -g | awk '{ a[NR] = $1 } END { print NR % 2 ? a[(NR + 1) / 2] : (a[NR / 2] + a[NR / 2 + 1]) / 2 }'; }

# versus FILE COMMAND-OF-OURS COMMAND-OF-THEIRS: both in turn, BENCH_ROUNDS times after one to warm up; a line "ours theirs ratio" each.
versus() {
  local file=$1 ours theirs
  : >"$file"
  "$2" >>"$BENCH_WORK/log" 2>&1
  "$3" >>"$BENCH_WORK/log" 2>&1
  for round in $(seq "$BENCH_ROUNDS"); do
    ours=$(seconds "$2")
    theirs=$(seconds "$3")
    awk "BEGIN { print $ours, $theirs, $ours / $theirs }" >>"$file"
    say "round $round: $(tail -n 1 "$file")"
  done
}

# column FILE N: the median of a column of what versus wrote.
column() { cut -d ' ' -f "$2" "$1" | median; }

# row WHAT WANTED MEASURED WITH AGAINST
row() { echo "| $1 | $2 | $3 | $4 | $5 |"; }

# The engine's classes and the jars of a runtime pack as a class path.
pack() { "$BENCH_JAVA" -cp "$jar" "$BENCH_ROOT/bench/PackPath.java" "$1"; }
