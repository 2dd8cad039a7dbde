# shellcheck shell=bash
# What the benchmarks share; sourced by each of them. Times are seconds on the wall.
set -euo pipefail
jar=$BENCH_ROOT/engine/cli/target/cd4ml-engine.jar

say() { echo "bench: $*" >&2; }

# Seconds that a command takes on the wall, and of all processors together; what it prints goes to the log.
seconds() {
  local TIMEFORMAT='%R %U %S'
  { time "$@" >>"$BENCH_WORK/log" 2>&1; } 2>&1 | awk '{ print $1, $2 + $3 }'
}

# The median of the numbers on standard input.
median() { sort -g | awk '{ a[NR] = $1 } END { print NR % 2 ? a[(NR + 1) / 2] : (a[NR / 2] + a[NR / 2 + 1]) / 2 }'; }

# versus FILE COMMAND-OF-OURS COMMAND-OF-THEIRS: both in turn, BENCH_ROUNDS times after one to warm up; a line each: our seconds on the wall,
# theirs, the ratio, and the ratio of the processors' seconds, which a busy machine disturbs less.
versus() {
  local file=$1 ours theirs
  : >"$file"
  "$2" >>"$BENCH_WORK/log" 2>&1
  "$3" >>"$BENCH_WORK/log" 2>&1
  for round in $(seq "$BENCH_ROUNDS"); do
    ours=$(seconds "$2")
    theirs=$(seconds "$3")
    awk -v ours="$ours" -v theirs="$theirs" \
      'BEGIN { split(ours, o, " "); split(theirs, t, " "); print o[1], t[1], o[1] / t[1], o[2] / t[2] }' >>"$file"
    say "round $round: $(tail -n 1 "$file")"
  done
}

# column FILE N: the median of a column of what versus wrote.
column() { cut -d ' ' -f "$2" "$1" | median; }

# The ratio of the times on the wall and, behind it, of the processors' times.
ratio() { printf '%.2fx (processors %.2fx)' "$(column "$1" 3)" "$(column "$1" 4)"; }

# row WHAT WANTED MEASURED WITH AGAINST
row() { echo "| $1 | $2 | $3 | $4 | $5 |"; }

# one_gate PROJECT MIN: the example's gates become one that a model of little training passes; a looser gate of the command line would leave the
# model unregistered.
one_gate() {
  sed -i "/^    - {metric/d; /^    # about/d; s/^  gates:\$/  gates: [{metric: accuracy, min: $2}]/" "$1/cd4ml.yaml"
}

# The programs of this folder as a class path, compiled, so that nobody waits for the compiler in what is measured.
classes() {
  mkdir -p "$BENCH_WORK/classes"
  "${BENCH_JAVA}c" -d "$BENCH_WORK/classes" -cp "$jar" "$BENCH_ROOT"/bench/*.java || return
  echo "$BENCH_WORK/classes:$jar"
}

# Debian's Python, whose packages a benchmark asks for: python3-NAME must be installed.
python_with() {
  /usr/bin/python3 -c "import $1" 2>/dev/null && return
  say "needs Debian's python3-$1: apt-get install python3-$1"
  exit 2
}

# The engine's classes and the jars of a runtime pack as a class path.
pack() { "$BENCH_JAVA" -cp "$classes" PackPath "$1"; }
classes=$(classes)
