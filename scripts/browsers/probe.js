// Runs in a page: what the browser gives of what the library uses, and whether numbers are right.

/** @typedef {typeof import('../../src/index.js')} Library */

/**
 * @param {Library} voxmetry
 * @param {(library: Library) => Promise<void>} runInPage of the main job
 */
export async function probe(voxmetry, runInPage) {
  const page = /** @type {Record<string, any>} */ (globalThis);
  const adapter = await navigator.gpu.requestAdapter({ powerPreference: 'high-performance' });
  const lab = await voxmetry.openLab();
  const { vendor, architecture, device, description } = lab.info.adapter;
  await lab.dispose();
  await runInPage(voxmetry);
  const { error, got, expected } = page['outcome'];
  const named = [vendor, architecture, device].filter(Boolean).join(' ');
  page['probed'] = {
    adapter: description === '' ? named : description,
    right: error === undefined && JSON.stringify(got) === JSON.stringify(expected),
    error,
    binding: adapter?.limits.maxStorageBufferBindingSize ?? 0,
    has: {
      storage: 'getDirectory' in navigator.storage,
      locks: 'locks' in navigator,
      canvas: 'transferControlToOffscreen' in HTMLCanvasElement.prototype,
      inflate: 'DecompressionStream' in page,
      save: 'showSaveFilePicker' in page,
      open: 'showDirectoryPicker' in page,
    },
  };
}
