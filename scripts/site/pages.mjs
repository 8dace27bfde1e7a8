// Where the pages of docs/ stand in the site. A page that is not named here stands under "More".

/** Pages of docs/ by the group of the sidebar; the second is the address without `.md`. */
export const docPages = /** @type {const} */ ({
  files: [
    ['formats', 'guides/opening-files'],
    ['formats-tried', 'guides/files-tried'],
  ],
  embedding: [['embedding', 'guides/embedding']],
  pictures: [
    ['viewer', 'guides/drawing'],
    ['elements', 'guides/elements'],
    ['elements-views', 'guides/elements-views'],
    ['elements-numbers', 'guides/elements-numbers'],
  ],
  samples: [
    ['recipes', 'guides/recipes'],
    ['records', 'guides/records'],
    ['report', 'guides/report'],
  ],
  applications: [
    ['workbench', 'guides/workbench'],
    ['notebooks', 'guides/notebooks'],
  ],
  promises: [
    ['reliability', 'guides/reliability'],
    ['performance', 'guides/performance'],
    ['browsers', 'guides/browsers'],
    ['versioning', 'guides/versions'],
  ],
  handbook: [
    ['phase-statistics', 'handbook/phase-statistics'],
    ['objects', 'handbook/objects'],
    ['structure', 'handbook/structure'],
    ['transport', 'handbook/transport'],
    ['simulation', 'handbook/simulation'],
    ['twin', 'handbook/twin'],
    ['cell', 'handbook/cell'],
    ['learning', 'handbook/learning'],
    ['networks', 'handbook/networks'],
    ['correlation', 'handbook/correlation'],
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
  // The sidebar names them itself.
  ['command-line', 'guides/command-line'],
  ['clusters', 'guides/clusters'],
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
