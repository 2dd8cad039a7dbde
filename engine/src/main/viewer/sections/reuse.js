import { bdi, el } from './dom.js';
import { count, counted, known, number } from './format.js';
import { outcomeLook, verdictLook } from './names.js';
import { table } from './table.js';

const COLUMNS = [{ title: 'Run' }, { title: 'Verdict' }, { title: 'Share of these rows', numeric: true }, { title: 'Model' }, { title: 'Set otherwise' }];

const percent = (share) => `${number(Math.round(share * 1000) / 10)} %`;

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
  const corrected = found.policy === 'report' ? 'nothing is corrected for it' : `the intervals of gates are at ${number(100 * (1 - 2 * found.tail))} %`;
  return el(
    'div',
    { class: 'cd4ml-block' },
    el('h3', {}, 'Reused rows', el('span', { class: 'cd4ml-aside' }, outcomeLook(known(found.freshRows) ? 'INCONCLUSIVE' : 'PASSED').symbol)),
    el('p', {}, found.judgements > 0 ? `${counted(found.judgements, 'other model')} judged on these rows before; ${corrected}.` : 'No other model was judged on these rows before.', known(found.freshRows) ? ` New rows are due: about ${count(found.freshRows)} unused ones would do.` : null),
    overrides.length > 0 ? el('p', {}, 'Set otherwise than in cd4ml.yaml: ', bdi(overrides.join(', ')), '.') : null,
    earlier.length > 0 ? table('Earlier judgements', COLUMNS, earlier.map(row)) : null,
  );
}
