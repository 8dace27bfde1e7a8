// The main job as a page does it, on a volume whose answers a few plain loops give as well.

const width = 48;
const height = 40;
const depth = 32;
const balls = [
  { x: 12, y: 12, z: 12, radius: 8 },
  { x: 34, y: 14, z: 18, radius: 10 },
  { x: 20, y: 28, z: 20, radius: 7 },
];

/** @param {(x: number, y: number, z: number, i: number) => void} visit */
function forEachVoxel(visit) {
  let i = 0;
  for (let z = 0; z < depth; z++)
    for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) visit(x, y, z, i++);
}

/** Three bright balls in a dark volume, and a bright speck that the median takes away. */
function threeBalls() {
  const data = new Uint8Array(width * height * depth).fill(50);
  forEachVoxel((x, y, z, i) => {
    const inside = balls.some(
      (ball) => (x - ball.x) ** 2 + (y - ball.y) ** 2 + (z - ball.z) ** 2 <= ball.radius ** 2,
    );
    if (inside) data[i] = 200;
  });
  data[0] = 200;
  return data;
}

/**
 * Reflects an index at the half-sample borders of 0…n−1.
 * @param {number} i
 * @param {number} n
 */
function reflect(i, n) {
  if (i < 0) return -1 - i;
  return i >= n ? 2 * n - 1 - i : i;
}

/**
 * Voxels of each ball after a median of size 3, by plain loops; in raster order of the balls' tops.
 * @param {Uint8Array} data
 */
function expectedCounts(data) {
  /** @param {number} x @param {number} y @param {number} z */
  const at = (x, y, z) =>
    data[reflect(x, width) + width * (reflect(y, height) + height * reflect(z, depth))] ?? 0;
  const counts = balls.map(() => 0);
  forEachVoxel((x, y, z) => {
    let bright = 0;
    for (let c = z - 1; c <= z + 1; c++)
      for (let b = y - 1; b <= y + 1; b++)
        for (let a = x - 1; a <= x + 1; a++) if (at(a, b, c) === 200) bright++;
    if (bright < 14) return;
    const ball = balls.findIndex(
      ({ x: a, y: b, z: c, radius }) => Math.hypot(x - a, y - b, z - c) <= radius + 1,
    );
    counts[ball] = (counts[ball] ?? 0) + 1;
  });
  return counts;
}

/**
 * median → otsu → components → measure.
 * @param {() => Promise<import('../../src/index.js').Lab>} openLab
 */
export async function mainJob(openLab) {
  const data = threeBalls();
  const lab = await openLab();
  try {
    const scan = await lab.open({ data, size: [width, height, depth] });
    const solid = scan.median({ size: 3 }).otsu();
    const [thresholds, table] = await Promise.all([
      solid.thresholds(),
      solid.components({ connectivity: 26 }).measure(),
    ]);
    const { description, device, vendor } = lab.info.adapter;
    const name = description || `${vendor} ${device}`.trim();
    return {
      adapter: name || 'adapter unnamed',
      got: { thresholds, voxels: Array.from(table.column('voxels')) },
      expected: { thresholds: [50], voxels: expectedCounts(data) },
    };
  } finally {
    await lab.dispose();
  }
}

/**
 * Runs the job and leaves its outcome where the driver of the browser looks for it.
 * @param {typeof import('../../src/index.js')} voxmetry
 */
export async function runInPage(voxmetry) {
  const page = /** @type {{ outcome?: unknown }} */ (globalThis);
  page.outcome = await mainJob(voxmetry.openLab).catch((/** @type {unknown} */ error) => ({
    error: error instanceof Error ? `${error.name}: ${error.message}\n${error.stack ?? ''}` : error,
  }));
}
