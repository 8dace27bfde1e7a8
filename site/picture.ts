// Draws the picture of the home page: the particles of a synthetic cathode, cut open. Runs in Deno;
// `scripts/site-picture.mjs` makes a PNG of it.
import { writeFileSync } from 'node:fs';
import process from 'node:process';
import { openLab } from 'voxmetry';
import { syntheticCathode } from 'voxmetry/synthetic';
import { boxOf, fitCamera, trackball } from 'voxmetry/transform';

const [file = 'picture.rgba', width = '920', height = '920'] = process.argv.slice(2);
const size = [176, 176, 176] as const;
const lab = await openLab();
const { volume } = syntheticCathode({ size, spacing: [0.2, 0.2, 0.2], medianDiameter: 6, seed: 4 });
const scan = await lab.open(volume, volume);
const particles = scan.median({ size: 3 }).otsu().separate();

const box = boxOf(scan.meta);
const camera = trackball(fitCamera(box, { aspect: 1 }), [Number(width), Number(height)], 30, -40);
const extent = 176 * 0.2;
const view = lab.view(null, {
  kind: 'space',
  // A level above all values: of the scan only the cut faces show.
  layers: [{ grid: scan, mode: 'surface', level: 70000 }, { grid: particles }],
  camera,
  clip: { plane: { point: [extent / 2, extent / 2, extent / 2], normal: [0, 0, 1] } },
  background: '#0d1116',
});
const picture = await view.picture({ width: Number(width), height: Number(height) });
writeFileSync(file, picture.data);
await lab.dispose();
