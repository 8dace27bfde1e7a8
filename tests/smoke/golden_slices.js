// Twelve slices, axis × window × overlay, whose pictures are the same bytes on every adapter.

const size = /** @type {const} */ ([40, 36, 20]);
const balls = [
  { x: 10, y: 9, z: 8, radius: 7 },
  { x: 27, y: 12, z: 10, radius: 9 },
  { x: 15, y: 27, z: 12, radius: 8 },
  { x: 33, y: 28, z: 6, radius: 5 },
  { x: 5, y: 20, z: 16, radius: 3 },
];

/** Balls that grow brighter inwards, over a background that is never flat; whole numbers alone. */
function scanned() {
  return Uint16Array.from({ length: size[0] * size[1] * size[2] }, (_, i) => {
    const [x, y, z] = [i % 40, Math.floor(i / 40) % 36, Math.floor(i / 1440)];
    const depths = balls.map(
      (ball) => ball.radius ** 2 - (x - ball.x) ** 2 - (y - ball.y) ** 2 - (z - ball.z) ** 2,
    );
    const background = 6000 + 150 * ((7 * x + 13 * y + 29 * z) % 31);
    return (
      background +
      Math.max(0, 20000 + 350 * Math.max(...depths)) * (Math.max(...depths) > 0 ? 1 : 0)
    );
  });
}

/**
 * Draws the twelve pictures.
 * @param {import('../../src/index.js').Lab} lab
 * @returns {Promise<{ name: string, data: Uint8ClampedArray }[]>}
 */
export async function goldenSlices(lab) {
  const scan = await lab.open(
    { data: scanned(), size: [...size] },
    { spacing: [0.5, 0.5, 1], unit: 'µm' },
  );
  const solid = scan.threshold({ lo: 16000 });
  const particles = solid.components();
  const phases = lab.phases({ pore: scan.threshold({ hi: 15999 }), solid });
  const windows = /** @type {const} */ ({ full: [0, 65535], narrow: [5000, 30000] });
  const view = lab.view(null, { layers: [{ grid: scan }] });
  const pictures = [];
  for (const axis of /** @type {const} */ (['x', 'y', 'z']))
    for (const range of /** @type {const} */ (['full', 'narrow'])) {
      const below = /** @type {const} */ ({ grid: scan, window: windows[range] });
      const overlays = {
        regions: [
          { ...below, colors: /** @type {const} */ ('viridis') },
          { grid: phases, hidden: ['pore'], fill: 0.25 },
          { grid: solid, fill: 0, outline: 0.8, color: /** @type {const} */ ('#00ff80') },
        ],
        selection: [
          { ...below, interpolation: /** @type {const} */ ('linear') },
          { grid: particles, selected: [1, 3], hidden: [2], fill: 0.5 },
        ],
      };
      for (const [overlay, layers] of Object.entries(overlays)) {
        const scaleBar = range === 'narrow';
        view.set({ axis, index: 9, layers });
        const { data } = await view.picture({ width: 64, height: 48, scaleBar });
        pictures.push({ name: `${axis}-${range}-${overlay}`, data });
      }
    }
  view.dispose();
  scan.close();
  return pictures;
}

/**
 * Draws the pictures in a page and leaves them where the driver of the browser looks for them.
 * @param {typeof import('../../src/index.js')} voxmetry
 */
export async function runInPage({ openLab }) {
  const page = /** @type {{ outcome?: unknown }} */ (globalThis);
  try {
    const lab = await openLab();
    const pictures = await goldenSlices(lab);
    page.outcome = {
      adapter: lab.info.adapter.description,
      pictures: pictures.map(({ name, data }) => ({ name, data: Array.from(data) })),
    };
    await lab.dispose();
  } catch (error) {
    page.outcome = { error: error instanceof Error ? `${error.name}: ${error.message}` : error };
  }
}
