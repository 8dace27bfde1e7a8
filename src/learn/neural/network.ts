// What is known of a neural network: what it takes, what it gives, and what its classes are.
import type { OpenedModel } from '../../recipe/backend.js';
import { invalidArgument, VoxmetryError } from '../../recipe/errors.js';
import type { Vec3 } from '../../recipe/geometry.js';
import { yields, type ValueMeta } from '../../recipe/meta.js';
import { declareOp, makeNode, type Node } from '../../recipe/op.js';
import { oneOf, param, type Param } from '../../recipe/params.js';

/** Codes of phases are bytes; planes of classes are 4 B/voxel each. */
const MOST_CLASSES = 64;
/** Channels that a network may take: the volume and others of the same grid. */
export const MOST_CHANNELS = 4;

/** What becomes of the values that a network gives. */
export const ACTIVATIONS = ['none', 'softmax', 'sigmoid'] as const;

/** How intensities become what a network was trained on. */
export type Normalisation =
  | 'none'
  | 'moments'
  | { readonly mean: number; readonly sigma: number }
  | { readonly percentiles: readonly [number, number] };

/** What a network is: a model, and what its user says of it. A type, so that it is plain data. */
export type NetworkFacts = OpenedModel & {
  readonly classes: readonly string[];
  readonly activation: string;
  readonly normalise: Normalisation;
};

/** A network, as ops take it: the engine has its model by the hash. */
export interface NetworkValue {
  readonly hash: string;
}

const isCount = (n: unknown, least: number): boolean => Number.isInteger(n) && Number(n) >= least;
const isFloatType = (type: unknown): boolean => type === 'float32' || type === 'float16';

/** The normalisation that was given, or undefined where it is none. */
function normalisationOf(given: unknown): Normalisation | undefined {
  if (given === 'none' || given === 'moments') return given;
  if (typeof given !== 'object' || given === null) return undefined;
  const { mean, sigma, percentiles, ...rest } = given as Readonly<Record<string, unknown>>;
  if (Object.keys(rest).length > 0) return undefined;
  if (Array.isArray(percentiles) && mean === undefined && sigma === undefined) {
    const [low, high] = percentiles as readonly number[];
    const good = percentiles.length === 2 && low! >= 0 && low! < high! && high! <= 100;
    return good ? { percentiles: [low!, high!] } : undefined;
  }
  const good = Number.isFinite(mean) && Number.isFinite(sigma) && Number(sigma) > 0;
  return good && percentiles === undefined
    ? { mean: Number(mean), sigma: Number(sigma) }
    : undefined;
}

/** How intensities become what the network was trained on. */
export const normaliseParam: Param<Normalisation, Normalisation, true> = param({
  type: 'record',
  doc: 'How intensities become what the network was trained on.',
  default: 'none',
  allowed: `'none', 'moments', { mean, sigma } with sigma > 0, or { percentiles: [low, high] }`,
  accept: normalisationOf,
});

/** What becomes of the values that a network gives. */
export const activationParam = oneOf(
  ACTIVATIONS,
  'none',
  'What becomes of the values that the network gives.',
);

/** Names of classes: different ones, not too many. */
export const classesParam: Param<readonly string[], readonly string[], false> = param({
  type: 'texts',
  doc: 'Names of the classes, in the order of the channels that the network gives.',
  default: undefined,
  allowed: `1 to ${String(MOST_CLASSES)} different names, in the order of the channels that the network gives`,
  accept: (given): readonly string[] | undefined => {
    if (!Array.isArray(given) || given.length < 1 || given.length > MOST_CLASSES) return undefined;
    const good = given.every((name) => typeof name === 'string' && name !== '');
    return good && new Set(given).size === given.length ? [...(given as string[])] : undefined;
  },
});

