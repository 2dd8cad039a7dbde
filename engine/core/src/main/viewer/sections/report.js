import { changed } from './changed.js';
import { decided } from './decided.js';
import { el } from './dom.js';
import { problem } from './problem.js';
import { raw } from './raw.js';
import { stage } from './stage.js';
import { masthead, decidingResult, stages, verdict } from './verdict.js';

/**
 * A run from its verdict down to its raw results.
 *
 * @param now in milliseconds: times are shown relative to it
 * @param omitted what was left out of the data, as phrases
 */
export function report(results, now, omitted = []) {
  if (results.length === 0) {
    return el(
      'div',
      { class: 'cd4ml' },
      el('div', { class: 'cd4ml-verdict cd4ml-still' }, el('p', { class: 'cd4ml-headline' }, 'No stage has run yet')),
    );
  }
  return el(
    'div',
    { class: 'cd4ml' },
    masthead(results, now),
    verdict(results),
    omitted.length > 0
      ? el('p', { class: 'cd4ml-note' }, `This page is kept small: of ${omitted.join(', ')}. The result files hold everything.`)
      : null,
    stages(results),
    stopped(results) ?? decided(results),
    changed(results),
    results.map((result) => stage(result, result === decidingResult(results))),
    raw(results),
  );
}

/** What to do where a stage could not do its work; its own section may be far below. */
function stopped(results) {
  const result = decidingResult(results);
  return result.problem == null
    ? null
    : el(
        'section',
        { class: 'cd4ml-section', 'aria-labelledby': 'cd4ml-stopped' },
        el('h2', { id: 'cd4ml-stopped' }, 'What stopped it'),
        problem(result),
      );
}
