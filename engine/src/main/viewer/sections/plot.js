import { el, folded } from './dom.js';

/** What each plot's element will show once it is near the screen. */
const waiting = new WeakMap();
const drawn = new WeakMap();

/**
 * A plot with the table behind it.
 *
 * @param title above the plot
 * @param summary what there is to see, for those who do not
 * @param chart from a width in pixels to `{ option, height }`
 * @param data the table with the same figures
 */
export function plot({ title, summary, chart, data, note }) {
  const canvas = el('div', { class: 'cd4ml-plot', role: 'img', 'aria-label': summary });
  canvas.style.height = `${chart(640).height}px`;
  waiting.set(canvas, chart);
  return el(
    'figure',
    { class: 'cd4ml-figure' },
    title ? el('figcaption', {}, title) : null,
    note ? el('p', { class: 'cd4ml-note' }, note) : null,
    canvas,
    data ? folded('Figures', data) : null,
  );
}

function draw(canvas, echarts) {
  const width = canvas.clientWidth;
  if (width === 0) {
    return;
  }
  const { option, height } = waiting.get(canvas)(width);
  canvas.style.height = `${height}px`;
  let instance = drawn.get(canvas);
  if (instance) {
    instance.resize({ width, height });
  } else {
    instance = echarts.init(canvas, null, { renderer: 'svg', width, height });
    drawn.set(canvas, instance);
  }
  instance.setOption(option, { notMerge: true });
  canvas.lastWidth = width;
}

/**
 * Draws every plot below `root`: each when it comes near the screen, again when its width changes, all of them before the
 * page is printed.
 *
 * @param echarts the library, tree-shaken here and complete in Jenkins
 */
export function drawPlots(root, echarts) {
  const plots = [...root.querySelectorAll('.cd4ml-plot')].filter((canvas) => waiting.has(canvas));
  const resized = new ResizeObserver((entries) =>
    entries.filter(({ target }) => target.clientWidth !== target.lastWidth).forEach(({ target }) => draw(target, echarts)),
  );
  const near = new IntersectionObserver(
    (entries) =>
      entries
        .filter((entry) => entry.isIntersecting)
        .forEach(({ target }) => {
          near.unobserve(target);
          draw(target, echarts);
          resized.observe(target);
        }),
    { rootMargin: '800px' },
  );
  plots.forEach((canvas) => near.observe(canvas));
  window.addEventListener('beforeprint', () => plots.filter((canvas) => !drawn.has(canvas)).forEach((canvas) => draw(canvas, echarts)));
}
