// A file as a reader would open it: a small scan as NRRD, with its voxel size.

/** @typedef {import('../../src/synthetic/index.js').SyntheticCathode['volume']} Scan */

/** @param {Pick<Scan, 'data' | 'size' | 'spacing'>} volume */
function nrrd({ data, size, spacing }) {
  const [x, y, z] = spacing;
  const header = [
    'NRRD0004',
    'type: uint16',
    'dimension: 3',
    'space dimension: 3',
    `sizes: ${size.join(' ')}`,
    `space directions: (${x},0,0) (0,${y},0) (0,0,${z})`,
    'space units: "um" "um" "um"',
    'encoding: raw',
    'endian: little',
    '',
    '',
  ].join('\n');
  const voxels = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  return {
    name: 'reader.nrrd',
    mimeType: 'application/octet-stream',
    buffer: Buffer.concat([Buffer.from(header), voxels]),
  };
}

/** A wound cell whose foil has four voxels. */
const WOUND_CELL = /** @type {const} */ ({
  size: [704, 704, 16],
  spacing: 5,
  core: 200,
  stack: { separator: 16, cathode: 40, aluminium: 12, anode: 50, copper: 20 },
  defects: { outgrowths: 2, particles: 0, wrinkles: 0, overhangs: 0, tab: false },
});

/**
 * The file for a notebook, of what it measures; `numbers.js` makes the same scan of particles.
 * @param {string} notebook
 */
export async function readerFile(notebook) {
  // Imported late: the tests are loaded before the library is built.
  const { syntheticCathode, syntheticModalities, syntheticRoll } =
    await import('voxmetry/synthetic');
  // The same X-ray volume in a frame that begins elsewhere: a file that says no origin.
  if (notebook === 'correlation')
    return nrrd(syntheticModalities({ seed: 2, size: 24, corner: 10 }).xrm);
  if (notebook !== 'wound-cell')
    return nrrd(syntheticCathode({ seed: 5, size: [48, 48, 40] }).volume);
  const roll = syntheticRoll({ ...WOUND_CELL, seed: 5 });
  return nrrd({ ...roll.grid, data: roll.slab(0, roll.grid.size[2]) });
}
