import { bdi, el } from './dom.js';
import { count, difference, estimatedDifference, given, known, number } from './format.js';
import { metricName } from './names.js';
import { table } from './table.js';

const COLUMNS = [
  { title: 'Version' },
  { title: 'Compared with' },
  { title: 'Difference', numeric: true },
  { title: 'n', numeric: true },
  { title: 'Sum', numeric: true },
];

const version = (number_, best) => (known(number_) ? `version ${number_}${number_ === best ? ', the best so far' : ''}` : 'this model');

const row = (step, best) => [
  version(step.version, best),
  known(step.before) ? `version ${step.before}` : 'the first champion',
  known(step.difference) ? estimatedDifference(step.difference, step.interval) : known(step.before) ? 'not measured' : '',
  known(step.rows) ? count(step.rows) : '',
  difference(step.sum),
];

const name = (history) => (history.label == null ? metricName(history.metric) : [`${metricName(history.metric)} for `, bdi(history.label)]);

/** What the champions since the best one have lost together, in one sentence or two. */
function sentence(history) {
  const last = history.steps.at(-1);
  const unknown = history.steps.some((step) => known(step.before) && !known(step.difference));
  const who = known(last?.version) ? 'The present champion' : 'This model';
  const lost =
    history.lost > 0
      ? `${who} is ${number(history.lost)} worse than version ${history.best}, the best champion so far, by the sum of the differences since`
      : `${who} is not worse than the best champion so far, version ${history.best}, by the sum of the differences`;
  const much =
    history.lost > history.margin
      ? `: more than the margin ${given(history.margin)} that each comparison accepts. Compare with versus: best or a fixed version`
      : '';
  return `${lost}${much}.${unknown ? ' What was not measured counts as 0, so the sum may hide a loss.' : ''}${history.omitted > 0 ? ` ${count(history.omitted)} older champions are added up, but not shown.` : ''}`;
}

/** The chain of champions: each comparison accepts a small loss, and their sum can be a large one. */
export function champions(histories) {
  return (histories ?? []).map((history) =>
    el(
      'div',
      { class: 'cd4ml-block' },
      el('h3', {}, 'Earlier champions: ', name(history)),
      el('p', { class: history.lost > history.margin ? null : 'cd4ml-note' }, sentence(history)),
      table(
        'Earlier champions',
        COLUMNS,
        history.steps.map((step) => row(step, history.best)),
      ),
    ),
  );
}
