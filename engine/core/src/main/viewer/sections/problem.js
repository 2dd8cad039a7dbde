import { bdi, code, el, folded } from './dom.js';
import { facts } from './table.js';

const ADVICE = {
  INVALID: 'Nothing was changed. Correct this and run the stage again.',
  FAULT: 'This is an internal error. Please report it with the details below.',
  ABORTED: 'It was stopped from outside. No incomplete files are left; it can be run again.',
};

/**
 * Why a stage could not do its work, and what to do about it.
 *
 * @param explained whether the page has given the reason already
 */
export function problem(result, explained = false) {
  const { message, file, line, column, key, details } = result.problem ?? {};
  return el(
    'div',
    { class: 'cd4ml-problem' },
    explained ? null : el('p', { class: 'cd4ml-sentence' }, bdi(message || 'No reason was given.')),
    facts([
      ['File', file == null ? null : code(line == null ? file : `${file}:${line}`)],
      ['Column', column == null ? null : bdi(column)],
      ['Key', key == null ? null : code(key)],
    ]),
    Object.hasOwn(ADVICE, result.verdict) ? el('p', { class: 'cd4ml-note' }, ADVICE[result.verdict]) : null,
    details ? folded('Details for the report', el('pre', { tabindex: '0' }, details)) : null,
  );
}
