import { code, el, folded } from './dom.js';
import { bytes, count, exactTime, known } from './format.js';
import { facts, table } from './table.js';

const FILES = [{ title: 'File' }, { title: 'What it is' }, { title: 'Size', numeric: true }, { title: 'SHA-256' }];

/** What a result was made from, and what it left. Folded. */
export function provenance(result) {
  const p = result.provenance ?? {};
  const files = result.files ?? [];
  return folded(
    'Provenance and files',
    facts([
      ['Data version', p.dataVersion && code(p.dataVersion)],
      ['Code', p.codeRevision && [code(p.codeRevision), p.codeModified ? ' with uncommitted changes' : '']],
      ['Configuration', p.configuration && code(p.configuration)],
      ['Seed', known(p.seed) ? String(p.seed) : null],
      ['Engine', p.engine],
      [
        'Libraries',
        Object.entries(p.libraries ?? {})
          .map(([name, version]) => `${name} ${version}`)
          .join(', '),
      ],
      ['Java', p.java],
      ['System', p.system],
      ['CPU', p.cpu],
      ['Threads', known(p.threads) ? count(p.threads) : null],
      ['Started', result.started && exactTime(result.started)],
      ['Finished', result.finished && exactTime(result.finished)],
    ]),
    files.length > 0
      ? table(
          'Files',
          FILES,
          files.map((file) => [code(file.path), file.role, bytes(file.bytes), el('code', { class: 'cd4ml-digest' }, file.sha256)]),
          { wide: true },
        )
      : null,
  );
}
