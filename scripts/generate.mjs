// Writes what follows from other files:
//   src/kernels/<family>/index.ts     the typed descriptors of the WGSL files beside it
//   src/<family>/ops.ts, ops.gpu.ts   the lists of its ops and of their implementations
//   docs/shared-wgsl.md               the shared WGSL modules
//
//   node scripts/generate.mjs           after a change of what they follow from: npm run generate
//   node scripts/generate.mjs --check   fails where one is out of date
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { root } from './find-tools.mjs';
import { kernelIndex, sharedIndex } from './kernel-index.mjs';
import { opLists } from './op-lists.mjs';
import { sharedPage } from './shared-wgsl-page.mjs';

const families = [
  'filters',
  'segmentation',
  'stats',
  'structure',
  'transport',
  'cell',
  'learn',
  'registration',
];
const kernels = join(root, 'src/kernels');

/**
 * The texts of a folder's files of an ending, folders within it included, by their paths without
 * `cut`.
 * @param {string} folder
 * @param {string} ending
 * @param {string} cut
 * @returns {Record<string, string>}
 */
function textsIn(folder, ending, cut = '') {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return Object.fromEntries(
    files
      .filter((file) => file.endsWith(ending))
      .map((file) => [
        file.slice(0, file.length - cut.length).replaceAll('\\', '/'),
        readFileSync(join(folder, file), 'utf8'),
      ]),
  );
}

/** @param {string} folder */
const wgslIn = (folder) => textsIn(join(kernels, folder), '.wgsl', '.wgsl');

/**
 * A text as prettier writes it.
 * @param {string} file
 * @param {string} text
 * @returns {Promise<[file: string, text: string]>}
 */
const formatted = async (file, text) => [
  file,
  await format(text, { ...(await resolveConfig(file)), filepath: file }),
];

/** @returns {Promise<[file: string, text: string][]>} */
async function generated() {
  const shared = wgslIn('shared');
  const indices = readdirSync(kernels).map(
    (family) =>
      /** @type {[string, string]} */ ([
        join(kernels, family, 'index.ts'),
        family === 'shared' ? sharedIndex(shared) : kernelIndex(wgslIn(family), shared),
      ]),
  );
  const lists = families.flatMap((family) => {
    const folder = join(root, 'src', family);
    const { ops, implementations } = opLists(family, textsIn(folder, '.ts'));
    return [
      formatted(join(folder, 'ops.ts'), ops),
      formatted(join(folder, 'ops.gpu.ts'), implementations),
    ];
  });
  const page = formatted(join(root, 'docs/shared-wgsl.md'), sharedPage(shared));
  return [...indices, ...(await Promise.all([...lists, page]))];
}

const check = process.argv.includes('--check');
const stale = (await generated()).filter(([file, text]) => {
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return false;
  if (!check) writeFileSync(file, text);
  return true;
});
if (check && stale.length > 0) {
  const names = stale.map(([file]) => relative(root, file));
  console.error(`out of date: ${names.join(', ')}. Type: npm run generate`);
  process.exitCode = 1;
}
