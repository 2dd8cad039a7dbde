/** What things of the protocol are called on a page. A name that is not known here is shown as it is. */

const METRICS = {
  accuracy: 'Accuracy',
  balanced_accuracy: 'Balanced accuracy',
  precision: 'Precision',
  precision_macro: 'Precision (macro)',
  recall: 'Recall',
  recall_macro: 'Recall (macro)',
  f1: 'F1',
  f1_macro: 'F1 (macro)',
  f1_weighted: 'F1 (weighted)',
  roc_auc: 'ROC AUC',
  average_precision: 'Average precision',
  log_loss: 'Log loss',
  brier: 'Brier score',
  ece: 'Calibration error',
  ece_equal_mass: 'Calibration error (equal mass)',
  rmse: 'RMSE',
  mae: 'MAE',
  r2: 'R\u00b2',
  median_ae: 'Median absolute error',
  mape: 'MAPE',
  selection_rate: 'Selection rate',
  true_positive_rate: 'True positive rate',
  false_positive_rate: 'False positive rate',
  mean_prediction: 'Mean prediction',
  mean_error: 'Mean error',
  demographic_parity_difference: 'Demographic parity, difference',
  demographic_parity_ratio: 'Demographic parity, ratio',
  equal_opportunity_difference: 'Equal opportunity, difference',
  equalized_odds_difference: 'Equalized odds, difference',
  equalized_odds_ratio: 'Equalized odds, ratio',
  mean_prediction_difference: 'Mean prediction, difference',
  mean_error_difference: 'Mean error, difference',
  mae_difference: 'MAE, difference',
  mae_ratio: 'MAE, ratio',
};

const TESTS = {
  ks: 'Kolmogorov\u2013Smirnov',
  chisquare: '\u03c7\u00b2',
  z: 'Z (two proportions)',
  wasserstein: 'Wasserstein',
  jensenshannon: 'Jensen\u2013Shannon',
  psi: 'PSI',
};

/** The six stages in the order the data flows, with the words for how each one ends. */
export const STAGES = [
  { step: 'versionData', title: 'Data', passed: 'Data versioned', failed: 'Data not accepted' },
  { step: 'trainModel', title: 'Training', passed: 'Trained', failed: 'Training not accepted' },
  { step: 'validateModel', title: 'Validation', passed: 'May go on', failed: 'Not promoted' },
  { step: 'packageModel', title: 'Package', passed: 'Packaged', failed: 'Not packaged' },
  { step: 'deployCanary', title: 'Canary', passed: 'Promoted', failed: 'Rolled back' },
  { step: 'checkDrift', title: 'Drift', passed: 'No data set drift', failed: 'Drift found' },
];

/** How a verdict looks: a symbol and a word beside the colour, never the colour alone. */
export const VERDICTS = {
  PASSED: { symbol: '\u2713', word: 'passed', tone: 'good' },
  FAILED: { symbol: '\u2717', word: 'failed', tone: 'bad' },
  INCONCLUSIVE: { symbol: '?', word: 'inconclusive', tone: 'warn', headline: 'Not shown: these rows cannot decide' },
  INVALID: { symbol: '!', word: 'wrong input', tone: 'warn', headline: 'Stopped: the input or the configuration is wrong' },
  FAULT: { symbol: '!', word: 'fault', tone: 'bad', headline: 'Stopped: an internal error in CD4ML' },
  ABORTED: { symbol: '\u25a0', word: 'aborted', tone: 'still', headline: 'Stopped on request' },
};

export const OUTCOMES = {
  PASSED: { symbol: '\u2713', word: 'passed', tone: 'good' },
  FAILED: { symbol: '\u2717', word: 'failed', tone: 'bad' },
  INCONCLUSIVE: { symbol: '?', word: 'inconclusive', tone: 'warn' },
  SKIPPED: { symbol: '\u2013', word: 'skipped', tone: 'still' },
};

const own = (map, key, otherwise) => (Object.hasOwn(map, key) ? map[key] : otherwise);

/** A verdict's look; one of a later release is shown by its name. */
export const verdictLook = (verdict) => own(VERDICTS, verdict, { symbol: '?', word: String(verdict), tone: 'still' });

export const outcomeLook = (outcome) => own(OUTCOMES, outcome, { symbol: '?', word: String(outcome), tone: 'still' });

export const metricName = (name) => own(METRICS, name, name);

/** "Recall, malignant". */
export const metricTitle = (metric) => (metric.label == null ? metricName(metric.name) : `${metricName(metric.name)}, ${metric.label}`);

export const testName = (test) => own(TESTS, test, test);

/** Metrics that live between 0 and 1 may share an axis; the others have a unit of their own. */
export const isShare = (name) =>
  /^(accuracy|balanced_accuracy|precision|recall|f1|roc_auc|average_precision|selection_rate|true_positive_rate|false_positive_rate)/.test(
    name,
  );
