/** All trends of a job. What is shown stands in the address, so that it can be sent on: `?figure=…&builds=…`. */
import { el, folded } from '../sections/dom.js';
import { key } from '../sections/key.js';
import { drawPlots } from '../sections/plot.js';
import { areMany, byStage, seriesName, shortName, trendPlot } from '../sections/trends.js';
import { choice, figureGroups } from './choice.js';
import { trendOf } from './trenddata.js';

const AMOUNTS = ['20', '50', '200', '500'];
const LEADING = 4;
const root = document.getElementById('cd4ml-trends');
const found = document.getElementById('cd4ml-trend-found');
const asked = new URLSearchParams(window.location.search);
const amount = AMOUNTS.includes(asked.get('builds')) ? asked.get('builds') : '50';

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
    trend.champions.length === 0
      ? null
      : areMany(trend.champions)
        ? ['served', 'a new champion']
        : ['mark', 'a new champion, with its version'],
  ].filter(Boolean);
}

let wanted;

async function showLarge(trend, figure) {
  wanted = figure;
  const [series] = await trend.series([figure]);
  if (wanted !== figure) {
    return;
  }
  const section = el(
    'section',
    { class: 'cd4ml-section', 'aria-labelledby': 'cd4ml-chosen' },
    el('h2', { id: 'cd4ml-chosen' }, seriesName(series)),
    key(entries(trend, series)),
    trendPlot(trend, series, { titled: false, withTable: true }),
  );
  document.getElementById('cd4ml-large').replaceChildren(section);
  drawPlots(section, window.echarts);
}

async function showSmall(trend, figures, grid) {
  grid.replaceChildren(...(await trend.series(figures)).map((series) => trendPlot(trend, series, { small: true, titled: true })));
  drawPlots(grid, window.echarts);
}

/** Figures that are fetched when they are unfolded. */
function rest(trend, figures) {
  const grid = el('div', { class: 'cd4ml-grid' });
  const details = folded(`${figures.length} more`, grid);
  details.addEventListener('toggle', () => showSmall(trend, figures, grid).catch(() => fail(grid)), { once: true });
  return details;
}

function stageSection(trend, { title, figures }) {
  const grid = el('div', { class: 'cd4ml-grid' });
  const shown = () => showSmall(trend, figures.slice(0, LEADING), grid);
  const more = figures.slice(LEADING);
  return {
    shown,
    section: el('section', { class: 'cd4ml-section' }, el('h2', {}, title), grid, more.length > 0 ? rest(trend, more) : null),
  };
}

const fail = (place) =>
  place.replaceChildren(el('p', { class: 'cd4ml-empty' }, 'The figures could not be loaded. Reload the page to try again.'));

try {
  const trend = await trendOf(root, amount, asked.get('figure'));
  if (trend.figures.length === 0) {
    found.replaceChildren(el('p', { class: 'cd4ml-empty' }, 'The last builds have left no figures.'));
  } else {
    const stages = byStage(trend.figures);
    document.getElementById('cd4ml-trend-choice').replaceChildren(
      choice('cd4ml-trend-figure', 'Figure', figureGroups(stages, shortName), trend.first.key, (chosen) => {
        remember('figure', chosen);
        showLarge(
          trend,
          trend.figures.find((figure) => figure.key === chosen),
        ).catch(() => fail(document.getElementById('cd4ml-large')));
      }),
      choice(
        'cd4ml-trend-builds',
        'Builds',
        [{ options: AMOUNTS.map((value) => ({ value, text: `the last ${value}` })) }],
        amount,
        (chosen) => window.location.assign(remember('builds', chosen)),
      ),
    );
    const sections = stages.map((stage) => stageSection(trend, stage));
    found.replaceChildren(el('div', { id: 'cd4ml-large' }));
    await showLarge(trend, trend.first);
    await trend.series(stages.flatMap(({ figures }) => figures.slice(0, LEADING)));
    found.append(...sections.map(({ section }) => section));
    await Promise.all(sections.map(({ shown }) => shown()));
  }
} catch {
  fail(found);
}
