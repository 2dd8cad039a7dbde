import { COLOURS, frame, markLine, plain, valueAxis } from './style.js';

const PANEL = 92;
const GAP = 30;

/**
 * A roll-out over time: panels one under another on the same clock.
 *
 * @param panels `{ title, tick, lines, limit }`; a line is `{ name, colour, values, filled }` with one value a step
 * @param steps `{ from, to }` in seconds since the roll-out began
 * @param end `{ at, label, bad }`: how it ended
 */
export function canaryChart({ panels, steps, end, tick, format }) {
  return (width) => {
    const left = 64;
    const right = width < 420 ? 12 : 24;
    const last = Math.max(end.at, steps.at(-1)?.to ?? 0) || 1;
    return {
      height: 30 + panels.length * (PANEL + GAP) + 26,
      option: frame({
        grid: panels.map((_, i) => ({ left, right, top: 30 + i * (PANEL + GAP), height: PANEL })),
        tooltip: { ...frame({}).tooltip, trigger: 'item', formatter: (p) => plain(`${p.seriesName}: ${format[p.seriesIndex] ? format[p.seriesIndex](p.value[1]) : p.value[1]}`) },
        xAxis: panels.map((_, i) =>
          valueAxis(i === panels.length - 1 ? 'time since the start' : '', tick, {
            gridIndex: i,
            min: 0,
            max: last,
            nameGap: 26,
            axisLabel: { ...valueAxis('', tick).axisLabel, show: i === panels.length - 1 },
          }),
        ),
        yAxis: panels.map((panel, i) =>
          valueAxis('', panel.tick, { gridIndex: i, min: 0, max: panel.max, splitNumber: 2, splitLine: { show: true, lineStyle: { color: COLOURS.line, opacity: 0.6 } } }),
        ),
        series: panels.flatMap((panel, i) => panel.lines.map((line, j) => series(panel, line, i, j, steps, end))),
      }),
    };
  };
}

function series(panel, line, index, order, steps, end) {
  return {
    type: 'line',
    name: line.name,
    xAxisIndex: index,
    yAxisIndex: index,
    data: steps.flatMap((step, i) => (line.values[i] == null ? [[step.from, null]] : [[step.from, line.values[i]], [step.to, line.values[i]]])),
    symbol: 'circle',
    symbolSize: line.filled ? 0.01 : 5,
    lineStyle: { color: line.colour, width: line.filled ? 1.5 : 2.5 },
    itemStyle: { color: line.colour },
    areaStyle: line.filled ? { color: line.colour, opacity: 0.25 } : undefined,
    emphasis: { disabled: true },
    markLine:
      order === 0
        ? markLine([
            { xAxis: end.at, label: index === 0 ? end.label : '', colour: end.bad ? COLOURS.bad : COLOURS.threshold, type: 'solid' },
            ...(panel.limit == null ? [] : [{ yAxis: panel.limit, label: 'limit', position: 'insideEndTop' }]),
          ])
        : undefined,
  };
}
