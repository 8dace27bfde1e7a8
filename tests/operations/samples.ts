import { voxels, type Lab, type Mask, type NeuralNetwork, type Volume } from '../../src/index.js';
import { map3 } from '../../src/recipe/geometry.js';
import type { AnyOperation, HandleKind, OptionSpec } from '../../src/recipe/operation.js';
import { Random } from '../../src/synthetic/random.js';
import { threshold } from '../learn/onnx/models.js';

/** A handle of each kind, on one small volume. */
export interface Samples {
  readonly handles: Readonly<Record<HandleKind, object>>;
}

/** A volume of n³ voxels with blobs at three levels and a little noise, and what is made of it. */
export async function samplesOf(lab: Lab, n = 12): Promise<Samples> {
  const random = new Random(7);
  const centres = Array.from({ length: 6 }, () => [0, 0, 0].map(() => random.uniform() * n));
  const data = new Uint8Array(n ** 3).map((_, i) => {
    const at = [i % n, Math.floor(i / n) % n, Math.floor(i / n ** 2)];
    const near = centres.findIndex((c) => Math.hypot(...c.map((x, k) => x - at[k]!)) < n / 4);
    const level = near < 0 ? 40 : near % 2 === 0 ? 120 : 200;
    return Math.round(level + 4 * random.normal());
  });
  const volume = await lab.open(
    { data, size: [n, n, n] },
    { name: 'scan', spacing: [0.5, 0.5, 0.5], unit: 'µm' },
  );
  return { handles: handlesOf(volume, await sampleNetwork(lab)) };
}

/** A network of two classes, dark and bright. */
export function sampleNetwork(lab: Lab): Promise<NeuralNetwork> {
  return lab.neuralNetwork(threshold, { classes: ['dark', 'bright'], activation: 'softmax' });
}

/** A handle of each kind, of a volume. */
export function handlesOf(volume: Volume, neuralNetwork: NeuralNetwork): Samples['handles'] {
  const mask = volume.otsu();
  const phases = volume.multiOtsu(['pore', 'binder', 'active']);
  const scale = Math.min(...volume.spacing);
  return {
    ...{ volume, neuralNetwork },
    mask,
    phases,
    labels: mask.components(),
    surface: mask.surface({ side: 'z1' }),
    // Of features that reach few voxels: tests cut the volume into bricks of some thousand voxels.
    classifier: volume.train({
      strokes: phases,
      ...{ features: ['gaussian', 'structure'], scales: [scale / 2], trees: 5, depth: 4 },
    }),
  };
}

/** The volume's grid with a can of two voxels on it: a ring about the middle of each slice. */
function canOn(volume: Volume): Volume {
  const { size, spacing } = volume;
  const middle = [0, 1].map((axis) => ((size[axis]! - 1) / 2) * spacing[axis]!) as [number, number];
  const disc = (voxels: number): Mask => {
    const [from, to] = [-1, size[2]].map((k) => [...middle, k * spacing[2]] as const);
    return volume.shape({ type: 'cylinder', from: from!, to: to!, radius: voxels * spacing[0] });
  };
  const outer = size[0] / 2 - 1;
  return disc(outer)
    .subtract(disc(outer - 2))
    .asVolume();
}

/** A foil across y in the middle of a volume, a third of it thick. */
function foilOn(volume: Volume): Volume {
  const { size, spacing } = volume;
  const center = map3((axis) => ((size[axis] - 1) / 2) * spacing[axis]);
  const extent = map3((axis) => (axis === 1 ? size[axis] / 3 : 2 * size[axis]) * spacing[axis]);
  return volume.shape({ type: 'box', center, size: extent }).asVolume();
}

/** What an operation is called on: a handle of a kind, or one that shows what it asks for. */
export function calledOn({ handles }: Samples, { name }: AnyOperation, kind: HandleKind): object {
  if (name === 'can') return canOn(handles.volume as Volume);
  if (name === 'expectedFraction') return (handles.mask as Mask).asVolume();
  if (name.startsWith('outgrowth')) return foilOn(handles.volume as Volume);
  return handles[kind];
}

/**
 * Values that an option takes where its type does not say one, by `operation.option` or by the
 * option's name.
 */
