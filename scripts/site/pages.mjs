// Where the pages of docs/ stand in the site. A page that is not named here stands under "More".

/** @typedef {{ text: string, pages: [file: string, path: string][] }} Group */

/** Pages of docs/ by the group of the sidebar; `path` is the address without `.md`. */
export const docPages = /** @type {const} */ ({
  guides: [
    ['formats', 'guides/opening-files'],
    ['formats-tried', 'guides/files-tried'],
    ['embedding', 'guides/embedding'],
    ['viewer', 'guides/drawing'],
    ['elements', 'guides/elements'],
    ['elements-views', 'guides/elements-views'],
    ['elements-numbers', 'guides/elements-numbers'],
    ['recipes', 'guides/recipes'],
    ['reliability', 'guides/reliability'],
    ['performance', 'guides/performance'],
  ],
  handbook: [
    ['phase-statistics', 'handbook/phase-statistics'],
    ['objects', 'handbook/objects'],
    ['structure', 'handbook/structure'],
    ['transport', 'handbook/transport'],
    ['segmentation', 'handbook/segmentation'],
    ['filters', 'handbook/filters'],
  ],
  inside: [
    ['architecture', 'inside/architecture'],
    ['shared-wgsl', 'inside/shared-wgsl'],
    ['performance-log', 'inside/performance-log'],
  ],
});

/** Pages that the reference takes the place of. */
const replaced = new Map([['operations', 'reference/']]);

/** @type {Map<string, string>} */
const paths = new Map([
  ...Object.values(docPages).flat(),
  ...replaced,
  // The sidebar names it itself.
  ['command-line', 'guides/command-line'],
]);

/**
 * The address of a page of docs/, without `.md`.
 * @param {string} name
 */
export function pathOf(name) {
  return paths.get(name) ?? `more/${name}`;
}

/**
 * Whether a page of docs/ stands in the site itself.
 * @param {string} name
 */
export function isShown(name) {
  return !replaced.has(name);
}
