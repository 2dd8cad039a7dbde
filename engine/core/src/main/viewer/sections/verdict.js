import { bdi, code, el, mark } from './dom.js';
import { unsettled } from './evidence.js';
import { ago, duration, exactTime, secondsBetween } from './format.js';
import { metricName, STAGES, verdictLook } from './names.js';

const SEVERITY = ['FAULT', 'INVALID', 'ABORTED', 'FAILED', 'INCONCLUSIVE'];

/** The result that decides: the first of the worst, or if all passed the one closest to production. */
export function decidingResult(results) {
  for (const verdict of SEVERITY) {
    const worst = results.find((result) => result.verdict === verdict);
    if (worst) {
      return worst;
    }
  }
  return results.find((result) => result.stage === 'deployCanary') ?? results.at(-1);
}

const stageOf = (result) =>
  STAGES.find((stage) => stage.step === result.stage) ?? { title: result.stage, passed: 'Passed', failed: 'Failed' };

/** The verdict in two or three words. */
export function headline(result) {
  const stage = stageOf(result);
  return result.verdict === 'PASSED'
    ? stage.passed
    : result.verdict === 'FAILED'
      ? stage.failed
      : (verdictLook(result.verdict).headline ?? result.verdict);
}

/** A sentence's beginning: a metric by its name, any other word with a capital letter. */
function capital(text) {
  const [first] = text.split(' ', 1);
  const name = metricName(first);
  return name === first ? text.charAt(0).toUpperCase() + text.slice(1) : name + text.slice(first.length);
}

/** The reason, without the words of the headline. */
export function sentence(result) {
  const text = unsettled(result.problem?.message ?? result.summary ?? '');
  const shared =
    [headline(result), stageOf(result).title, 'Passed', 'No drift', 'Not shown']
      .map((words) => `${words}: `)
      .find((words) => text.startsWith(words)) ?? '';
  return shared ? capital(text.slice(shared.length)) : text;
}

/** An instant: how long ago, exactly on hover and on paper. */
export const time = (instant, now) => el('time', { datetime: instant, title: exactTime(instant) }, ago(instant, now));

/** One sentence and a colour with a symbol. */
export function verdict(results) {
  const result = decidingResult(results);
  const look = verdictLook(result.verdict);
  const others = results.filter((other) => other !== result && (other.verdict !== 'PASSED' || other.stage === 'deployCanary'));
  return el(
    'div',
    { class: `cd4ml-verdict cd4ml-${look.tone}`, role: 'status' },
    mark(look),
    el(
      'div',
      {},
      el('p', { class: 'cd4ml-headline' }, headline(result)),
      el('p', { class: 'cd4ml-sentence' }, bdi(sentence(result))),
      others.map((other) => el('p', { class: 'cd4ml-sentence' }, `${stageOf(other).title}: `, bdi(sentence(other)))),
    ),
  );
}

/** The verdict of one stage in a line. */
export function line(result) {
  const [words, why] = [headline(result), sentence(result)];
  return el('p', { class: 'cd4ml-sentence' }, why.startsWith(words) ? null : [el('strong', {}, words), '. '], bdi(why));
}

/** Which run of which model this is, and when it was. */
export function masthead(results, now) {
  const [first, last] = [results[0], results.at(-1)];
  return el(
    'header',
    { class: 'cd4ml-masthead' },
    el('h1', {}, bdi(first.model ?? 'CD4ML')),
    el(
      'p',
      { class: 'cd4ml-note' },
      'Run ',
      code(first.run),
      last.finished ? [', finished ', time(last.finished, now)] : null,
      last.finished && first.started ? `, took ${duration(secondsBetween(first.started, last.finished))}` : null,
    ),
  );
}

/** The six stages, the ones that ran as links; the others marked as not run. */
export function stages(results) {
  return el(
    'nav',
    { class: 'cd4ml-stages', 'aria-label': 'Stages' },
    el(
      'ol',
      {},
      STAGES.map((stage) => {
        const result = results.find((candidate) => candidate.stage === stage.step);
        return result
          ? el('li', {}, el('a', { href: `#${stage.step}` }, mark(verdictLook(result.verdict)), ' ', stage.title))
          : el(
              'li',
              { class: 'cd4ml-absent' },
              el(
                'span',
                {},
                mark({ symbol: '\u25cb', word: 'not run', tone: 'still' }),
                ' ',
                stage.title,
                el('small', { 'aria-hidden': 'true' }, ' not run'),
              ),
            );
      }),
    ),
  );
}
