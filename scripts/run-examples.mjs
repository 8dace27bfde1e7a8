// Runs in Deno: every example of a folder, one after the other; a failed console.assert fails it.
// What each says stays in said.json, so that a browser can be compared with it.
import { readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { linesOf, wordOf } from '../site/live/words.ts';

console.assert = (condition, ...words) => {
  if (!condition) throw new Error(`console.assert failed ${words.join(' ')}`);
};
/** @type {string[]} */
let said = [];
console.log = (...words) => {
  said.push(words.map(wordOf).join(' '));
};
console.table = (rows) => {
  said.push(...linesOf(rows).map((line) => line.join('\t')));
};

const folder = resolve(process.argv[2] ?? '.');
let failed = 0;
/** @type {Record<string, string>} */
const all = {};
const names = readdirSync(folder).filter((file) => /(?<!\.d)\.ts$/.test(file));
for (const name of names.sort()) {
  said = [];
  try {
    await import(pathToFileURL(join(folder, name)).href);
    console.info(` ✓ ${name}`);
  } catch (error) {
    failed++;
    console.info(` × ${name}`);
    console.error(error);
  }
  all[name] = said.join('\n');
}
writeFileSync(join(folder, 'said.json'), JSON.stringify(all, null, 1));
console.info(`examples: ${names.length - failed} passed, ${failed} failed`);
process.exit(failed === 0 && names.length > 0 ? 0 : 1);
