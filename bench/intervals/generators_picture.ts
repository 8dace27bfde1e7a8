// Draws docs/images/generators.png: slices of structures that generators make.
import {
  addBinder,
  booleanSpheroids,
  randomFibres,
  syntheticCathode,
  voxeliseFibres,
  voxeliseSpheroids,
} from '../../src/synthetic/index.js';
import { enlarged, pictureOf, savePicture, sheetOf } from '../filters/pictures.js';

const EDGE = 96;
const size = [EDGE, EDGE, EDGE] as const;
const grid = { size, spacing: [1, 1, 1] } as const;
/** Pixels of a voxel. */
const ZOOM = 2;

const fibres = randomFibres({
  ...{ seed: 1, box: size, fraction: 0.25, medianDiameter: 7 },
  orientation: [1, 1, 0.03],
});
const flakes = booleanSpheroids({
  ...{ seed: 1, box: size, fraction: 0.55, medianDiameter: 16, aspect: 0.3 },
  orientation: [0.2, 1, 0.2],
});
const { truth } = syntheticCathode({ seed: 1, ...grid, medianDiameter: 18, solidFraction: 0.5 });
const binder = { seed: 1, fraction: 0.1 } as const;
const shown = [
  voxeliseFibres(fibres, grid).map((label) => (label > 0 ? 2 : 0)),
  voxeliseSpheroids(flakes, grid).map((label) => (label > 0 ? 2 : 0)),
  ...[
    addBinder(truth.labels, grid, { ...binder, kind: 'bridge' }),
    addBinder(truth.labels, grid, { ...binder, kind: 'film', omega: 0 }),
    addBinder(truth.labels, grid, { ...binder, kind: 'film', omega: 0.95 }),
    // Particles bright, binder between them and pores.
  ].map((phases) => phases.map((phase) => [0, 2, 1][phase]!)),
];
const row = shown.map((of) => enlarged(pictureOf(of, size), ZOOM));
savePicture('docs/images/generators.png', sheetOf([row], ZOOM * EDGE, ZOOM * EDGE));
