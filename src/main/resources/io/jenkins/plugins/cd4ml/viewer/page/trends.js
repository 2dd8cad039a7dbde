/** All trends of a job. What is shown stands in the address, so that it can be sent on: `?figure=…&builds=…`. */
import { el, folded } from '../sections/dom.js';
import { key } from '../sections/key.js';
import { drawPlots } from '../sections/plot.js';
import { byStage, firstSeries, keyOf, seriesName, shortName, trendPlot } from '../sections/trends.js';
import { choice, figureGroups } from './choice.js';
import { trendOf } from './trenddata.js';

const AMOUNTS = ['20', '50', '200', '500'];
const LEADING = 4;
const root = document.getElementById('cd4ml-trends');
const found = document.getElementById('cd4ml-trend-found');
const asked = new URLSearchParams(window.location.search);
const amount = AMOUNTS.includes(asked.get('builds')) ? asked.get('builds') : '50';

const options = (more) => ({ root: root.dataset.root, ...more });

function remember(name, value) {
  const address = new URL(window.location.href);
  address.searchParams.set(name, value);
  window.history.replaceState(null, '', address);
  return address;
}

function entries(trend, series) {
  const has = (column) => series.points.some((point) => point[column] != null);
  return [
    ['candidate', 'value'],
    has(2) ? ['band', 'confidence interval'] : null,
    has(4) ? ['threshold', 'threshold'] : null,
    trend.champions.length > 0 ? ['mark', 'a new champion, with its version'] : null,
  ].filter(Boolean);
}

function large(trend, series) {
  return el('section', { class: 'cd4ml-section', 'aria-labelledby': 'cd4ml-chosen' }, el('h2', { id: 'cd4ml-chosen' }, seriesName(series)), key(entries(trend, series)), trendPlot(trend, series, options({ titled: false, withTable: true })));
}

function small(trend, stage) {
  const plots = (some) => el('div', { class: 'cd4ml-grid' }, some.map((series) => trendPlot(trend, series, options({ small: true, titled: true }))));
  const rest = stage.series.slice(LEADING);
  return el('section', { class: 'cd4ml-section' }, el('h2', {}, stage.title), plots(stage.series.slice(0, LEADING)), rest.length > 0 ? folded(`${rest.length} more`, plots(rest)) : null);
}

function show(trend, stages, series) {
  const old = document.getElementById('cd4ml-large');
  const fresh = el('div', { id: 'cd4ml-large' }, large(trend, series));
  if (old) {
    old.replaceWith(fresh);
  } else {
    found.replaceChildren(fresh, ...stages.map((stage) => small(trend, stage)));
    drawPlots(found, window.echarts);
    return;
  }
  drawPlots(fresh, window.echarts);
}

try {
  const trend = await trendOf(root, amount);
  const stages = byStage(trend);
  const all = stages.flatMap((stage) => stage.series);
  if (all.length === 0) {
    found.replaceChildren(el('p', { class: 'cd4ml-empty' }, 'The last builds have left no figures.'));
  } else {
    const first = all.find((series) => keyOf(series) === asked.get('figure')) ?? firstSeries(trend);
    const names = figureGroups(stages, keyOf, shortName);
    document.getElementById('cd4ml-trend-choice').replaceChildren(
      choice('cd4ml-trend-figure', 'Figure', names, keyOf(first), (chosen) => {
        remember('figure', chosen);
        show(trend, stages, all.find((series) => keyOf(series) === chosen));
      }),
      choice('cd4ml-trend-builds', 'Builds', [{ options: AMOUNTS.map((value) => ({ value, text: `the last ${value}` })) }], amount, (chosen) => window.location.assign(remember('builds', chosen))),
    );
    show(trend, stages, first);
  }
} catch (e) {
  found.replaceChildren(el('p', { class: 'cd4ml-empty' }, 'The figures could not be loaded. Reload the page to try again.'));
}
