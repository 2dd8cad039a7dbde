import { stairs, staircase } from './histogram.js';
import { COLOURS, frame, plain, valueAxis } from './style.js';

const LEAST = 5;
const MOST = 16;
/** Of a normal distribution, for 95 %. */
const Z = 1.959964;

/** Wilson's (1927) interval of a share of so many rows. */
export function wilson(share, rows) {
  const centre = share + (Z * Z) / (2 * rows);
  const half = Z * Math.sqrt((share * (1 - share)) / rows + (Z * Z) / (4 * rows * rows));
  const total = 1 + (Z * Z) / rows;
  return { lower: Math.max(0, (centre - half) / total), upper: Math.min(1, (centre + half) / total) };
}

function whisker(bin, api) {
  const { lower, upper } = wilson(bin.observed, bin.rows);
  const [x, from] = api.coord([bin.predicted, lower]);
  const [, to] = api.coord([bin.predicted, upper]);
  return { type: 'line', shape: { x1: x, y1: from, x2: x, y2: to }, style: { stroke: COLOURS.candidate, lineWidth: 1.5, opacity: 0.55 } };
}

/**
 * A reliability curve over the diagonal of a calibrated model, and under it the number of rows for each probability.
 * Points are as large as their rows are many and stand on 95 % intervals: a point of three rows proves nothing.
 *
 * @param bins `{ from, to, rows, predicted, observed }`, empty ones without the last two
 * @param axis what the probability refers to; `hit` what the share counts
 * @param describe `(bin)` in words
 */
export function calibrationChart({ bins, axis, hit, tick, describe }) {
  const filled = bins.filter((bin) => bin.rows > 0);
  const largest = Math.max(...filled.map((bin) => bin.rows), 1);
  const edges = [...bins.map((bin) => bin.from), bins.at(-1)?.to ?? 1];
  return (width) => {
    const side = { left: 56, right: 20 };
    const share = { min: 0, max: 1, interval: width < 420 ? 0.5 : 0.2 };
    const quiet = { show: true, lineStyle: { color: COLOURS.line, opacity: 0.6 } };
    return {
      height: 400,
      option: frame({
        grid: [
          { ...side, top: 12, height: 230 },
          { ...side, top: 272, height: 78 },
        ],
        tooltip: { ...frame({}).tooltip, trigger: 'item', formatter: ({ data }) => plain(describe(filled[data?.[2]] ?? filled[0])) },
        xAxis: [
          valueAxis('', tick, { ...share, gridIndex: 0, axisLabel: { show: false }, splitLine: quiet }),
          valueAxis(axis, tick, { ...share, gridIndex: 1, nameGap: 28 }),
        ],
        yAxis: [
          valueAxis(hit, tick, { ...share, gridIndex: 0, nameGap: 40, splitLine: quiet }),
          valueAxis('rows', tick, { gridIndex: 1, nameGap: 40, splitNumber: 2 }),
        ],
        series: [
          {
            type: 'line',
            name: 'calibrated',
            data: [
              [0, 0],
              [1, 1],
            ],
            symbol: 'none',
            silent: true,
            lineStyle: { color: COLOURS.reference, width: 1.5, type: 'dashed' },
            emphasis: { disabled: true },
          },
          {
            type: 'custom',
            silent: true,
            data: filled.map((bin) => [bin.predicted, bin.observed]),
            renderItem: ({ dataIndex }, api) => whisker(filled[dataIndex], api),
          },
          {
            type: 'line',
            name: 'the model',
            data: filled.map((bin, index) => [bin.predicted, bin.observed, index]),
            symbol: 'circle',
            symbolSize: ([, , index]) => LEAST + (MOST - LEAST) * Math.sqrt(filled[index].rows / largest),
            lineStyle: { color: COLOURS.candidate, width: 1, opacity: 0.6 },
            itemStyle: { color: COLOURS.candidate, borderColor: COLOURS.surface, borderWidth: 1 },
          },
          {
            ...stairs(
              'rows',
              staircase(
                edges,
                bins.map((bin) => bin.rows),
              ),
              COLOURS.candidate,
              true,
            ),
            xAxisIndex: 1,
            yAxisIndex: 1,
          },
        ],
      }),
    };
  };
}
