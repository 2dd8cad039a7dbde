import { COLOURS, frame, nameAxis, valueAxis } from './style.js';
import { shares } from './scale.js';
import { staircase, stairs } from './histogram.js';

const quiet = { splitLine: { show: false } };

/** A numeric column: the reference as an outline, the current rows filled, over the same bins. */
export function numericDrift({ reference, current, tick, axis, percent }) {
  const before = shares(reference);
  const after = shares(current);
  const even = before.even && after.even;
  return () => ({
    height: 170,
    option: frame({
      grid: { left: 46, right: 12, top: 10, bottom: axis ? 42 : 26 },
      tooltip: { show: false },
      xAxis: valueAxis(axis, tick, {
        ...quiet,
        min: reference.edges[0],
        max: reference.edges.at(-1),
        splitNumber: 3,
        nameGap: 26,
        axisLabel: { ...valueAxis('', tick).axisLabel, showMinLabel: false, showMaxLabel: false },
      }),
      yAxis: valueAxis('', even ? percent : tick, { ...quiet, splitNumber: 3, axisLine: { show: false }, axisTick: { show: false } }),
      series: [
        stairs('current', staircase(current.edges, after.values), COLOURS.candidate, true),
        stairs('reference', staircase(reference.edges, before.values), COLOURS.reference, false),
      ],
    }),
  });
}

/** A column of categories: the same as bars, the reference as their outline. */
export function categoryDrift({ rows, percent }) {
  return (width) => {
    const left = Math.min(130, Math.round(width * 0.34));
    const bar = (name, key, style, z) => ({
      type: 'bar',
      name,
      data: rows.map((row) => row[key]),
      barWidth: '68%',
      barGap: '-100%',
      itemStyle: style,
      emphasis: { disabled: true },
      silent: true,
      z,
    });
    return {
      height: Math.max(170, rows.length * 20 + 40),
      option: frame({
        grid: { left: left + 8, right: 16, top: 8, bottom: 26 },
        tooltip: { show: false },
        xAxis: valueAxis('', percent, { ...quiet, min: 0, splitNumber: 3 }),
        yAxis: nameAxis(
          rows.map((row) => row.value),
          left,
        ),
        series: [
          bar('current', 'current', { color: COLOURS.candidate, opacity: 0.45 }, 2),
          bar('reference', 'reference', { color: 'transparent', borderColor: COLOURS.reference, borderWidth: 2 }, 3),
        ],
      }),
    };
  };
}