const VALUES: Readonly<Record<string, unknown>> = {
  'clip.lo': 60,
  'threshold.lo': 100,
  'crop.origin': [1, 2, 3],
  'crop.size': [4, 5, 6],
  'beyond.h': voxels(1),
  'multiOtsu.names': ['a', 'b', 'c'],
  'phase.names': ['pore'],
  'toPhases.phases': Object.fromEntries(
    Array.from({ length: 256 }, (_, i) => [`p${String(i)}`, i]),
  ),
  'select.wanted': { voxels: { min: 3 } },
  'measure.columns': ['label', 'voxels', 'equivalentDiameter'],
  'resampleTo.grid': { size: [5, 5, 5], spacing: [1, 1, 1], origin: [0, 0, 0], unit: 'µm' },
  'polar.centre': [2, 2],
  'shape.shape': { type: 'ellipsoid', center: [2.5, 2.5, 2.5], radii: [2, 1.5, 2] },
  // Every other voxel of a tile.
  'painted.tiles': { '0,0,0': btoa('\x55'.repeat(4096)) },
  'hysteresis.low': 100,
  'hysteresis.high': 180,
  'structureEigenvalue.rho': voxels(1),
  'gaussianDerivative.order': [1, 0, 0],
  'conductivity.coefficients': { pore: 1, active: 0.5 },
  'concentration.coefficients': { pore: 1, active: 0.5 },
  'representativeVolume.windows': 20,
  'mesh.at': 100,
  'mesh.smooth': 2,
  'jointPhases.polygons': {
    bright: [
      [100, 100],
      [255, 100],
      [255, 255],
      [100, 255],
    ],
  },
  'volumeFor.relativeError': 0.05,
  'register.search': false,
  'register.samples': 1024,
  'locate.search': false,
  'train.features': ['gaussian', 'structure'],
  'train.scales': 0.5,
  'probability.name': 'binder',
  'inferValue.name': 'bright',
  tile: 24,
  overlap: 4,
  radius: voxels(1.5),
  minVoxels: 2,
  values: [120],
  factor: 2,
  spacing: 1,
  axes: 'x',
  faces: ['z0'],
};

/**
 * Operations that refuse the samples, which are no such thing as they measure. Their own tests
 * store and replay their recipes.
 */
export const NOT_OF_BLOBS: ReadonlySet<string> = new Set(['windings', 'sheets']);

/** Handles that may be left out, but not all of their operation. */
const NEEDED = new Set(['warp.x']);

/**
 * A good value of an option of an operation; undefined where it may be left out and nothing is
 * listed for it.
 */
export function goodValue(
  operation: AnyOperation,
  name: string,
  spec: OptionSpec,
  { handles }: Samples,
): unknown {
  const listed = VALUES[`${operation.name}.${name}`] ?? VALUES[name];
  // What is located is a slice of the volume.
  if (`${operation.name}.${name}` === 'locate.slice') {
    const volume = handles.volume as Volume;
    const [x, y, z] = volume.size;
    return volume.crop({ origin: [0, 0, Math.floor(z / 2)], size: [x, y, 1] });
  }
  // Fractions lie within 0 to 1.
  if (`${operation.name}.${name}` === 'calibrate.fraction')
    return (handles.mask as Mask).asVolume();
  if (spec.type === 'handle')
    return spec.optional && !NEEDED.has(`${operation.name}.${name}`)
      ? undefined
      : handles[spec.kinds[0]!];
  if (spec.type === 'operand') return 3;
  if (listed !== undefined && spec.parse(listed) !== undefined) return listed;
  if (spec.optional) return undefined;
  const candidates = [voxels(1), 3, 'x', 'u8', 'x0', 'z1', ['a', 'b'], [1, 1, 1], { a: 1 }];
  return candidates.find((value) => spec.parse(value) !== undefined);
}

/** The arguments of a good call, with some options replaced by other values. */
export function argumentsOf(
  operation: AnyOperation,
  samples: Samples,
  replaced: Readonly<Record<string, unknown>> = {},
): unknown[] {
  const { options, takes, rest } = operation;
  const value = (name: string): unknown =>
    Object.hasOwn(replaced, name)
      ? replaced[name]
      : goodValue(operation, name, options[name]!, samples);
  const named: Record<string, unknown> = {};
  for (const name of Object.keys(options))
    if (!takes.includes(name)) {
      const given = value(name);
      if (given !== undefined) named[name] = given;
    }
  for (const name of Object.keys(replaced))
    if (!Object.hasOwn(options, name)) named[name] = replaced[name];
  const positional = takes.flatMap((name, i) => {
    const given = value(name);
    return rest && i === takes.length - 1 && Array.isArray(given) ? (given as unknown[]) : [given];
  });
  return rest ? positional : [...positional, named];
}

/** Calls a method of a handle by its name. */
export function callMethod(handle: object, name: string, args: readonly unknown[]): unknown {
  const method = (handle as Readonly<Record<string, unknown>>)[name];
  if (typeof method !== 'function') throw new Error(`there is no method ${name}`);
  return Reflect.apply(method, handle, args);
}
