import { COLOURS, frame, nameAxis, valueAxis } from './style.js';
import { niceRange } from './scale.js';

const ROW = 28;
/** Width of a letter, on average and a little more. */
const LETTER = 6.6;

/**
 * Estimates as dots on their intervals, thresholds as short upright lines with the side that fails shaded.
 *
 * @param rows `{ label, text, value, lower, upper, threshold, comparison, colour }`; `text` repeats the figures
 * @param axis title of the axis, with its unit
 * @param format of the ticks
 * @param range `{ floor, ceiling }` that the axis may not leave
 * @param zero whether a line stands at zero, for differences
 * @param names false where the label stands beside the chart already
 */
export function intervalsChart({ rows, axis, format, range = {}, zero = false, names = true }) {
  const values = rows.flatMap((row) => [row.value, row.lower, row.upper, row.threshold]).filter((v) => v != null);
  return (width) => {
    const room = (texts, most) => Math.min(most, Math.round(12 + LETTER * Math.max(...texts.map((text) => text.length))));
    const left = names
      ? room(
          rows.map((row) => row.label),
          Math.min(220, width * 0.36),
        )
      : 10;
    const right =
      names && width >= 480
        ? room(
            rows.map((row) => row.text ?? ''),
            240,
          )
        : 0;
    const bounds = niceRange(zero ? [0, ...values] : values, range, width < 480 ? 3 : 5);
    const grid = { show: names, lineStyle: { color: COLOURS.line, opacity: 0.6 } };
    return {
      height: rows.length * ROW + (axis ? 50 : 30),
      option: frame({
        grid: { left: left + 8, right: right + 18, top: 4, bottom: axis ? 44 : 24 },
        xAxis: valueAxis(axis, format, { ...bounds, nameGap: 28, splitLine: grid }),
        yAxis: [
          nameAxis(
            rows.map((row) => row.label),
            left,
            { show: names },
          ),
          nameAxis(
            rows.map((row) => row.text ?? ''),
            right,
            { position: 'right', show: right > 0 },
          ),
        ],
        tooltip: { show: false },
        series: [
          {
            type: 'custom',
            silent: true,
            renderItem: (params, api) => intervalRow(rows[params.dataIndex], params, api, zero),
            data: rows.map((row, index) => [row.value ?? row.threshold ?? 0, index]),
            encode: { x: 0, y: 1 },
          },
        ],
      }),
    };
  };
}

function intervalRow(row, params, api, zero) {
  const index = params.dataIndex;
  const at = (value) => api.coord([value, index]);
  const area = params.coordSys;
  const [, y] = at(0);
  const half = ROW / 2 - 3;
  const children = [];
  if (row.threshold != null) {
    const x = at(row.threshold)[0];
    const fails = /^</.test(row.comparison ?? '') ? [x, area.x + area.width] : /^>/.test(row.comparison ?? '') ? [area.x, x] : null;
    if (fails && fails[1] > fails[0]) {
      children.push({
        type: 'rect',
        shape: { x: fails[0], y: y - half, width: fails[1] - fails[0], height: 2 * half },
        style: { fill: COLOURS.bad, opacity: 0.12 },
      });
    }
    children.push(upright(x, y, half, COLOURS.threshold, 2));
  }
  if (zero) {
    children.push(upright(at(0)[0], y, ROW / 2, COLOURS.quiet, 1));
  }
  const colour = row.colour ?? COLOURS.candidate;
  if (row.lower != null && row.upper != null) {
    const [from, to] = [at(row.lower)[0], at(row.upper)[0]];
    children.push({ type: 'line', shape: { x1: from, y1: y, x2: to, y2: y }, style: { stroke: colour, lineWidth: 2.5 } });
    children.push(upright(from, y, 4, colour, 2), upright(to, y, 4, colour, 2));
  }
  if (row.value != null) {
    children.push({
      type: 'circle',
      shape: { cx: at(row.value)[0], cy: y, r: 5.5 },
      style: { fill: colour, stroke: COLOURS.surface, lineWidth: 1.5 },
    });
  }
  return { type: 'group', children };
}

const upright = (x, y, half, colour, width) => ({
  type: 'line',
  shape: { x1: x, y1: y - half, x2: x, y2: y + half },
  style: { stroke: colour, lineWidth: width },
});
