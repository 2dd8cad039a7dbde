import { trendChart } from '../charts/trend.js';
import { el, folded } from '../sections/dom.js';
import { estimate, given, known, number, tick } from '../sections/format.js';
import { key } from '../sections/key.js';
import { isShare, metricName, metricTitle } from '../sections/names.js';
import { drawPlots, plot } from '../sections/plot.js';
import { table } from '../sections/table.js';

const LEADING = 4;
const bounds = (point) => (known(point.lower) && known(point.upper) ? point : null);
const fails = ({ higherIsBetter }, { value, threshold }) =>
  known(threshold) && known(value) && (higherIsBetter ? value < threshold : value > threshold);

/** Marks on more points than this would hide the line: then those that serve now have one, and no others. */
const MOST_MARKED = 60;

function tip(point, { served, serving }) {
  const now = serving[point.x] ?? [];
  const before = (served[point.x] ?? []).filter((place) => !now.includes(place));
  return [
    `version ${point.x}`,
    estimate(point.value, bounds(point)),
    ...(known(point.threshold) ? [`threshold ${given(point.threshold)}`] : []),
    ...(now.length > 0 ? [`serves in ${now.join(', ')}`] : []),
    ...(before.length > 0 ? [`served in ${before.join(', ')}`] : []),
  ].join('\n');
}

function seriesPlot(metric, places, url) {
  const { served, serving } = places;
  const marked = metric.points.length > MOST_MARKED ? serving : served;
  const points = metric.points.map(({ version, ...figures }) => ({
    x: version,
    ...figures,
    bad: fails(metric, figures),
    champion: Boolean(marked[version]),
    href: `${url}${version}/`,
  }));
  const last = points.at(-1);
  return plot({
    title: metricTitle(metric),
    summary: `${metricTitle(metric)} over ${points.length} versions; version ${last.x}: ${estimate(last.value, bounds(last))}`,
    chart: trendChart({
      points,
      axis: { x: 'version', y: isShare(metric.name) ? 'share' : metricName(metric.name) },
      describe: (point) => tip(point, places),
      tick,
      range: isShare(metric.name) ? { floor: 0, ceiling: 1 } : {},
      small: true,
    }),
    data: table(
      metricTitle(metric),
      [{ title: 'Version' }, { title: 'Estimate', numeric: true }, { title: 'Threshold', numeric: true }, { title: 'Served in' }],
      [...points]
        .reverse()
        .map((point) => [
          el('a', { href: point.href }, `Version ${point.x}`),
          estimate(point.value, bounds(point)),
          known(point.threshold) ? given(point.threshold) : '',
          (served[point.x] ?? []).join(', '),
        ]),
    ),
  });
}

function entries(metrics, { served }) {
  const many = metrics.some((metric) => metric.points.length > MOST_MARKED);
  const some = (test) => metrics.some((metric) => metric.points.some(test));
  return [
    ['candidate', 'value'],
    some((point) => known(point.lower)) ? ['band', 'confidence interval'] : null,
    metrics.some((metric) => metric.points.some((point) => fails(metric, point))) ? ['bad', 'beyond the threshold'] : null,
    some((point) => known(point.threshold)) ? ['threshold', 'threshold of the gate'] : null,
    Object.keys(served).length > 0 ? ['served', many ? 'serves somewhere now' : 'serves, or served, somewhere'] : null,
  ].filter(Boolean);
}

/** The metrics of a model's versions, where the page has a place for them. */
export async function showSeries(echarts) {
  const place = document.getElementById('cd4ml-series');
  if (!place) {
    return;
  }
  const url = document.getElementById('cd4ml-model').dataset.url;
  try {
    const response = await fetch(`${url}series`, { headers: { Accept: 'application/json' }, credentials: 'same-origin' });
    if (!response.ok) {
      throw new Error(String(response.status));
    }
    const { metrics, served, serving } = await response.json();
    const places = { served: served ?? {}, serving: serving ?? {} };
    const drawn = metrics.filter((metric) => metric.points.some((point) => known(point.value)));
    const plots = (some) =>
      el(
        'div',
        { class: 'cd4ml-grid cd4ml-thirds' },
        some.map((metric) => seriesPlot(metric, places, url)),
      );
    place.replaceChildren(
      ...(drawn.length === 0
        ? [el('p', { class: 'cd4ml-empty' }, 'The newest version has no metrics: validateModel computes them.')]
        : [
            key(entries(drawn, places)),
            plots(drawn.slice(0, LEADING)),
            drawn.length > LEADING ? folded(`${number(drawn.length - LEADING)} more`, plots(drawn.slice(LEADING))) : '',
          ].filter(Boolean)),
    );
    drawPlots(place, echarts);
  } catch (e) {
    window.console.error(e);
    place.replaceChildren(el('p', { class: 'cd4ml-empty' }, 'The figures could not be loaded. Reload the page to try again.'));
  }
  place.classList.remove('cd4ml-pending');
}