function factsOf(given: unknown): NetworkFacts | undefined {
  if (typeof given !== 'object' || given === null) return undefined;
  const { hash, input, output, dimensions, channels, outputs, tile, ...rest } =
    given as Partial<NetworkFacts>;
  const { inputType, outputType, weightBytes, voxelBytes, ...said } = rest;
  const classes = classesParam.parse(said.classes);
  const activation = activationParam.parse(said.activation);
  const normalise = normaliseParam.parse(said.normalise);
  if (classes === undefined || activation === undefined || normalise === undefined)
    return undefined;
  if (typeof hash !== 'string' || !/^[0-9a-f]{32}$/.test(hash)) return undefined;
  if (typeof input !== 'string' || typeof output !== 'string') return undefined;
  if (dimensions !== 2 && dimensions !== 3) return undefined;
  if (!isCount(channels, 1) || channels! > MOST_CHANNELS || !isCount(outputs, 0)) return undefined;
  if (!Array.isArray(tile) || tile.length !== 3 || !tile.every((n) => isCount(n, 0)))
    return undefined;
  if (!isFloatType(inputType) || !isFloatType(outputType)) return undefined;
  if (!(Number.isFinite(weightBytes) && weightBytes! >= 0)) return undefined;
  if (!(Number.isFinite(voxelBytes) && voxelBytes! >= 0)) return undefined;
  const model = { hash, input, output, dimensions, channels: channels!, outputs: outputs! };
  const types = { inputType: inputType!, outputType: outputType! };
  return {
    ...model,
    ...types,
    tile: [...(tile as readonly number[])],
    weightBytes: weightBytes!,
    voxelBytes: voxelBytes!,
    ...{ classes, activation, normalise },
  };
}

/** The facts of a network, as a parameter. */
export const networkParam: Param<NetworkFacts, NetworkFacts, false> = param({
  type: 'record',
  doc: 'What a network takes and gives, and the hash of its model.',
  default: undefined,
  allowed: 'the facts of a network, as lab.neuralNetwork() makes them',
  schema: { type: 'object', required: ['hash', 'classes', 'activation', 'normalise'] },
  accept: factsOf,
});

/**
 * A network whose model the engine has: its hash. On the host.
 */
export const statedNetwork = declareOp({
  name: 'statedNetwork',
  kind: 'host',
  inputs: {},
  params: { network: networkParam },
  exactness: 'exact',
  result: () => yields.plain<NetworkValue>(),
  notes: ({ network: { hash, activation, normalise } }) => ({
    model: `ONNX, hash ${hash}`,
    activation,
    normalise: typeof normalise === 'string' ? normalise : JSON.stringify(normalise),
  }),
});

/** A node that yields a network. */
export type NetworkNode = Node<ValueMeta<NetworkValue>>;

/** The facts of the network that a node yields. */
export function networkOfNode(node: Node): NetworkFacts {
  const facts = networkParam.parse(node.params['network']);
  if (facts === undefined)
    throw new VoxmetryError('internal', `${node.op.name} yields no network. Please report it.`);
  return facts;
}

/** Whether a node yields a network. */
export function isNetworkNode({ op }: Node): boolean {
  return op.name === statedNetwork.name;
}

/** Throws where classes and activation do not fit what a model gives. */
function checkOutputs({ outputs, classes, activation }: NetworkFacts): void {
  const op = 'neuralNetwork';
  const one = outputs === 1 && classes.length <= 2;
  if (outputs > 0 && outputs !== classes.length && !one)
    throw invalidArgument(
      op,
      'classes',
      classes,
      `${String(outputs)} names, since the network gives ${String(outputs)} channels`,
    );
  if (activation === 'softmax' && outputs === 1)
    throw invalidArgument(
      op,
      'activation',
      activation,
      `'sigmoid' or 'none': the network gives one channel, and softmax compares several`,
    );
}

/** What a user says of a model. */
export interface NetworkStatement {
  readonly classes: readonly string[];
  readonly activation: string;
  readonly normalise: Normalisation;
}

/** The node of a network: a model that the engine has read, and what its user says of it. */
export function networkNode(model: OpenedModel, said: NetworkStatement): NetworkNode {
  const network: NetworkFacts = { ...model, ...said };
  checkOutputs(network);
  return makeNode(statedNetwork, {}, { network });
}

/** The tile that a network takes, where its user says none; z is 1 for slices. */
export function usualTile({ tile, dimensions }: NetworkFacts): Vec3 {
  const side = dimensions === 2 ? 256 : 64;
  const [x = 0, y = 0, z = 0] = tile;
  return [x || side, y || side, dimensions === 2 ? 1 : z || side];
}
