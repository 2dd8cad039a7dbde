/** The box on a job's page: one figure over the last builds, the one chosen in this browser the last time. */
import { el } from '../sections/dom.js';
import { drawPlots } from '../sections/plot.js';
import { byStage, firstSeries, keyOf, shortName, trendPlot } from '../sections/trends.js';
import { choice, figureGroups } from './choice.js';
import { remembered, trendOf } from './trenddata.js';

const BUILDS = 50;
const root = document.getElementById('cd4ml-trend-box');
const place = document.getElementById('cd4ml-trend-plot');
const memory = `cd4ml-trend:${root.dataset.url}`;

function show(trend, series) {
  const figure = trendPlot(trend, series, { root: root.dataset.root, titled: false });
  place.replaceChildren(figure);
  drawPlots(figure, window.echarts);
}

try {
  const trend = await trendOf(root, BUILDS);
  const stages = byStage(trend);
  const all = stages.flatMap((stage) => stage.series);
  if (all.length === 0) {
    place.replaceChildren(el('p', { class: 'cd4ml-empty' }, 'No build has left figures yet.'));
  } else {
    const known = remembered.get(memory);
    const first = all.find((series) => keyOf(series) === known) ?? firstSeries(trend);
    const names = figureGroups(stages, keyOf, shortName);
    document.getElementById('cd4ml-trend-choice').replaceChildren(
      choice('cd4ml-trend-figure', 'Figure', names, keyOf(first), (key) => {
        remembered.set(memory, key);
        show(trend, all.find((series) => keyOf(series) === key));
      }, { hidden: true }),
    );
    show(trend, first);
  }
} catch (e) {
  place.replaceChildren(el('p', { class: 'cd4ml-empty' }, 'The figures could not be loaded.'));
}
