import { bdi, el, mark } from './dom.js';
import { count, estimate, given, known } from './format.js';
import { outcomeLook } from './names.js';
import { firstOf, table } from './table.js';

const GROUPS = {
  gate: 'Gates',
  slice: 'Slices',
  fairness: 'Fairness',
  leak: 'Leaks',
  class: 'Classes',
  reuse: 'Reused rows',
  expectation: 'Expectations',
  parity: 'Parity',
  canary: 'Canary',
  rehearsal: 'Rehearsal: held-out rows that validateModel read, no new evidence',
  drift: 'Drift',
  reproducibility: 'Reproducibility',
};

const COLUMNS = [
  { title: 'Check' },
  { title: 'Outcome' },
  { title: 'Value', numeric: true },
  { title: 'Threshold', numeric: true },
  { title: 'n', numeric: true },
  { title: 'Why' },
];

/** How a comparison is written. */
export const sign = (comparison) => ({ '>=': '\u2265', '<=': '\u2264' })[comparison] ?? comparison ?? '';

/** "≥ 0.75". */
export const limit = (check) => (known(check.threshold) ? `${sign(check.comparison)}\u00a0${given(check.threshold)}` : '');

const row = (check) => [
  bdi(check.name),
  mark(outcomeLook(check.outcome)),
  known(check.value) ? estimate(check.value, check.interval) : '',
  limit(check),
  known(check.sampleSize) ? count(check.sampleSize) : '',
  check.message ? bdi(check.message) : '',
];

/** Every check of a stage by group; those that stop the stage stand first already. */
export function checks(all) {
  const groups = [...new Set(all.map((check) => check.group))];
  return groups.map((group) => {
    const members = all.filter((check) => check.group === group);
    const title = Object.hasOwn(GROUPS, group) ? GROUPS[group] : group.charAt(0).toUpperCase() + group.slice(1);
    const tally = ['PASSED', 'FAILED', 'INCONCLUSIVE', 'SKIPPED']
      .map((o) => [members.filter((c) => c.outcome === o).length, outcomeLook(o).word])
      .filter(([n]) => n > 0);
    return el(
      'div',
      { class: 'cd4ml-block' },
      el('h3', {}, title, el('span', { class: 'cd4ml-aside' }, tally.map(([n, word]) => `${count(n)} ${word}`).join(', '))),
      firstOf(
        members,
        shown(members),
        (some) => table(title, COLUMNS, some.map(row), { wide: true }),
        (n) => `${count(n)} more`,
      ),
    );
  });
}

/** All checks that stop the stage, and at least eight. */
const shown = (members) => Math.max(8, members.filter((check) => check.outcome === 'FAILED' || check.outcome === 'INCONCLUSIVE').length);
