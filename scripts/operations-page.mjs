// Writes docs/operations.md, a table of the options of every operation: npm run operations:page
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { buildIfStale } from './build.mjs';
import { optionsTable } from './document-options.mjs';
import { root } from './find-tools.mjs';

/** @typedef {import('../src/operations/describe.js').OperationDescription} OperationDescription */

export const operationsFile = join(root, 'docs/operations.md');

/**
 * All operations as the built library describes them.
 * @returns {Promise<readonly OperationDescription[]>}
 */
export async function describedOperations() {
  const library = await import(pathToFileURL(join(root, 'dist/operations.js')).href);
  return library.describeOperations();
}

/** @param {OperationDescription['gives']} gives */
function givesText(gives) {
  if ('value' in gives) return `a query (${gives.value})`;
  if ('waits' in gives) return `a ${gives.waits}, once its sheet has been found`;
  if (gives.grid === 'source') return 'a grid of the kind that the roll or the stack is of';
  if (gives.grid === 'same') return 'a grid of the same kind';
  return 'dtype' in gives && gives.dtype !== 'same'
    ? `a volume of ${gives.dtype}`
    : `a ${gives.grid}`;
}

/**
 * The page of all operations, in Markdown.
 * @param {readonly OperationDescription[]} operations
 */
function linesOf(operations) {
  const groups = [...new Set(operations.map(({ group }) => group))];
  const lines = [
    '# Operations',
    '',
    'Written by `npm run operations:page` from what is declared in `src/operations/`. A length is a number in the',
    "grid's unit, or `voxels(n)`, and at most as long as the longest side of the grid, or 32 voxels where that is longer.",
    'What each method computes, and an example of each, stands in its own doc: `npm run docs`.',
    'A roll or a stack waits for the sheet that it is of: `roll` and `stack` are steps of studies, and in code',
    '`await lab.roll(grid, mask.windings())` and `await lab.stack(grid, mask.sheets())`; `docs/cell.md`.',
    '',
  ];
  for (const group of groups) {
    lines.push(`## ${group}`, '');
    for (const { name, of, options, positional, gives } of operations.filter(
      (o) => o.group === group,
    )) {
      const args = options.slice(0, positional).map((option) => option.name);
      const rest = options.slice(positional);
      const signature = [...args, ...(rest.length > 0 ? ['{ … }'] : [])].join(', ');
      lines.push(
        `### ${of.join(', ')}: \`${name}(${signature})\``,
        '',
        `Gives ${givesText(gives)}.`,
        '',
      );
      if (options.length > 0) lines.push(optionsTable(options), '');
    }
  }
  return `${lines.join('\n').trimEnd()}\n`;
}

/**
 * The page as it stands in the file.
 * @param {readonly OperationDescription[]} operations
 */
export async function operationsPage(operations) {
  return format(linesOf(operations), {
    ...(await resolveConfig(operationsFile)),
    parser: 'markdown',
  });
}

if (process.argv[1] === import.meta.filename) {
  process.exitCode = await buildIfStale();
  if (process.exitCode === 0)
    writeFileSync(operationsFile, await operationsPage(await describedOperations()));
}
