/**
 * What all charts share. Colours are CSS variables, which the SVG renderer hands through untouched: a page in the dark, a
 * printed one and Jenkins' themes need no drawing again. Okabe and Ito's palette; the same hue for the same thing everywhere.
 */
export const COLOURS = {
  reference: 'var(--cd4ml-reference)',
  candidate: 'var(--cd4ml-candidate)',
  champion: 'var(--cd4ml-champion)',
  second: 'var(--cd4ml-second)',
  third: 'var(--cd4ml-third)',
  good: 'var(--cd4ml-good)',
  bad: 'var(--cd4ml-bad)',
  threshold: 'var(--cd4ml-text)',
  text: 'var(--cd4ml-text)',
  quiet: 'var(--cd4ml-quiet)',
  line: 'var(--cd4ml-line)',
  surface: 'var(--cd4ml-surface)',
};

export const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif';

const text = { color: COLOURS.quiet, fontFamily: FONT, fontSize: 12 };

/** The frame of every chart: nothing moves, tips are drawn (never HTML) and stay inside. */
export function frame(parts) {
  return {
    animation: false,
    textStyle: text,
    tooltip: {
      renderMode: 'richText',
      confine: true,
      backgroundColor: COLOURS.surface,
      borderColor: COLOURS.line,
      shadowBlur: 0,
      padding: 8,
      textStyle: { ...text, color: COLOURS.text },
      axisPointer: { lineStyle: { color: COLOURS.quiet, type: 'dashed' }, label: { show: false } },
    },
    ...parts,
  };
}

/** A numeric axis. */
export function valueAxis(name, tick, parts = {}) {
  return {
    type: 'value',
    name,
    nameLocation: 'middle',
    nameTextStyle: text,
    nameTruncate: { maxWidth: 300, ellipsis: '\u2026' },
    axisLine: { show: true, lineStyle: { color: COLOURS.line } },
    axisTick: { show: true, lineStyle: { color: COLOURS.line } },
    axisLabel: { ...text, formatter: tick, hideOverlap: true },
    splitLine: { show: false },
    splitNumber: 4,
    ...parts,
  };
}

/** An axis of names, the first on top; long ones are cut, never wrapped over their neighbours. */
export function nameAxis(names, width, parts = {}) {
  return {
    type: 'category',
    inverse: true,
    data: names,
    axisLine: { show: false },
    axisTick: { show: false },
    axisLabel: { ...text, color: COLOURS.text, interval: 0, width, overflow: 'truncate', ellipsis: '\u2026' },
    ...parts,
  };
}

/** A line across the plot where something happened or a limit lies. */
export function markLine(marks) {
  return {
    silent: true,
    symbol: 'none',
    animation: false,
    data: marks.map(({ label, position = 'end', align, type = 'dashed', colour = COLOURS.threshold, ...where }) => ({
      ...where,
      lineStyle: { color: colour, type, width: 1.5 },
      label: { show: Boolean(label), formatter: () => label ?? '', position, align, color: COLOURS.text, fontFamily: FONT, fontSize: 12 },
    })),
  };
}

/** Text in a tip must not be read as markup of the rich text renderer. */
export const plain = (words) => String(words).replace(/[{}|]/g, ' ');
