import { niceRange } from './scale.js';
import { COLOURS, frame, markLine, plain, valueAxis } from './style.js';

/**
 * Figures by epoch as lines, each named at its end, the kept epoch marked.
 *
 * @param lines `{ name, colour, values }`, one value an epoch, null where there is none
 * @param best 1-based epoch whose parameters were kept
 * @param axis what the figures are
 * @param unit what one pass is called
 */
export function learningChart({ lines, epochs, best, axis, unit, format, tick }) {
  const values = lines.flatMap((line) => line.values).filter((value) => value != null);
  const range = axis === 'share' && values.length > 0 ? niceRange(values, { floor: 0, ceiling: 1 }) : { scale: true };
  return (width) => ({
    height: width < 420 ? 220 : 260,
    option: frame({
      grid: { left: 56, right: width < 420 ? 84 : 110, top: 28, bottom: 44 },
      legend: { show: false },
      tooltip: {
        ...frame({}).tooltip,
        trigger: 'axis',
        formatter: (points) =>
          [`${unit} ${points[0].value[0]}`, ...points.map((p) => `${plain(p.seriesName)}: ${format(p.value[1])}`)].join('\n'),
      },
      xAxis: valueAxis(unit, tick, { min: epochs[0], max: Math.max(epochs.at(-1), epochs[0] + 1), minInterval: 1, nameGap: 26 }),
      yAxis: valueAxis(axis, tick, { ...range, nameGap: 40, splitLine: { show: true, lineStyle: { color: COLOURS.line, opacity: 0.6 } } }),
      series: lines.map((line, index) => ({
        type: 'line',
        name: line.name,
        data: line.values.map((value, i) => [epochs[i], value]),
        showSymbol: epochs.length < 4,
        symbolSize: 6,
        lineStyle: { color: line.colour, width: 2, type: line.dashed ? 'dashed' : 'solid' },
        itemStyle: { color: line.colour },
        emphasis: { disabled: true },
        endLabel: {
          show: true,
          formatter: () => plain(line.name),
          color: line.colour,
          distance: 6,
          lineHeight: 16,
          width: width < 420 ? 76 : 100,
          overflow: 'truncate',
        },
        labelLayout: { moveOverlap: 'shiftY' },
        markLine: index === 0 && best ? markLine([{ xAxis: best, label: `best: ${best}` }]) : undefined,
      })),
    }),
  });
}
