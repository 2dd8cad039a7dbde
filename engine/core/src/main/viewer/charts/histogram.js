import { COLOURS, frame, markLine, plain, valueAxis } from './style.js';
import { shares } from './scale.js';

/** A histogram's outline as points of a staircase. */
export function staircase(edges, heights) {
  const points = [[edges[0], 0]];
  heights.forEach((height, i) => points.push([edges[i], height], [edges[i + 1], height]));
  points.push([edges.at(-1), 0]);
  return points;
}

/** The staircase of one histogram: filled, or as an outline where it is what the other is held against. */
export const stairs = (name, points, colour, filled) => ({
  type: 'line',
  name,
  data: points,
  symbol: 'none',
  lineStyle: { color: colour, width: filled ? 1 : 2 },
  areaStyle: filled ? { color: colour, opacity: 0.4 } : undefined,
  emphasis: { disabled: true },
  silent: true,
});

/** One histogram, for instance of residuals, with a line at zero where zero matters. */
export function histogramChart({ histogram, axis, tick, format, zero }) {
  const { values, even } = shares(histogram);
  const heights = even ? histogram.counts : values;
  return (width) => ({
    height: width < 420 ? 220 : 260,
    option: frame({
      grid: { left: 60, right: 20, top: 28, bottom: 44 },
      tooltip: {
        ...frame({}).tooltip,
        trigger: 'axis',
        formatter: (points) => plain(binAt(histogram, points[0]?.axisValue, format)),
      },
      xAxis: valueAxis(axis, tick, {
        min: histogram.edges[0],
        max: histogram.edges.at(-1),
        nameGap: 28,
        splitNumber: width < 420 ? 4 : 8,
        axisLabel: { ...valueAxis('', tick).axisLabel, showMinLabel: false, showMaxLabel: false },
      }),
      yAxis: valueAxis(even ? 'rows' : 'density', tick, {
        nameGap: 44,
        splitLine: { show: true, lineStyle: { color: COLOURS.line, opacity: 0.6 } },
      }),
      series: [
        {
          ...stairs(axis, staircase(histogram.edges, heights), COLOURS.candidate, true),
          silent: false,
          markLine: zero && histogram.edges[0] < 0 && histogram.edges.at(-1) > 0 ? markLine([{ xAxis: 0, label: 'no error' }]) : undefined,
        },
      ],
    }),
  });
}

function binAt({ edges, counts }, value, format) {
  const bin = Math.min(
    counts.length - 1,
    Math.max(
      0,
      edges.findLastIndex((edge) => edge <= value),
    ),
  );
  return `${format(edges[bin])} to ${format(edges[bin + 1])}: ${counts[bin]} rows`;
}
