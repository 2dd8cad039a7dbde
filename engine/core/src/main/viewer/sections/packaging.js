import { versionOf } from './changed.js';
import { bdi, code, el, folded } from './dom.js';
import { bytes, count, counted, given, number, shortDigest } from './format.js';
import { facts, firstOf, table } from './table.js';

const SIGNATURE = [{ title: 'Tensor' }, { title: 'Column' }, { title: 'Type' }, { title: 'Shape' }, { title: 'Codec' }];
const MOST = 12;
const FILES = [{ title: 'File' }, { title: 'Size', numeric: true }];

const shape = (dimensions) => `[${dimensions.map((d) => (d < 0 ? 'rows' : count(d))).join(', ')}]`;
const tensor = (t) => [
  bdi(t.name),
  t.column == null ? '' : bdi(t.column),
  t.type,
  el('span', { class: 'cd4ml-whole' }, shape(t.shape ?? [])),
  t.codec == null ? '' : code(t.codec),
];

function parity({ rows, maxDifference, tolerance, labelsDiffering }) {
  return `On ${counted(rows, 'row')} the packaged model differs from the trained one by at most ${number(maxDifference)} (${given(tolerance)} is allowed); ${labelsDiffering === 0 ? 'no label differs' : `${counted(labelsDiffering, 'label')} differ`}.`;
}

/** What `packageModel` made. */
export function packaging(detail) {
  const files = Object.entries(detail.files ?? {});
  return [
    facts([
      ['Model', [bdi(detail.reference.model), ', ', versionOf(detail.reference)]],
      ['Digest', detail.reference.digest && code(shortDigest(detail.reference.digest), detail.reference.digest)],
      ['Formats', detail.formats?.join(', ')],
      ['Size', `${bytes(detail.bytes)} in ${counted(files.length, 'file')}`],
      ['Aliases', detail.aliases?.join(', ')],
      ['Folder', detail.reference.path && code(detail.reference.path)],
    ]),
    detail.parity ? el('p', {}, el('strong', {}, 'Parity. '), parity(detail.parity)) : null,
    el(
      'div',
      { class: 'cd4ml-grid' },
      el(
        'div',
        {},
        firstOf(
          detail.inputs ?? [],
          MOST,
          (inputs) => table('Inputs', SIGNATURE, inputs.map(tensor), { visible: true }),
          (n) => counted(n, 'more input'),
        ),
      ),
      el('div', {}, table('Outputs', SIGNATURE, (detail.outputs ?? []).map(tensor), { visible: true }), labels(detail.outputs ?? [])),
    ),
    folded(
      counted(files.length, 'file'),
      table(
        'Files of the package',
        FILES,
        files.map(([path, size]) => [code(path), bytes(size)]),
      ),
    ),
  ];
}

const labels = (outputs) =>
  outputs
    .filter((t) => t.labels?.length > 0)
    .map((t) =>
      el(
        'p',
        { class: 'cd4ml-note' },
        'Along the last axis of ',
        bdi(t.name),
        ': ',
        t.labels.map((l, i) => [i > 0 ? ', ' : '', bdi(l)]),
      ),
    );
