// What of other packages is bundled, and that the notices hold the text of each licence.

/** The file of notices, in dist/. */
export const NOTICES = 'third-party-licenses.md';

/**
 * Words that the text of a licence has.
 * @type {Readonly<Record<string, RegExp | undefined>>}
 */
const WORDS = {
  MIT: /Permission is hereby granted, free of charge/,
  ISC: /Permission to use, copy, modify, and(\/or)? distribute/,
  '0BSD': /Permission to use, copy, modify, and\/or distribute/,
  Zlib: /This software is provided 'as-is'/,
  'Apache-2.0': /Apache License\s+Version 2\.0/,
  'BSD-2-Clause': /Redistributions? of source code must retain/,
  'BSD-3-Clause': /Redistributions? of source code must retain/,
};

/**
 * The package that a bundled module is part of; undefined of a module of our own.
 * @param {string} id
 * @returns {string | undefined}
 */
export function packageOf(id) {
  return /.*[\\/]node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)/.exec(id)?.[1]?.replace('\\', '/');
}

/**
 * The packages that a file of notices names, with the texts of their licences.
 * @param {string} text
 * @returns {{ name: string, version: string, licence: string, text: string }[]}
 */
export function noticesIn(text) {
  const heads = [...text.matchAll(/^## (\S+) - (\S+) \((.*)\)$/gm)];
  return heads.map((head, i) => ({
    name: head[1] ?? '',
    version: head[2] ?? '',
    licence: (head[3] ?? '').replaceAll(/[()]/g, ''),
    text: text.slice(head.index + head[0].length, heads[i + 1]?.index).trim(),
  }));
}

/**
 * What is wrong with a file of notices: packages that it lacks, and licences whose text it lacks.
 * @param {string} text
 * @param {Iterable<string>} packages Names of what is bundled.
 * @returns {string[]}
 */
export function faultsOf(text, packages) {
  const notices = noticesIn(text);
  const named = new Set(notices.map(({ name }) => name));
  const absent = [...packages].filter((name) => !named.has(name));
  return [
    ...absent.map((name) => `${name} is bundled and has no notice`),
    ...notices.flatMap(({ name, licence, text: own }) =>
      licence.split(' AND ').flatMap((part) => {
        const words = WORDS[part];
        if (words === undefined) return [`${name}: what the text of ${part} holds is not known`];
        return words.test(own) ? [] : [`${name} has no text of its licence, ${part}`];
      }),
    ),
  ];
}

/**
 * Fails the build where a package that is bundled has no licence text in the notices.
 * @returns {import('vite').Plugin}
 */
export function checkNotices() {
  return {
    name: 'check-notices',
    apply: 'build',
    enforce: 'post',
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        const modules = Object.values(bundle).flatMap((output) =>
          output.type === 'chunk' ? Object.keys(output.modules) : [],
        );
        const notices = bundle[NOTICES];
        if (notices?.type !== 'asset') return this.error(`there is no ${NOTICES}`);
        const packages = new Set(modules.flatMap((id) => packageOf(id) ?? []));
        const faults = faultsOf(String(notices.source), packages);
        if (faults.length > 0) this.error(faults.join('\n'));
      },
    },
  };
}
