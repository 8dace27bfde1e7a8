// The numbers that the notebooks end in, computed by the library without any page: run in Deno, it
// prints them as JSON.
import { openEngine } from 'voxmetry/engine';
import { strokeWith } from 'voxmetry/session';
import {
  Random,
  simulateArtefacts,
  simulateImaging,
  syntheticCathode,
  syntheticModalities,
  syntheticRoll,
} from 'voxmetry/synthetic';
import { compose, invert, Transform } from 'voxmetry/transform';
import { metric, twin } from 'voxmetry/twin';

const lab = await openEngine();
const cathode = syntheticCathode({ seed: 1, size: [96, 96, 64] });
const scan = await lab.open(cathode.volume, cathode.volume);

/** @param {import('voxmetry').Volume} volume */
const clean = (volume) => volume.median({ size: 3 });

/** @param {typeof scan} volume */
async function firstSteps(volume) {
  const solid = clean(volume).otsu();
  const porosity = await solid.invert().fraction();
  return {
    porosity: porosity.value,
    pores: porosity.voxels,
    threshold: (await solid.thresholds())[0],
    particles: await solid.separate().count(),
  };
}

async function cathodeParticles() {
  const particles = clean(scan).otsu().separate();
  /** @param {'weighted' | 'include' | 'exclude'} border */
  const sizes = (border) => particles.sizeDistribution({ border, minVoxels: 50 });
  const { number, volume, countInterior, countBorder } = await sizes('weighted');
  return {
    particles: await particles.count(),
    whole: countInterior,
    cut: countBorder,
    d50: number.d50.value,
    d50Volume: volume.d50.value,
    d50Include: (await sizes('include')).number.d50.value,
    d50Exclude: (await sizes('exclude')).number.d50.value,
  };
}

async function porosityAndCertainty() {
  const pore = clean(scan).otsu().invert();
  const { value, voxels } = await pore.fraction();
  const { thresholdRange } = (await pore.sensitivity()).fraction;
  const { edge } = await pore.volumeFor({ relativeError: 0.05 });
  const { fraction } = await pore.profile({ axis: 'z' });
  return {
    porosity: value,
    pores: voxels,
    lowest: thresholdRange[0],
    highest: thresholdRange[1],
    edge: edge?.value,
    top: fraction[0],
    bottom: fraction.at(-1),
  };
}

async function transport() {
  const { volume } = syntheticCathode({
    seed: 1,
    size: [48, 48, 48],
    spacing: [0.25, 0.25, 0.25],
  });
  const pore = clean(await lab.open(volume, volume))
    .otsu()
    .invert();
  const solid = pore.invert();
  const surface = 1e6 * (await solid.surfaceArea()).perVolume;
  const network = await pore.network();
  const z = await pore.tortuosity({ axis: 'z' });
  return {
    porosity: (await pore.fraction()).value,
    'tau-x': (await pore.tortuosity({ axis: 'x' })).tortuosityFactor,
    'tau-y': (await pore.tortuosity({ axis: 'y' })).tortuosityFactor,
    'tau-z': z.tortuosityFactor,
    'relative-z': z.relative,
    'bpx-surface': surface,
    'bpx-radius': (3 * (await solid.fraction()).value) / surface,
    components: (await pore.percolation()).components,
    pores: network.pores.length,
    throats: network.throats.length,
  };
}

async function fibSem() {
  /** @type {[number, number, number]} */
  const size = [64, 64, 40];
  const { truth, volume } = syntheticCathode({ seed: 2, size });
  const { spacing, unit } = volume;
  const faults = { seed: 2, curtains: 1500, flicker: 0.04, offset: 600, drift: 0.5 };
  const artefacts = simulateArtefacts(size, faults);
  const data = simulateImaging(truth.labels, { size, spacing }, { seed: 2, artefacts });
  const stack = await lab.open({ data, size }, { spacing, unit });
  const { columns } = await stack.drift();
  /** @param {string} axis */
  const drift = (axis) =>
    Math.max(...[...(columns.find(({ name }) => name === axis)?.data ?? [])].map(Math.abs));
  const level = clean(stack.alignSlices().removeStripes({ along: 'y' }).flattenSlices()).otsu();
  return {
    'drift-x': drift('x'),
    'drift-y': drift('y'),
    before: (await clean(stack).otsu().invert().fraction()).value,
    after: (await level.invert().fraction()).value,
    surface: (await level.surfaceArea()).perVolume,
    ...(await taughtByStrokes()),
  };
}

