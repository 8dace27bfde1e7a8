// The order of the site's pages, as its sidebars show them; titles are the pages' own headings.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { docPages } from './pages.mjs';
import { headingOf } from './doc-page.mjs';

/** @typedef {{ text: string, link: string }} Item */
/** @typedef {{ text: string, items: Item[] }} Group */

const cookbook = {
  'Fractions and surfaces': [
    'porosity',
    'threshold',
    'representative-volume',
    'profile',
    'surface-area',
    'region-of-interest',
  ],
  'Objects and sizes': ['particle-sizes', 'size-by-balls', 'interfaces', 'mesh'],
  'Layers, transport and networks': ['layer-thickness', 'tortuosity', 'pore-network'],
  'Images and many scans': ['fib-sem', 'denoise', 'batch'],
};

const comingFrom = ['porespy', 'scikit-image', 'fiji', 'matbox'];

/**
 * The sidebars of the assembled pages in `folder`, by the address they belong to.
 * @param {string} folder
 * @param {Group[]} reference
 * @returns {Record<string, Group[]>}
 */
export function sidebars(folder, reference) {
  /** @param {string} path */
  const item = (path) => {
    const file = join(folder, `${path.endsWith('/') ? `${path}index` : path}.md`);
    const text = headingOf(readFileSync(file, 'utf8')) ?? path;
    return { text, link: `/${path}` };
  };
  /** @param {readonly (readonly [string, string])[]} pages */
  const docs = (pages) =>
    pages.map(([, path]) => path).filter((path) => existsSync(join(folder, `${path}.md`)));
  const more = existsSync(join(folder, 'more'))
    ? readdirSync(join(folder, 'more')).map((name) => `more/${name.slice(0, -3)}`)
    : [];
  const recipes = Object.entries(cookbook).map(([text, names]) => ({
    text,
    items: names.map((name) => item(`cookbook/${name}`)),
  }));
  /** @type {[string, string[]][]} */
  const guides = [
    ['Start', ['start', 'cookbook/', 'notebooks']],
    ['Files', docs(docPages.files)],
    [
      'In a page of yours',
      [
        ...docs(docPages.embedding),
        'guides/running',
        ...docs(docPages.pictures),
        'guides/react',
        'guides/csp',
      ],
    ],
    ['Many samples', [...docs(docPages.samples), 'guides/command-line', 'guides/clusters']],
    ['Applications', docs(docPages.applications)],
    ['What is promised', [...docs(docPages.promises), 'guides/sizes']],
    ['More', more],
    ['Coming from', comingFrom.map((name) => `coming-from/${name}`)],
    ['How it works inside', docs(docPages.inside)],
  ];
  const handbook = [
    { text: 'Handbook', items: ['handbook/', ...docs(docPages.handbook)].map(item) },
  ];
  return {
    '/cookbook/': [{ text: 'Cookbook', items: [item('cookbook/')] }, ...recipes],
    '/handbook/': handbook,
    '/reference/': reference,
    '/': guides
      .filter(([, pages]) => pages.length > 0)
      .map(([text, pages]) => ({ text, items: pages.map(item) })),
  };
}
