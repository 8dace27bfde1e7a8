// Writes a scan as raw voxels, and the recipes that tests of plans run on it.
import { writeFileSync } from 'node:fs';

/** A door of the built library. @param {string} name */
const built = (name) => import(new URL(`../../dist/${name}.js`, import.meta.url).href);
/** @type {typeof import('../../src/index.js')} */
const { bundle, voxels } = await built('index');
/** @type {typeof import('../../src/engine/index.js')} */
const { openEngine } = await built('engine');
/** @type {typeof import('../../src/synthetic/index.js')} */
const { syntheticCathode } = await built('synthetic');

const [folder = '.', extent = '40'] = process.argv.slice(2);
const n = Number(extent);
const { volume } = syntheticCathode({ seed: 7, size: [n + 8, n, n - 4] });
writeFileSync(`${folder}/scan.raw`, volume.data);
const lab = await openEngine();
const scan = await lab.open(volume, { name: 'scan' });
const solid = scan.median({ size: 3 }).otsu();
const particles = solid.separate({ minContrast: voxels(0.5) });
const recipes = {
  store: bundle({ scan: scan.read() }),
  short: bundle({ solid: solid.fraction() }),
  whole: bundle({
    solid: solid.fraction(),
    pieces: solid.components({ connectivity: 26 }).measure(),
    particles: particles.measure({ intensity: scan }),
    labels: particles.read(),
  }),
};
for (const [name, recipe] of Object.entries(recipes))
  writeFileSync(`${folder}/${name}.json`, JSON.stringify(recipe));
const { size, spacing, unit } = volume;
console.log(JSON.stringify({ size, spacing, unit }));
await lab.dispose();