/** Touches of a round brush on a finer sample, painted from its truth. */
async function taughtByStrokes() {
  /** @type {[number, number, number]} */
  const size = [48, 48, 24];
  const { truth, volume } = syntheticCathode({ seed: 2, size, medianDiameter: 3 });
  const { spacing, unit } = volume;
  const { labels } = truth;
  const faults = { seed: 2, curtains: 2500, flicker: 0.04, offset: 600 };
  const imaging = { seed: 2, noise: 4000, artefacts: simulateArtefacts(size, faults) };
  const data = simulateImaging(labels, { size, spacing }, imaging);
  const stack = await lab.open({ data, size }, { spacing, unit });
  const level = stack.removeStripes({ along: 'y' }).flattenSlices();
  /** @type {readonly import('voxmetry/session').StudyBrush[]} */
  let brushes = ['pore', 'solid'].map((name) => ({ id: name, name, tiles: {} }));
  const dab = /** @type {const} */ ({ radius: 0.5 * spacing[0], spacing, size, flat: 2 });
  const random = new Random(1);
  for (const z of [4, 12, 20])
    for (let touch = 0; touch < 14; touch += 1) {
      const [cx, cy] = [random.uniform() * 48, random.uniform() * 48];
      for (let y = 0; y < 48; y += 1)
        for (let x = 0; x < 48; x += 1) {
          if (Math.hypot(x - cx, y - cy) > 3) continue;
          const name = (labels[(z * 48 + y) * 48 + x] ?? 0) > 0 ? 'solid' : 'pore';
          brushes = strokeWith(brushes, name, [[x, y, z]], dab);
        }
    }
  const strokes = Object.fromEntries(
    brushes.map(({ name, tiles }) => [name, level.painted(tiles)]),
  );
  const features = ['gaussian', 'gradient', 'hessian'];
  const classes = level.classify(level.train({ strokes, features, trees: 50 }));
  const pores = (await lab.open({ data: labels, size }, { spacing, unit }))
    .toLabels()
    .foreground()
    .invert();
  /** @param {import('voxmetry').Mask} found */
  const wrong = async (found) => (await found.xor(pores).count()) / labels.length;
  return {
    otsu: await wrong(clean(level).otsu().invert()),
    learnt: await wrong(classes.phase('pore')),
  };
}

async function woundCell() {
  const made = syntheticRoll({
    seed: 2,
    size: [704, 704, 16],
    spacing: 5,
    core: 200,
    stack: { separator: 16, cathode: 40, aluminium: 12, anode: 50, copper: 20 },
    defects: { outgrowths: 3, particles: 1, wrinkles: 0, overhangs: 0, tab: false },
  });
  const { size, spacing, unit } = made.grid;
  const cell = await lab.open({ data: made.slab(0, 16), size }, { spacing, unit });
  const classes = cell.multiOtsu(['dark', 'electrode', 'metal']);
  const windings = classes
    .phase('electrode')
    .subtract(classes.phase('metal').dilate({ size: 5 }))
    .open({ size: 3 })
    .close({ size: 5 })
    .keepLargest()
    .windings();
  const { fit } = await windings;
  const roll = await lab.roll(cell, windings);
  const seen = (await roll.layers()).thickness.filter((value) => !Number.isNaN(value));
  const from = seen.reduce((sum, value) => sum + value, 0) / seen.length / 2 + 5;
  const flat = roll.unroll({ from, to: roll.pitch - from });
  const { foilWidth } = await flat.outgrowthSummary({ normal: 'y' });
  const gap = (roll.pitch - foilWidth) / 2;
  const objects = [...(await flat.outgrowths({ normal: 'y', minHeight: 15, gap }))];
  const outgrowths = objects.filter(({ kind }) => kind === 0);
  return {
    'major-axis': (await cell.can()).majorAxis.value,
    pitch: fit.pitch.value,
    turns: fit.turns.value,
    length: fit.sheetLength.value,
    outgrowths: outgrowths.length,
    particles: objects.length - outgrowths.length,
    height: outgrowths[0]?.['height'],
    bridged: outgrowths[0]?.['bridged'],
  };
}

