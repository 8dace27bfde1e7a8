// A file as a reader would open it: a small scan as NRRD, with its voxel size.

/** @param {import('../../src/synthetic/index.js').SyntheticCathode['volume']} volume */
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

/** The file; `numbers.js` makes the same scan. */
export async function readerFile() {
  // Imported late: the tests are loaded before the library is built.
  const { syntheticCathode } = await import('voxmetry/synthetic');
  return nrrd(syntheticCathode({ seed: 5, size: [48, 48, 40] }).volume);
}
