import { el, folded } from './dom.js';

const PAPER = 660;
const SMALL_PAPER = 300;
const MARGIN = 800;

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

/** Opens what a point of a plot stands for; nothing of a data set may lead anywhere else. */
function visit(href) {
  if (href && new URL(href, window.location.href).origin === window.location.origin) {
    window.location.assign(href);
  }
}

function draw(canvas, echarts, width = canvas.clientWidth) {
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
    instance.on('click', ({ data }) => visit(data?.href));
    drawn.set(canvas, instance);
  }
  instance.setOption(option, { notMerge: true });
}

/** Shows another chart in a plot that is on the page already, such as one that grows. */
export function change(figure, { chart, summary }, echarts) {
  const canvas = figure.querySelector('.cd4ml-plot');
  waiting.set(canvas, chart);
  canvas.setAttribute('aria-label', summary);
  if (drawn.has(canvas)) {
    draw(canvas, echarts);
  }
}

/** Every plot at the width that it has on a sheet of A4 or Letter, because a printer does not report its own. */
function forPaper(plots, echarts) {
  plots.forEach((canvas) => draw(canvas, echarts, canvas.closest('.cd4ml-card') ? SMALL_PAPER : PAPER));
  plots.filter((canvas) => drawn.has(canvas)).forEach((canvas) => drawn.get(canvas).getZr().flush());
}

/** Whether the element is unfolded and on the screen or not far from it. */
function isNear(element) {
  if (element.closest('details:not([open])')) {
    return false;
  }
  const { top, bottom } = element.getBoundingClientRect();
  return bottom > -MARGIN && top < window.innerHeight + MARGIN;
}

/**
 * Draws every plot below `root`: at once those near the screen, each other one when it comes near, again when its width
 * changes, and all of them before the page is printed.
 *
 * @param echarts the library, tree-shaken here and complete in Jenkins
 */
export function drawPlots(root, echarts) {
  const plots = [...root.querySelectorAll('.cd4ml-plot')].filter((canvas) => waiting.has(canvas));
  const widths = new WeakMap();
  const redraw = (canvas) => {
    if (widths.get(canvas) !== canvas.clientWidth) {
      widths.set(canvas, canvas.clientWidth);
      draw(canvas, echarts);
    }
  };
  const resized = new ResizeObserver((entries) => entries.forEach(({ target }) => redraw(target)));
  const show = (canvas) => {
    redraw(canvas);
    resized.observe(canvas);
  };
  const near = new IntersectionObserver(
    (entries) =>
      entries
        .filter((entry) => entry.isIntersecting)
        .forEach(({ target }) => {
          near.unobserve(target);
          show(target);
        }),
    { rootMargin: `${MARGIN}px` },
  );
  const first = new Set(plots.filter(isNear));
  plots.forEach((canvas) => (first.has(canvas) ? show(canvas) : near.observe(canvas)));
  window.addEventListener('beforeprint', () => forPaper(plots, echarts));
  window.addEventListener('afterprint', () => plots.filter((canvas) => widths.has(canvas)).forEach((canvas) => draw(canvas, echarts)));
}
