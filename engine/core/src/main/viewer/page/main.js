import { drawPlots } from '../sections/plot.js';
import { report } from '../sections/report.js';
import { echarts } from './echarts.js';

const { results, omitted } = JSON.parse(document.getElementById('cd4ml-data').textContent);
const main = document.querySelector('main');
main.replaceChildren(report(results, Date.now(), omitted));
drawPlots(main, echarts);
