// What every project of the matrix computes: the porosity of a little volume, which is known.

/** Pores of the volume: three voxels of four. */
export const POROSITY = 0.75;

/**
 * @typedef {(options?: import('../../src/index.js').OpenLabOptions)
 *   => Promise<import('../../src/index.js').Lab>} OpenLab
 */

/** A machine that builds something else meanwhile may be slow. */
const PATIENT = { timeout: 100_000 };

/**
 * The volume as what a lab opens.
 * @typedef {(volume: { data: Uint8Array<ArrayBuffer>, size: typeof SIZE })
 *   => import('../../src/index.js').OpenInput} Written
 */

const SIZE = /** @type {const} */ ([16, 12, 8]);

/** The values of the volume. */
function values() {
  return Uint8Array.from({ length: 16 * 12 * 8 }, (_, i) => (i % 4 === 0 ? 200 : 50));
}

/**
 * A lab, and the porosity, as the library counts it in its worker.
 * @param {OpenLab} openLab
 * @param {Written} [written]
 */
export async function openPorosity(openLab, written = (volume) => volume) {
  const lab = await openLab(PATIENT);
  const scan = await lab.open(written({ data: values(), size: SIZE }));
  return { lab, porosity: await porosityOf(scan) };
}

/**
 * @param {OpenLab} openLab
 * @param {Written} [written]
 */
async function porosityIn(openLab, written) {
  const { lab, porosity } = await openPorosity(openLab, written);
  await lab.dispose();
  return porosity;
}

/** @param {import('../../src/index.js').Volume} scan */
async function porosityOf(scan) {
  return (await scan.threshold({ lo: 100 }).invert().fraction()).value;
}

/**
 * The volume as a TIFF whose strips, one to a page, are Zstandard frames; a block of a frame may
 * hold its bytes as they are.
 */
function zstdTiff() {
  const [nx, ny, nz] = SIZE;
  const plane = nx * ny;
  // A frame: magic, one segment, its size less a descriptor; the last block, of bytes as they are.
  const head = [0x28, 0xb5, 0x2f, 0xfd, 0x20, plane, ((plane << 3) & 255) | 1, plane >> 5, 0];
  const strip = head.length + plane;
  /** @param {number} z @returns {[tag: number, type: number, value: number][]} */
  const tags = (z) => [
    [256, 3, nx],
    [257, 3, ny],
    [258, 3, 8],
    [259, 3, 50000],
    [262, 3, 1],
    [273, 4, 8 + z * strip],
    [277, 3, 1],
    [278, 3, ny],
    [279, 4, strip],
  ];
  const directory = 2 + 12 * tags(0).length + 4;
  const start = 8 + nz * strip;
  const bytes = new Uint8Array(start + nz * directory);
  const view = new DataView(bytes.buffer);
  bytes.set([0x49, 0x49, 42, 0]);
  view.setUint32(4, start, true);
  for (let z = 0; z < nz; z++) {
    bytes.set(head, 8 + z * strip);
    bytes.set(values().subarray(z * plane, (z + 1) * plane), 8 + z * strip + head.length);
    const at = start + z * directory;
    view.setUint16(at, tags(z).length, true);
    tags(z).forEach(([tag, type, value], i) => {
      const entry = at + 2 + 12 * i;
      view.setUint16(entry, tag, true);
      view.setUint16(entry + 2, type, true);
      view.setUint32(entry + 4, 1, true);
      view.setUint32(entry + 8, value, true);
    });
    view.setUint32(at + directory - 4, z + 1 < nz ? at + directory : 0, true);
  }
  return bytes;
}

/**
 * What is left of an error: its code, and the directive that it asks for, or else what it says.
 * @param {unknown} error
 */
function left(error) {
  /** @typedef {import('../../src/index.js').VoxmetryError} VoxmetryError */
  const { code, details, message } = /** @type {Partial<VoxmetryError>} */ (error);
  const directive = details?.['directive'];
  return directive === undefined ? { code, message } : { code, directive };
}

/** @param {unknown} outcome Where the driver of the browser looks for it. */
export function leave(outcome) {
  /** @type {{ outcome?: unknown }} */ (globalThis).outcome = outcome;
}

/**
 * Leaves the porosity, or the error.
 * @param {OpenLab} openLab
 * @param {Written} [written]
 */
export async function leavePorosity(openLab, written) {
  leave(await porosityIn(openLab, written).catch(left));
}

/**
 * Leaves the porosity, and that of a TIFF compressed with Zstandard, or the error of that.
 * @param {OpenLab} openLab
 */
export async function leaveZstd(openLab) {
  const porosity = await porosityIn(openLab).catch(left);
  const lab = await openLab(PATIENT);
  const zstd = await lab.open(zstdTiff().buffer).then(porosityOf).catch(left);
  await lab.dispose();
  leave({ porosity, zstd });
}
