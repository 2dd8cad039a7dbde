# shellcheck shell=bash
# SHA-256 of 4 GB in 400 files, all in the page cache: the engine in one JVM, its start included, against openssl, as many at once as there are processors.
. "$BENCH_ROOT/bench/functions.sh"
data=$BENCH_WORK/hash-files
if [ "$(find "$data" -type f 2>/dev/null | wc -l)" -ne 400 ]; then
  say "writing 4 GB"
  mkdir -p "$data"
  for i in $(seq 400); do head -c 10000000 /dev/urandom >"$data/$i.bin"; done
fi
cat "$data"/*.bin >/dev/null

ours() { "$BENCH_JAVA" -XX:+UseSerialGC -cp "$classes" HashFiles "$data"; }
theirs() { find "$data" -type f -print0 | xargs -0 -P "$(nproc)" -n 20 openssl dgst -sha256; }

versus "$BENCH_WORK/hash-files.times" ours theirs
row 'SHA-256 of 4 GB in 400 files' 'at most 1.15x' "$(ratio "$BENCH_WORK/hash-files.times")" \
  "$(column "$BENCH_WORK/hash-files.times" 1) s" "\`xargs -P $(nproc) openssl dgst -sha256\`: $(column "$BENCH_WORK/hash-files.times" 2) s"
