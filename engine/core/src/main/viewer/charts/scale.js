/**
 * The smallest range of round numbers around these values, for axes that need not start at zero, with a tick at each step.
 *
 * @param limits `{ floor, ceiling }` that the range may not leave
 * @param ticks about how many there is room for
 */
export function niceRange(values, { floor = -Infinity, ceiling = Infinity } = {}, ticks = 5) {
  const low = Math.min(...values);
  const high = Math.max(...values);
  const span = high - low || Math.abs(high) * 0.1 || 1;
  const padded = [Math.max(floor, low - span * 0.08), Math.min(ceiling, high + span * 0.08)];
  const step = niceStep((padded[1] - padded[0]) / ticks);
  return {
    min: tidy(Math.floor(padded[0] / step + 1e-9) * step),
    max: tidy(Math.ceil(padded[1] / step - 1e-9) * step),
    interval: step,
  };
}

/** 1, 2 or 5 times a power of ten, at least `rough`. */
export function niceStep(rough) {
  const power = 10 ** Math.floor(Math.log10(rough));
  return [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= rough * 0.999);
}

const tidy = (value) => Number(value.toPrecision(12));

/** Shares of a histogram's rows by bin; densities where its bins differ in width, so that areas do not lie. */
export function shares(histogram) {
  const total = histogram.counts.reduce((sum, n) => sum + n, 0) || 1;
  const widths = histogram.counts.map((_, i) => histogram.edges[i + 1] - histogram.edges[i]);
  const widest = Math.max(...widths);
  const even = widths.every((width) => width > widest * 0.98);
  return {
    even,
    values: histogram.counts.map((n, i) => (even || widths[i] <= 0 ? n / total : n / total / widths[i])),
  };
}
