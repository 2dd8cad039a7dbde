/** The box on a job's page: one figure over the last builds, the one chosen in this browser the last time. */
import { el } from '../sections/dom.js';
import { drawPlots } from '../sections/plot.js';
import { byStage, shortName, trendPlot } from '../sections/trends.js';
import { choice, figureGroups } from './choice.js';
import { remembered, trendOf } from './trenddata.js';

const BUILDS = 50;
const root = document.getElementById('cd4ml-trend-box');
const place = document.getElementById('cd4ml-trend-plot');
const memory = `cd4ml-trend:${root.dataset.url}`;

const fail = () => place.replaceChildren(el('p', { class: 'cd4ml-empty' }, 'The figures could not be loaded.'));

let wanted;

async function show(trend, figure) {
  wanted = figure;
  const [series] = await trend.series([figure]);
  if (wanted !== figure) {
    return;
  }
  const shown = trendPlot(trend, series, { titled: false });
  place.replaceChildren(shown);
  drawPlots(shown, window.echarts);
}

try {
  const trend = await trendOf(root, BUILDS, remembered.get(memory));
  if (trend.figures.length === 0) {
    place.replaceChildren(el('p', { class: 'cd4ml-empty' }, 'No build has left figures yet.'));
  } else {
    const change = (key) => {
      remembered.set(memory, key);
      show(
        trend,
        trend.figures.find((figure) => figure.key === key),
      ).catch(fail);
    };
    document
      .getElementById('cd4ml-trend-choice')
      .replaceChildren(
        choice('cd4ml-trend-figure', 'Figure', figureGroups(byStage(trend.figures), shortName), trend.first.key, change, { hidden: true }),
      );
    await show(trend, trend.first);
  }
} catch {
  fail();
}
