import { bdi, el } from './dom.js';
import { count, counted, known, percent } from './format.js';
import { outcomeLook, verdictLook } from './names.js';
import { table } from './table.js';

const COLUMNS = [
  { title: 'Run' },
  { title: 'Verdict' },
  { title: 'Share of these rows', numeric: true },
  { title: 'Model' },
  { title: 'Set otherwise' },
];

/** Confidence of an interval with that tail on either side, with two digits of what is missing to 100 %. */
function level(tail) {
  const missing = 200 * tail;
  return `${Number((100 - missing).toFixed(Math.max(0, 1 - Math.floor(Math.log10(missing)))))} %`;
}

const row = (judgement) => [
  bdi(judgement.run),
  judgement.verdict ? verdictLook(judgement.verdict).word : 'stopped',
  percent(judgement.share),
  judgement.sameModel ? 'this one' : 'another',
  judgement.overrides?.length > 0 ? bdi(judgement.overrides.join(', ')) : '',
];

/** How often the judged rows have judged models; nothing where they never have. */
export function reuse(found) {
  const earlier = found?.earlier ?? [];
  const overrides = found?.entry?.overrides ?? [];
  if (!found || (earlier.length === 0 && overrides.length === 0)) {
    return null;
  }
  const corrected = found.policy === 'report' ? 'nothing is corrected for it' : `the intervals of gates are at ${level(found.tail)}`;
  return el(
    'div',
    { class: 'cd4ml-block' },
    el(
      'h3',
      {},
      'Reused rows',
      el('span', { class: 'cd4ml-aside' }, outcomeLook(known(found.freshRows) ? 'INCONCLUSIVE' : 'PASSED').symbol),
    ),
    el(
      'p',
      {},
      found.judgements > 0
        ? `${counted(found.judgements, 'other model')} ${found.judgements === 1 ? 'was' : 'were'} judged on these rows before; ${corrected}.`
        : 'No other model was judged on these rows before.',
      known(found.freshRows) ? ` New rows are due: about ${count(found.freshRows)} unused ones would do.` : null,
    ),
    overrides.length > 0 ? el('p', {}, 'Set otherwise than in cd4ml.yaml: ', bdi(overrides.join(', ')), '.') : null,
    earlier.length > 0 ? table('Earlier judgements', COLUMNS, earlier.map(row)) : null,
  );
}
