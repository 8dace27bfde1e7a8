// The library as the code in a page sees it: its runs can be cancelled by the page, and say how far
// they have come. The site has it beside the built library, as lib/page.js.
import { openLab as open } from 'voxmetry';
export * from 'voxmetry';

/** @typedef {{ signal: AbortSignal, onProgress: (fraction: number) => void }} Options */

/** @type {{ options: Options | null, labs: Set<{ dispose(): Promise<void> }> }} */
const current = { options: null, labs: new Set() };

/** Prototypes of queries whose `run` knows of the page. */
const known = new WeakSet();

/**
 * What runs get from now on.
 * @param {Options} options
 */
export function watchRuns(options) {
  current.options = options;
}

/** Ends all labs that code in the page has opened. */
export async function endLabs() {
  const labs = [...current.labs];
  current.labs.clear();
  await Promise.all(labs.map((lab) => lab.dispose()));
}

/** @param {any} query */
function watchQuery(query) {
  const prototype = Object.getPrototypeOf(query);
  if (known.has(prototype)) return;
  known.add(prototype);
  const run = prototype.run;
  /** @param {object} options */
  prototype.run = function (options = {}) {
    return run.call(this, { ...current.options, ...options });
  };
}

/** @type {typeof open} */
export async function openLab(options) {
  const lab = await open(options);
  current.labs.add(lab);
  const voxel = await lab.open({ data: new Uint8Array(1), size: [1, 1, 1] });
  watchQuery(voxel.moments());
  voxel.close();
  return lab;
}
