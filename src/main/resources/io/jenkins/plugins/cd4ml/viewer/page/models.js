/** The Models pages: what can be done opens in a dialog, figures are drawn. Without this script every form has a page of its own. */
import { openDialogs } from './dialogs.js';
import { showSeries } from './series.js';
import { showVersion } from './version.js';

openDialogs();
await Promise.all([showSeries(window.echarts), showVersion(window.echarts)]);
