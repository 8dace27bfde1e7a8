// A file as a reader would open it: a small scan as MetaImage, with its voxel size.

/** How `numbers.js` and the tests make it. */
export const readerOptions = {
  seed: 5,
  size: /** @type {[number, number, number]} */ ([48, 48, 40]),
};

/** @param {import('../../src/synthetic/index.js').SyntheticCathode['volume']} volume */
export function metaImage({ data, size, spacing }) {
  const header = [
    'ObjectType = Image',
    'NDims = 3',
    'BinaryData = True',
    'BinaryDataByteOrderMSB = False',
    `ElementSpacing = ${spacing.map((step) => step / 1000).join(' ')}`,
    `DimSize = ${size.join(' ')}`,
    'ElementType = MET_USHORT',
    'ElementDataFile = LOCAL',
    '',
  ].join('\n');
  const voxels = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  return {
    name: 'reader.mha',
    mimeType: 'application/octet-stream',
    buffer: Buffer.concat([Buffer.from(header), voxels]),
  };
}
