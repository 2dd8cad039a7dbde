/** The page of a stage in Jenkins: what it found; while it runs, how far it is. The server has written the verdict already. */
import { dataChanges } from '../sections/changed.js';
import { el, mark } from '../sections/dom.js';
import { drawPlots } from '../sections/plot.js';
import { problem } from '../sections/problem.js';
import { findings } from '../sections/stage.js';
import { LivePanel } from './live.js';
import { follow } from './poll.js';

const root = document.getElementById('cd4ml-stage');
const { echarts } = window;

/** The same banner as the server's. */
function banner({ look, headline, sentence }) {
  const old = document.getElementById('cd4ml-verdict');
  const text = `${headline}\n${sentence ?? ''}`;
  if (old.dataset.text === text) {
    return;
  }
  old.dataset.text = text;
  old.className = `cd4ml-verdict cd4ml-${look.tone}`;
  old.replaceChildren(
    mark(look),
    el(
      'div',
      {},
      el('p', { class: 'cd4ml-headline' }, headline),
      sentence ? el('p', { class: 'cd4ml-sentence' }, el('bdi', {}, sentence)) : null,
    ),
  );
}

async function json(path) {
  const response = await fetch(root.dataset.url + path, { headers: { Accept: 'application/json' }, credentials: 'same-origin' });
  if (!response.ok) {
    throw Object.assign(new Error(`${path}: ${response.status}`), { gone: response.status === 403 || response.status === 404 });
  }
  return response.json();
}

/** What changed in the data since the build that it was compared with. */
const sinceLast = ({ stage, detail }) =>
  stage === 'versionData' && detail?.diff ? el('div', { class: 'cd4ml-body' }, el('h2', {}, 'What changed'), dataChanges(detail)) : null;

/** Puts the whole result where the server's plain tables stand; without it those stay. */
async function show() {
  const plain = document.getElementById('cd4ml-plain');
  try {
    const result = await json('result');
    const found = el('div', { class: 'cd4ml-found' }, result.problem ? problem(result, true) : null, sinceLast(result), findings(result));
    plain.replaceWith(found);
    drawPlots(found, echarts);
  } catch {
    plain.hidden = false;
    plain.classList.add('cd4ml-needed');
    document.getElementById('cd4ml-lost').hidden = false;
  }
}

async function live() {
  document.getElementById('cd4ml-plain').hidden = true;
  const panel = new LivePanel(document.getElementById('cd4ml-live'), echarts);
  const last = await follow(
    (since) => json(`progress?${new URLSearchParams(since)}`),
    (state) => {
      banner(state);
      panel.update(state);
    },
  );
  panel.remove();
  if (last?.result) {
    await show();
  }
}

if (root.dataset.state === 'running') {
  await live();
} else if (root.dataset.state === 'ended') {
  await show();
}
