// The page of the site that says how much each entry of the package is, from the built files.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { root } from '../find-tools.mjs';
import { loadedWith } from '../loaded-with.mjs';

const dist = join(root, 'dist');

/** What the entries are; one that is not named here stands in the table without a word. */
const words = new Map([
  ['voxmetry', 'the API: what the page’s own thread loads'],
  ['voxmetry/worker', 'the worker, when it starts'],
  ['voxmetry/inline', 'openLab with its worker in memory; the worker comes in one file'],
  ['voxmetry/worker-whole', 'the worker in one file, for where parts do not load'],
  ['voxmetry/engine', 'the API in your own thread, without a worker'],
  ['voxmetry/ui', 'the elements'],
  ['voxmetry/panels', 'elements for certainty, reports, batches and records'],
  ['voxmetry/react', 'hooks, without React itself'],
  ['voxmetry/session', 'studies, edits, undo'],
  ['voxmetry/report', 'reports as HTML'],
  ['voxmetry/records', 'results of many samples'],
  ['voxmetry/operations', 'all operations as data'],
  ['voxmetry/transform', 'rigid and affine maps'],
  ['voxmetry/synthetic', 'synthetic structures'],
  ['voxmetry/simulation', 'files for simulations'],
  ['voxmetry/twin', 'synthetic twins'],
  ['voxmetry/elastic', 'elastic registration'],
]);

/** The entries of the package that are modules, with their files. */
function entries() {
  /** @type {{ exports: Record<string, string | { default: string }> }} */
  const { exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return Object.entries(exports).flatMap(([path, target]) => {
    const file = typeof target === 'string' ? target : target.default;
    return file.endsWith('.js')
      ? [{ name: `voxmetry${path.slice(1)}`, file: join(root, file) }]
      : [];
  });
}

/** @param {Iterable<string>} files */
function kilobytes(files) {
  const bytes = Array.from(files, (file) => readFileSync(file));
  /** @param {(data: Buffer) => Buffer} pack */
  const sum = (pack) => bytes.reduce((total, data) => total + pack(data).length, 0) / 1000;
  return [sum((data) => gzipSync(data)), sum((data) => data)].map((kb) =>
    kb.toFixed(kb < 10 ? 1 : 0),
  );
}

export function sizesPage() {
  const api = new Set(loadedWith(join(dist, 'index.js')));
  const rows = entries().map(({ name, file }) => {
    const files = loadedWith(file);
    const added = name === 'voxmetry' ? files : files.filter((each) => !api.has(each));
    const [packed, plain] = kilobytes(added);
    return `| \`${name}\` | ${words.get(name) ?? ''} | ${packed} | ${plain} |`;
  });
  const operations = new Set(
    [
      'worker.js',
      ...readdirSync(dist).filter((name) => /^chunk-ops\.gpu-.*\.js$/.test(name)),
    ].flatMap((name) => loadedWith(join(dist, name))),
  );
  const [packed, plain] = kilobytes(operations);
  return `# Sizes

From the built files of this version, when this page was made: what an entry loads at once, each file compressed by gzip, beside what
\`voxmetry\` has loaded already. Handles, readers of files, decoders and kernels are loaded when they are first used.

| entry | what it is | kB, gzip | kB |
| --- | --- | ---: | ---: |
${rows.join('\n')}
| the worker with every operation | if a page used them all | ${packed} | ${plain} |

Which browsers run it: [browsers](browsers.md).
`;
}
