import { bdi, el } from './dom.js';
import { count, counted, known, number } from './format.js';
import { table } from './table.js';

const COLUMNS = [{ title: 'Comparison' }, { title: 'Smallest loss that these rows can exclude', numeric: true }, { title: 'Rows that the gate needs', numeric: true }, { title: 'An equal model passes', numeric: true }, { title: 'What would see more' }];

/** A probability without a false certainty. */
const chance = (value) => (!known(value) ? '' : value < 0.005 ? 'below 0.01' : value >= 0.995 ? 'above 0.99' : value.toFixed(2));

/** What these rows could show, so that a person sees what is not known and what would settle it. */
export function evidence(found, rows) {
  if (!found?.gates?.length) {
    return null;
  }
  const all = known(found.passIfEqual) && found.gates.length > 1 ? ` It passes all ${found.gates.length} with probability ${chance(found.passIfEqual)}.` : '';
  return el(
    'div',
    { class: 'cd4ml-block' },
    el('h3', {}, 'What these rows can show'),
    el('p', { class: 'cd4ml-note' }, `A pass against another model is evidence: the whole interval of the difference is within the margin. On ${counted(rows, 'row')} a model that is exactly as good passes each comparison with the probability below; where that is small, more rows, a larger margin or a metric that sees more would settle it.${all}`),
    table(
      'What these rows can show',
      COLUMNS,
      found.gates.map((gate) => [bdi(gate.check), known(gate.smallestLoss) ? number(gate.smallestLoss) : '', known(gate.rowsNeeded) ? `about ${count(gate.rowsNeeded)}` : 'no number without a margin', chance(gate.passIfEqual), gate.better ? bdi(gate.better) : '']),
    ),
  );
}
