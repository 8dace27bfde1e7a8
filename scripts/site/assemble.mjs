// Lays out what the site is made of in .cache/site: its own pages, those of docs/, the reference,
// pictures, and the built library that its examples run.
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from '../find-tools.mjs';
import { docPage, headingOf } from './doc-page.mjs';
import { isShown, pathOf } from './pages.mjs';
import { sizesPage } from './sizes.mjs';
import { sidebars } from './tree.mjs';

/** Where the pages are laid out. */
export const assembled = join(root, '.cache/site');
/** What the reference leaves, so that another run needs no TypeDoc. */
const referenceFolder = join(root, '.cache/reference');

/** @param {string} path @param {string} text */
function write(path, text) {
  const file = join(assembled, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/** Texts and titles of the pages of docs/, by their names. */
function readDocs() {
  const folder = join(root, 'docs');
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.md'))
    .map((name) => name.slice(0, -3));
  const texts = new Map(
    names.map((name) => [name, readFileSync(join(folder, `${name}.md`), 'utf8')]),
  );
  const titles = new Map([...texts].map(([name, text]) => [name, headingOf(text) ?? name]));
  return { texts, titles };
}

/** The pages of docs/, under their addresses in the site. */
export function copyDocs() {
  const { texts, titles } = readDocs();
  for (const [name, text] of texts)
    if (isShown(name)) write(`${pathOf(name)}.md`, docPage(pathOf(name), text, titles));
}

/** The site's own pages, which may name those of docs/ as these do, and the code that they show. */
export function copyPages() {
  const { titles } = readDocs();
  const folder = join(root, 'site/pages');
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }))
    if (name.endsWith('.md'))
      write(name, docPage(name.slice(0, -3), readFileSync(join(folder, name), 'utf8'), titles));
  cpSync(join(root, 'site/code'), join(assembled, 'code'), { recursive: true });
}

/** Pictures, the built library, and the notebooks where they are built. */
function copyPublic() {
  const to = join(assembled, 'public');
  cpSync(join(root, 'docs/images'), join(to, 'images'), { recursive: true });
  cpSync(join(root, 'site/public'), to, { recursive: true });
  cpSync(join(root, 'dist'), join(to, 'lib'), {
    recursive: true,
    filter: (path) => !/\.map$|\/types(\/|$)|\/cli\.js$/.test(path),
  });
  const page = readFileSync(join(root, 'site/live/page.js'), 'utf8');
  write('public/lib/page.js', page.replaceAll("'voxmetry'", "'./index.js'"));
  const notebooks = join(root, 'examples/notebooks/dist');
  if (existsSync(notebooks)) cpSync(notebooks, join(to, 'notebooks'), { recursive: true });
  write('notebooks-built.json', JSON.stringify(existsSync(notebooks)));
}

/**
 * Lays everything out; `makeReference` writes the pages of the reference into a folder and gives
 * their groups of the sidebar.
 * @param {(folder: string) => Promise<import('./tree.mjs').Group[]>} makeReference
 */
export async function assemble(makeReference) {
  rmSync(assembled, { recursive: true, force: true });
  mkdirSync(assembled, { recursive: true });
  copyDocs();
  copyPages();
  copyPublic();
  write('guides/sizes.md', sizesPage());
  const groups = await makeReference(referenceFolder);
  if (groups.length > 0) cpSync(referenceFolder, join(assembled, 'reference'), { recursive: true });
  write('sidebar.json', JSON.stringify(sidebars(assembled, groups)));
}
