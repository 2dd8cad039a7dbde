import { niceRange } from './scale.js';
import { COLOURS, frame, markLine, plain, valueAxis } from './style.js';

const WHISKER = 3;

/** Runs of neighbouring points that have an interval; a gap ends a run. */
export function runs(points) {
  const found = [];
  let run = [];
  for (const point of points) {
    if (point.lower != null && point.upper != null) {
      run.push(point);
    } else if (run.length > 0) {
      found.push(run);
      run = [];
    }
  }
  return run.length > 0 ? [...found, run] : found;
}

/**
 * A figure over versions or builds: a line with its interval as a band, a threshold, upright marks.
 *
 * @param points `{ x, value, lower, upper, threshold, href, champion, tookOver, bad }` by ascending x; `value` null where there is none;
 *     `href` opens by a click; a `champion` has its colour and stands out, one that `tookOver` has the colour alone, a `bad` one the colour and shape of failure; a `threshold` of their
 *     own where it moved from point to point
 * @param marks `{ x, label }` where something changed
 * @param axis titles `{ x, y }`
 * @param describe the text of a point's tip
 * @param range `{ floor, ceiling }` that the vertical axis may not leave
 * @param label of the horizontal axis' ticks, where they are no numbers
 * @param whole whether the figure is a count: no ticks between whole numbers
 * @param small for one of many on a page
 */
export function trendChart({
  points,
  marks = [],
  threshold = null,
  axis,
  describe,
  tick,
  range = {},
  label = tick,
  whole = false,
  small = false,
}) {
  const values = [threshold, ...points.flatMap((p) => [p.value, p.lower, p.upper, p.threshold])].filter((v) => v != null);
  const [first, last] = [points[0]?.x ?? 0, points.at(-1)?.x ?? 1];
  const many = points.length > 60;
  return (width) => ({
    height: small ? 190 : width < 420 ? 210 : 240,
    option: frame({
      grid: { left: 56, right: 24, top: 26, bottom: 44 },
      tooltip: { ...frame({}).tooltip, formatter: ({ dataIndex }) => describe(points[dataIndex]).split('\n').map(plain).join('\n') },
      xAxis: valueAxis(axis.x, label, {
        min: first === last ? first - 1 : first,
        max: first === last ? last + 1 : last,
        minInterval: 1,
        splitNumber: width < 420 || small ? 3 : 6,
        nameGap: 26,
      }),
      yAxis: valueAxis(axis.y, tick, {
        ...bounds(values, range, whole),
        nameGap: 42,
        splitLine: { show: true, lineStyle: { color: COLOURS.line, opacity: 0.6 } },
      }),
      series: [
        band(points),
        ...(points.some((p) => p.threshold != null) ? [limits(points)] : []),
        {
          type: 'line',
          name: axis.y,
          data: points.map((point) => dot(point, many)),
          symbol: 'circle',
          lineStyle: { color: COLOURS.candidate, width: 2 },
          itemStyle: { color: COLOURS.candidate },
          emphasis: { disabled: true },
          markLine: markLine([
            ...(threshold == null ? [] : [{ yAxis: threshold, label: 'threshold', position: 'insideStartTop', type: 'solid' }]),
            ...marks.map(({ x, label }) => ({ xAxis: x, label: label ?? '', colour: COLOURS.champion })),
          ]),
        },
      ],
    }),
  });
}

/** Thresholds that may move: steps, a short line where one stands alone. */
const limits = (points) => ({
  type: 'line',
  name: 'threshold',
  silent: true,
  data: points.map((p) => [p.x, p.threshold]),
  step: 'middle',
  showSymbol: points.filter((p) => p.threshold != null).length < 2,
  symbol: 'rect',
  symbolSize: [24, 2],
  lineStyle: { color: COLOURS.threshold, width: 1.5, type: 'dashed' },
  itemStyle: { color: COLOURS.threshold },
  tooltip: { show: false },
  emphasis: { disabled: true },
});

/** Round ends of the axis; of counts at least one step of one on either side. */
function bounds(values, range, whole) {
  const nice = niceRange(values.length > 0 ? values : [0, 1], range, 4);
  return whole && nice.interval < 1
    ? { min: Math.max(range.floor ?? -Infinity, Math.floor(nice.min) - 1), max: Math.ceil(nice.max) + 1, interval: 1 }
    : nice;
}

const dot = ({ x, value, href, champion, tookOver, bad }, many) => ({
  value: [x, value],
  href,
  symbol: bad ? 'diamond' : 'circle',
  symbolSize: champion ? 10 : bad || tookOver ? (many ? 7 : 10) : many ? 4 : 7,
  cursor: href ? 'pointer' : 'default',
  itemStyle: styleOf({ champion, tookOver, bad }),
});

function styleOf({ champion, tookOver, bad }) {
  if (champion) {
    return { color: COLOURS.champion, borderColor: COLOURS.surface, borderWidth: 1.5 };
  }
  return bad ? { color: COLOURS.bad } : tookOver ? { color: COLOURS.champion } : undefined;
}

/** The intervals: a band along each run, a whisker where a point stands alone. */
const band = (points) => {
  const all = runs(points);
  return {
    type: 'custom',
    silent: true,
    z: 1,
    clip: true,
    data: all.map((run) => [run[0].x, run[0].lower]),
    encode: { x: 0, y: 1 },
    tooltip: { show: false },
    renderItem: ({ dataIndex }, api) => {
      const run = all[dataIndex];
      const at = (key) => run.map((point) => api.coord([point.x, point[key]]));
      const [upper, lower] = [at('upper'), at('lower')];
      const outline =
        run.length > 1
          ? [...upper, ...lower.reverse()]
          : [
              [-WHISKER, upper[0]],
              [WHISKER, upper[0]],
              [WHISKER, lower[0]],
              [-WHISKER, lower[0]],
            ].map(([by, [x, y]]) => [x + by, y]);
      return { type: 'polygon', shape: { points: outline }, style: { fill: COLOURS.candidate, opacity: 0.18 } };
    },
  };
};
