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
  const guides = [
    { text: 'Start', items: ['start', 'cookbook/', 'notebooks'].map(item) },
    {
      text: 'Guides',
      items: [
        ...docs(docPages.guides).filter((path) => /files|embedding|drawing|elements/.test(path)),
        'guides/running',
        'guides/csp',
        'guides/command-line',
        ...docs(docPages.guides).filter((path) => /recipes|reliability|performance/.test(path)),
        ...more,
      ].map(item),
    },
    { text: 'Coming from', items: comingFrom.map((name) => item(`coming-from/${name}`)) },
    { text: 'How it works inside', items: docs(docPages.inside).map(item) },
  ];
  const handbook = [
    { text: 'Handbook', items: ['handbook/', ...docs(docPages.handbook)].map(item) },
  ];
  return {
    '/cookbook/': [{ text: 'Cookbook', items: [item('cookbook/')] }, ...recipes],
    '/handbook/': handbook,
    '/reference/': reference,
    '/': guides,
  };
}
