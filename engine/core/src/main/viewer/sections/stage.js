import { checks } from './checks.js';
import { data } from './data.js';
import { deploy } from './deploy.js';
import { el, mark } from './dom.js';
import { drift } from './drift.js';
import { duration, secondsBetween } from './format.js';
import { STAGES, verdictLook } from './names.js';
import { packaging } from './packaging.js';
import { problem } from './problem.js';
import { provenance } from './provenance.js';
import { train } from './train.js';
import { validate } from './validate.js';
import { line } from './verdict.js';

const DETAILS = {
  versionData: data,
  trainModel: train,
  validateModel: validate,
  packageModel: packaging,
  deployCanary: deploy,
  checkDrift: drift,
};

/** What a stage found below its verdict: plots, checks, provenance. Jenkins' pages show this under a verdict of their own. */
export function findings(result) {
  const detail =
    Object.hasOwn(DETAILS, result.stage) && result.detail
      ? DETAILS[result.stage](result.detail, result.checks ?? [], result.summary ?? '')
      : null;
  return [
    detail ? el('div', { class: 'cd4ml-body' }, detail) : null,
    (result.checks ?? []).length > 0 ? checks(result.checks) : null,
    provenance(result),
  ];
}

/**
 * One stage's result, whole: verdict, plots, checks, provenance.
 *
 * @param explained whether the page has shown the stage's problem already
 */
export function stage(result, explained = false) {
  const look = verdictLook(result.verdict);
  const title = STAGES.find((s) => s.step === result.stage)?.title ?? result.stage;
  const seconds = secondsBetween(result.started, result.finished);
  return el(
    'section',
    { class: 'cd4ml-section', id: result.stage, 'aria-labelledby': `${result.stage}-title` },
    el(
      'h2',
      { id: `${result.stage}-title` },
      mark(look),
      ' ',
      title,
      el('span', { class: 'cd4ml-aside' }, seconds == null ? null : duration(seconds)),
    ),
    result.problem && !explained ? problem(result) : line(result),
    findings(result),
  );
}
