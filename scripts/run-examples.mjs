// Runs in Deno: every example of a folder, one after the other; a failed console.assert fails it.
import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';

console.assert = (condition, ...words) => {
  if (!condition) throw new Error(`console.assert failed ${words.join(' ')}`);
};
console.log = () => undefined;

const folder = resolve(process.argv[2] ?? '.');
let failed = 0;
const names = readdirSync(folder).filter((file) => /(?<!\.d)\.ts$/.test(file));
for (const name of names.sort()) {
  try {
    await import(pathToFileURL(join(folder, name)).href);
    console.info(` ✓ ${name}`);
  } catch (error) {
    failed++;
    console.info(` × ${name}`);
    console.error(error);
  }
}
console.info(`examples: ${names.length - failed} passed, ${failed} failed`);
process.exit(failed === 0 && names.length > 0 ? 0 : 1);
