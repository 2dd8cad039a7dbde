import { checks } from '../sections/checks.js';
import { decided } from '../sections/decided.js';
import { el } from '../sections/dom.js';
import { drawPlots } from '../sections/plot.js';
import { provenance } from '../sections/provenance.js';
import { metrics } from '../sections/validate.js';

const section = (title, ...content) =>
  el('section', { class: 'cd4ml-section' }, el('h2', {}, title), el('div', { class: 'cd4ml-body' }, content));

/** What is known of a version, drawn: what decided, its metrics, every check, its provenance. */
function findings({ evaluation, lineage }) {
  const all = evaluation?.checks ?? [];
  const measured = evaluation?.metrics ?? [];
  return [
    decided([{ checks: all }]),
    measured.length > 0 ? section('Metrics', metrics(measured, all)) : null,
    all.length > 0 ? section('Checks', checks(all)) : null,
    lineage?.provenance ? provenance({ provenance: lineage.provenance }) : null,
  ].filter(Boolean);
}

/** Puts the drawn figures of a version where the server's plain tables stand; without them those stay. */
export async function showVersion(echarts) {
  const page = document.getElementById('cd4ml-version');
  if (!page) {
    return;
  }
  const plain = document.getElementById('cd4ml-plain');
  try {
    const response = await fetch(`${page.dataset.url}json`, { headers: { Accept: 'application/json' }, credentials: 'same-origin' });
    if (!response.ok) {
      throw new Error(String(response.status));
    }
    const found = document.getElementById('cd4ml-found');
    found.replaceChildren(...findings(await response.json()));
    plain.remove();
    drawPlots(found, echarts);
  } catch (e) {
    window.console.error(e);
    plain.classList.add('cd4ml-needed');
  }
}
