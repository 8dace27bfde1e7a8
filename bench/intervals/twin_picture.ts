// Draws docs/images/twin.png: slices of a scan and of one twin by each generator, and their masks.
import { openEngine } from '../../src/engine/index.js';
import { simulateImaging, syntheticCathode } from '../../src/synthetic/index.js';
import { metric, twin } from '../../src/twin/index.js';
import { levelCutFields, packedSpheres } from '../../src/twin/generators.js';
import { drawImaging, imageOf } from '../../src/twin/imaging_of_twins.js';
import { enlarged, pictureOf, savePicture, sheetOf } from '../filters/pictures.js';

const EDGE = 64;
const size = [EDGE, EDGE, EDGE] as const;
const grid = { size, spacing: [1, 1, 1] } as const;
const generators = [packedSpheres, levelCutFields];

/** Pixels of a voxel. */
const ZOOM = 4;

const lab = await openEngine();
const { truth } = syntheticCathode({ seed: 1, ...grid, medianDiameter: 12 });
const data = simulateImaging(truth.labels, grid, { seed: 501, blur: 1, noise: 2500 });
const scan = await lab.open({ data, size }, { name: 'scan' });
const solid = scan.median({ size: 3 }).otsu();
const found = await twin(solid, {
  metrics: { surface: metric(solid.surfaceArea(), ({ perVolume }) => perVolume) },
  ...{ generators, n: 6 },
});
console.log(JSON.stringify(found.metrics.surface));
for (const { generator, misfit, limit } of found.generators)
  console.log(generator, JSON.stringify({ misfit, limit }));
const images: ArrayLike<number>[] = [data];
for (const [i, generator] of generators.entries()) {
  const { imaging, twins } = found.generators[i]!;
  const { seed, parameters } = twins[0]!;
  const how = drawImaging(imaging, seed);
  images.push(imageOf(generator.make(parameters, grid, seed), grid, how, 'u16', seed));
}
const masks: Uint8Array[] = [];
for (const image of images) {
  const opened = await lab.open({ data: Uint16Array.from(image), size });
  masks.push((await opened.median({ size: 3 }).otsu().read()).data);
}
const rows = [images, masks].map((row) => row.map((of) => enlarged(pictureOf(of, size), ZOOM)));
savePicture('docs/images/twin.png', sheetOf(rows, ZOOM * EDGE, ZOOM * EDGE));
await lab.dispose();
