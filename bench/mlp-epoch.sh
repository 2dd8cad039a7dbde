# shellcheck shell=bash
# An epoch of a network of two hidden layers over 50,000 rows of 20 numbers, by the engine's training process and by Debian's PyTorch with as
# many threads (one): each process trains several epochs, of which the median of the later half counts; the processes take turns.
# BENCH_WIDTHS (32 512) chooses the widths, BENCH_THREADS the threads.
. "$BENCH_ROOT/bench/functions.sh"
python_with torch
data=$BENCH_WORK/mlp-epoch
pytorch=$(pack pytorch)
threads=${BENCH_THREADS:-1}
mkdir -p "$data/cache"

ours() {
  mkdir -p "$1/out"
  CD4ML_DETACHED=true OPT_OUT_TRACKING=true MALLOC_TRIM_THRESHOLD_=1073741824 MALLOC_MMAP_THRESHOLD_=33554432 \
    DJL_CACHE_DIR=${DJL_CACHE_DIR:-$HOME/.cache/cd4ml/djl} "$BENCH_JAVA" -XX:+UseSerialGC -Dai.djl.offline=true \
    -Dai.djl.pytorch.num_threads="$threads" -Dai.djl.pytorch.num_interop_threads=1 -Dai.djl.pytorch.graph_optimizer=false \
    -cp "$jar:$pytorch" io.jenkins.cd4ml.train.torch.TrainWorker "$1" "$1/out" '' >>"$BENCH_WORK/log" 2>&1
  sed -n 's/.*"seconds" : \([0-9.E-]*\).*/\1/p' "$1/out/training.json" | sed '$d'
}
theirs() { OMP_NUM_THREADS=$threads /usr/bin/python3 "$BENCH_ROOT/bench/mlp_epochs.py" "$1" "$threads"; }
late() { awk '{ a[NR] = $1 } END { for (i = int(NR / 2) + 1; i <= NR; i++) print a[i] }' | median; }

for width in ${BENCH_WIDTHS:-32 512}; do
  for batch in 32 1024; do
    folder=$data/$width-$batch
    epochs=$((batch == 32 ? 4 : 12))
    "$BENCH_JAVA" -cp "$classes" TrainingRows "$folder" 50000 network "$width" "$batch" "$epochs"
    times=$data/$width-$batch.times
    : >"$times"
    for round in $(seq "$BENCH_ROUNDS"); do
      echo "$(ours "$folder" | late) $(theirs "$folder" | late)" >>"$times"
      say "width $width, batch $batch, round $round: $(tail -n 1 "$times")"
    done
    ours=$(column "$times" 1)
    theirs=$(column "$times" 2)
    row "epoch of a network, width $width, batch $batch, threads: $threads" 'at most 1.0x' \
      "$(awk -v o="$ours" -v t="$theirs" 'BEGIN { printf "%.2fx", o / t }')" "$ours s" "Debian's python3-torch: $theirs s"
  done
done
