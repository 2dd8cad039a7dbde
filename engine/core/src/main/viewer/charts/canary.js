import { COLOURS, FONT, frame, markLine, plain, valueAxis } from './style.js';

const PANEL = 76;
const TOP = 46;
const GAP = 38;

/**
 * A roll-out over time: panels one under another on the same clock.
 *
 * @param panels `{ title, tick, lines, min, max, interval, scale, limit }`; a line is `{ name, colour, values, filled }` with one value a step
 * @param steps `{ from, to, symbol, bad }`: seconds since the roll-out began, and the judge's verdict
 * @param end `{ at, label, bad }`: how it ended
 * @param format of the figures of each line, in the order of the panels
 */
export function canaryChart({ panels, steps, end, tick, format }) {
  return (width) => {
    const right = width < 420 ? 14 : 24;
    const last = Math.max(end.at, steps.at(-1)?.to ?? 0) || 1;
    const bottom = panels.length - 1;
    return {
      height: TOP + panels.length * (PANEL + GAP) + 12,
      option: frame({
        grid: panels.map((_, i) => ({ left: 64, right, top: TOP + i * (PANEL + GAP), height: PANEL })),
        tooltip: { ...frame({}).tooltip, formatter: (p) => plain(`${p.seriesName}: ${format[p.seriesIndex]?.(p.value[1]) ?? ''}`) },
        xAxis: panels.map((_, i) =>
          valueAxis(i === bottom ? 'time since the start' : '', tick, {
            gridIndex: i,
            min: 0,
            max: last * 1.02,
            nameGap: 26,
            splitNumber: width < 420 ? 3 : 6,
            axisLabel: { ...valueAxis('', tick).axisLabel, show: i === bottom, showMaxLabel: false },
          }),
        ),
        yAxis: panels.map((panel, i) =>
          valueAxis(panel.title, panel.tick, {
            gridIndex: i,
            min: panel.min ?? (panel.scale ? undefined : 0),
            max: panel.max,
            interval: panel.interval,
            scale: panel.scale,
            splitNumber: 2,
            nameLocation: 'end',
            nameGap: 10,
            nameTextStyle: { color: COLOURS.text, fontFamily: FONT, fontSize: 12, align: 'left', padding: [0, 0, 0, -56] },
            splitLine: { show: true, lineStyle: { color: COLOURS.line, opacity: 0.6 } },
          }),
        ),
        series: [...panels.flatMap((panel, i) => panel.lines.map((line, j) => series(panel, line, i, j, steps, end))), verdicts(steps)],
      }),
    };
  };
}

/** The outcome of each step, above the weights. */
const verdicts = (steps) => ({
  type: 'custom',
  silent: true,
  xAxisIndex: 0,
  yAxisIndex: 0,
  data: steps.map((step) => [(step.from + step.to) / 2, 28]),
  renderItem: (params, api) => {
    const step = steps[params.dataIndex];
    const [x, y] = api.coord([api.value(0), api.value(1)]);
    return {
      type: 'text',
      style: {
        x,
        y,
        text: step.symbol,
        align: 'center',
        verticalAlign: 'middle',
        fill: step.bad ? COLOURS.bad : COLOURS.good,
        font: `bold 18px ${FONT}`,
      },
    };
  },
});

function series(panel, line, index, order, steps, end) {
  return {
    type: 'line',
    name: line.name,
    xAxisIndex: index,
    yAxisIndex: index,
    data: steps.flatMap((step, i) =>
      line.values[i] == null
        ? [[step.from, null]]
        : [
            [step.from, line.values[i]],
            [step.to, line.values[i]],
          ],
    ),
    symbol: 'circle',
    symbolSize: line.filled ? 0.01 : 5,
    lineStyle: { color: line.colour, width: line.filled ? 1.5 : 2.5 },
    itemStyle: { color: line.colour },
    areaStyle: line.filled ? { color: line.colour, opacity: 0.25 } : undefined,
    emphasis: { disabled: true },
    markLine:
      order === 0
        ? markLine([
            {
              xAxis: end.at,
              label: index === 0 ? end.label : '',
              align: 'right',
              colour: end.bad ? COLOURS.bad : COLOURS.threshold,
              type: 'solid',
            },
            ...(panel.limit == null ? [] : [{ yAxis: panel.limit, label: 'limit', position: 'insideStartTop' }]),
          ])
        : undefined,
  };
}
