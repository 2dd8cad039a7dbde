/** Runs every test of the modules named below and writes what came of it into the page, for ViewerTest to read. */
import { tests as sections } from './sections.js';
import { tests } from './tests.js';

const lines = [];
for (const [name, test] of [...tests, ...sections]) {
  try {
    await test();
    lines.push(`passed: ${name}`);
  } catch (error) {
    lines.push(`FAILED: ${name}: ${error.message}`);
  }
}
document.body.textContent = lines.join('\n');