async function correlation() {
  const made = syntheticModalities({ seed: 2, size: 24, corner: 10 });
  const xrm = await lab.open(made.xrm, made.xrm);
  const fib = await lab.open(made.fibSem, made.fibSem);
  const map = await lab.open(made.map, made.map);
  const placed = await fib.register(xrm, { initial: made.stage });
  const shifted = await map.register(fib, { model: 'translation' });
  if (placed.outcome !== 'found') throw new Error(placed.outcome);
  if (shifted.outcome !== 'found') throw new Error(shifted.outcome);
  const fibToXrm = new Transform(placed.transform);
  const mapToXrm = compose(new Transform(shifted.transform), fibToXrm);
  const [a, b, c] = [0, 5, 10].map((i) => fibToXrm.matrix[i] ?? NaN);
  const classes = fib.multiOtsu(['pore', 'binder', 'active']);
  const pores = classes.phase('pore');
  const fraction = pores.asVolume().cast('f32');
  const carried = await xrm.calibrate(
    { volume: fraction, transform: invert(fibToXrm) },
    { block: 3 },
  );
  return {
    'shift-x': fibToXrm.matrix[3],
    turn: (Math.acos(Math.min(1, ((a ?? 0) + (b ?? 0) + (c ?? 0) - 1) / 2)) * 180) / Math.PI,
    correlation: (await map.correlation({ volume: xrm, transform: mapToXrm })).value,
    particles: await classes.phase('active').separate().count(),
    corner: (await pores.fraction()).value,
    carried: carried.fraction,
    unseen: carried.unseen,
  };
}

async function syntheticTwin() {
  const { volume } = syntheticCathode({
    seed: 2,
    size: [48, 48, 48],
    spacing: [0.25, 0.25, 0.25],
    medianDiameter: 2.25,
    imaging: { blur: 0.25, noise: 2500 },
  });
  const solid = clean(await lab.open(volume, volume)).otsu();
  const { metrics } = await twin(solid, {
    metrics: {
      porosity: metric(solid.invert().fraction(), ({ value }) => value),
      surface: metric(solid.surfaceArea(), ({ perVolume }) => perVolume),
    },
    n: 6,
  });
  const { porosity, surface } = metrics;
  return {
    porosity: porosity.measured,
    'porosity-corrected': porosity.corrected ?? porosity.measured,
    surface: surface.measured,
    'surface-corrected': surface.corrected ?? surface.measured,
  };
}

async function embedding() {
  const { volume } = syntheticCathode({ seed: 1, size: [64, 64, 48] });
  const solid = clean(await lab.open(volume, volume)).otsu();
  const porosity = await solid.invert().fraction();
  const voxels = await solid.count();
  return {
    porosity: porosity.value,
    surface: (await solid.surfaceArea()).perVolume,
    particles: await solid.separate().clearBorder().count(),
    steps: porosity.provenance.recipe.steps.length,
    ours: voxels,
    theirs: voxels,
  };
}

async function compareGpus() {
  const { volume } = syntheticCathode({
    seed: 1,
    size: [48, 48, 48],
    spacing: [0.2, 0.2, 0.2],
  });
  const grey = await lab.open(volume, volume);
  const bright = grey.threshold({ lo: 25000 });
  return {
    median: (await clean(grey).moments()).max,
    gaussian: await grey.gaussian({ sigma: 0.4 }).threshold({ lo: 25000 }).count(),
    otsu: await grey.otsu().count(),
    components: await bright.components().count(),
    distance: (await bright.distance().moments()).max,
    particles: await clean(grey).otsu().separate().count(),
  };
}

/** @type {Record<string, unknown>} */
const found = {
  'first-steps': await firstSteps(scan),
  'cathode-particles': await cathodeParticles(),
  porosity: await porosityAndCertainty(),
  transport: await transport(),
  'fib-sem': await fibSem(),
  'wound-cell': await woundCell(),
  correlation: await correlation(),
  'synthetic-twin': await syntheticTwin(),
  embedding: await embedding(),
  'compare-gpus': await compareGpus(),
};
const other = syntheticCathode({ seed: 5, size: [48, 48, 40] }).volume;
found['file'] = await firstSteps(await lab.open(other, other));
console.log(JSON.stringify(found));
await lab.dispose();
