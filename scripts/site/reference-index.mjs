// The first page of the reference: what there is, and where.
import { linkTo } from './doc-page.mjs';

/**
 * A page; `members` are the operations on it, with the kinds of grid that have them.
 * @typedef {{
 *   path: string, title: string, group: string, lines: (from: string) => string[],
 *   members?: { name: string, of: readonly string[], anchor: string }[],
 * }} Page
 */

/** @param {string} kind of a grid */
export const className = (kind) => `${kind[0]?.toUpperCase() ?? ''}${kind.slice(1)}`;

/**
 * The first page: operations by topic and kind, then the rest by entry of the package.
 * @param {readonly Page[]} pages
 */
export function indexText(pages) {
  /** @param {string} path */
  const link = (path) => linkTo('reference/index', path);
  const kinds = [...new Set(pages.flatMap(({ members = [] }) => members.flatMap(({ of }) => of)))];
  const rows = pages
    .filter(({ members }) => members !== undefined)
    .map(({ path, title, members = [] }) => {
      // The kind stands beside each method where not all have the same.
      const mixed = new Set(members.map(({ of }) => of.join())).size > 1;
      const methods = members.map(
        ({ name, of, anchor }) =>
          `[\`${name}\`](${link(path)}#${anchor})${mixed ? ` (${of.join(', ')})` : ''}`,
      );
      const all = [...new Set(members.flatMap(({ of }) => of))].join(', ');
      return `| [${title}](${link(path)}) | ${all} | ${methods.join(', ')} |`;
    });
  const groups = [...new Set(pages.map(({ group }) => group))].filter(
    (each) => each !== 'Operations',
  );
  return [
    '---\naside: false\n---',
    '# Reference',
    'Every public name, from the comments of the code; each example runs in the tests. The search above finds names and options. ' +
      'A length is a number in the unit of the grid, or `voxels(n)`.',
    '## Operations',
    `By kind: ${kinds.map((kind) => `[${kind}](${link(`reference/classes/${className(kind)}`)})`).join(', ')}. By topic:`,
    ['| topic | of | methods |', '| --- | --- | --- |', ...rows].join('\n'),
    '## Everything else',
    [
      '| where | pages |',
      '| --- | --- |',
      ...groups.map((group) => {
        const links = pages
          .filter((page) => page.group === group)
          .map(({ path, title }) => `[${title}](${link(path)})`);
        return `| ${group.replace(/voxmetry\S*/, '`$&`')} | ${links.join(', ')} |`;
      }),
    ].join('\n'),
  ];
}
