// What every project of the matrix computes: the porosity of a little volume, which is known.

/** Pores of the volume: three voxels of four. */
export const POROSITY = 0.75;

/**
 * The porosity, as the library in its worker counts it.
 * @param {typeof import('../../src/index.js').openLab} openLab
 * @param {import('../../src/index.js').OpenLabOptions} [options]
 */
export async function porosityIn(openLab, options) {
  const size = /** @type {const} */ ([16, 12, 8]);
  const data = new Uint8Array(16 * 12 * 8);
  for (let i = 0; i < data.length; i++) data[i] = i % 4 === 0 ? 200 : 50;
  const lab = await openLab(options);
  try {
    const scan = await lab.open({ data, size });
    const { value } = await scan.threshold({ lo: 100 }).invert().fraction();
    return value;
  } finally {
    await lab.dispose();
  }
}

/**
 * Leaves the porosity, or the error, where the driver of the browser looks for it.
 * @param {typeof import('../../src/index.js').openLab} openLab
 * @param {import('../../src/index.js').OpenLabOptions} [options]
 */
export async function leavePorosity(openLab, options) {
  const page = /** @type {{ outcome?: unknown }} */ (globalThis);
  page.outcome = await porosityIn(openLab, options).catch((/** @type {unknown} */ error) => ({
    error: String(error),
    code: /** @type {{ code?: unknown }} */ (error).code,
  }));
}
