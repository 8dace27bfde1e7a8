// What a neural network gives for voxels: classes, and values of single ones.
import type { Span } from '../../filters/level_scale.js';
import { rescale, rescaleNode } from '../../filters/rescale.js';
import { invalidArgument } from '../../recipe/errors.js';
import { map3, type Region, type Vec3 } from '../../recipe/geometry.js';
import { yields, type GridMeta } from '../../recipe/meta.js';
import { declareOp, input, makeNode, valueInput, type Node } from '../../recipe/op.js';
import { oneOf, text, triple } from '../../recipe/params.js';
import { momentsNode, type Moments } from '../../stats/moments.js';
import { allChannels, asInputs, channelInputs, ofChannels } from '../channels.js';
import {
  MOST_CHANNELS,
  networkOfNode,
  networkParam,
  usualTile,
  type NetworkFacts,
  type NetworkNode,
  type NetworkValue,
} from './network.js';
import { checkTiling, readBy, type Tiling } from './tiles.js';

const MOST_TILE = 1024;
/** The overlap is this part of the tile where none is said. */
const USUAL_OVERLAP = 8;

/** Voxels of a tile, along x, y, z. */
export const tileParam = triple({
  doc: 'Voxels of a tile along x, y, z: what the network takes at once.',
  unit: 'voxels',
  allowed: `an integer from 1 to ${String(MOST_TILE)}, or three`,
  each: { type: 'integer', minimum: 1, maximum: MOST_TILE },
  good: (n) => Number.isInteger(n) && n >= 1 && n <= MOST_TILE,
});

/** How far tiles reach over their neighbours. */
export const overlapParam = triple({
  doc: 'Voxels by which a tile reaches over its neighbours at each face, along x, y, z.',
  unit: 'voxels',
  allowed: 'an integer from 0 to a third of the tile, or three',
  each: { type: 'integer', minimum: 0, maximum: MOST_TILE },
  good: (n) => Number.isInteger(n) && n >= 0 && n <= MOST_TILE,
});

/** How neighbouring tiles are blended. */
export const windowParam = oneOf(
  ['linear', 'hann'],
  'linear',
  'How the weights of tiles fall where they overlap.',
);

const inputs = {
  volume: input('volume'),
  ...channelInputs,
  model: valueInput<NetworkValue>(),
};

const params = {
  network: networkParam,
  tile: tileParam,
  overlap: overlapParam,
  window: windowParam,
};

/** Throws where what is given does not fit a network. */
function checkGiven(op: string, given: number, { network, tile, overlap }: Applied): void {
  if (given !== network.channels)
    throw invalidArgument(
      op,
      'channels',
      `${String(given)} with the volume itself`,
      `${String(network.channels)}, as the network takes`,
    );
  const own = network.tile.map((n, i) => n || tile[i]!);
  if (own.some((n, i) => n !== tile[i]))
    throw invalidArgument(op, 'tile', tile.join('×'), `${own.join('×')}, the size of the network`);
  if (network.inputType === 'float16' && tile[0] % 2 === 1)
    throw invalidArgument(
      op,
      'tile',
      tile.join('×'),
      'an even number along x, for a network of f16',
    );
  checkTiling(op, { tile, overlap });
}

interface Applied extends Tiling {
  readonly network: NetworkFacts;
  readonly window: string;
}

const notes = ({ network, tile, overlap, window }: Applied) => ({
  network: `ONNX, hash ${network.hash}, as ${network.dimensions === 2 ? 'NCHW, slice by slice across z' : 'NCDHW'}`,
  tiles: `${tile.join('×')}, overlap ${overlap.join('×')}, window ${window}, border reflect`,
  activation: network.activation,
});

function needs(region: Region, { volume }: { readonly volume: GridMeta }, tiling: Tiling) {
  return ofChannels(readBy(region, volume.size, tiling));
}

/**
 * The class of every voxel by a neural network, as phases with the codes 0, 1, … in the order of
 * its classes: that of the greatest value, the first of equal ones; one channel for two classes is
 * the probability of the second.
 *
 * The volume is cut into tiles at fixed places. A tile reaches `overlap` voxels over its
 * neighbours at each face: of these the outer half is context and counts for nothing, and about
 * the face of the core the weights of neighbours cross over, linearly or as Hann's window, and sum
 * to 1. A network that sees no more than `overlap` voxels about a voxel so gives the same for
 * every tiling, up to rounding. Mirrored voxels are read beyond the volume. All of a tile is
 * computed whatever part of it is asked for, so that bricks and slices give what the whole does.
 *
 * Costs what the network does; of the tiles 4 B for each value that it takes and gives, and the
 * layers of a tile on the GPU; for a region 4 B/voxel for each class, and 1 B/voxel out.
 */
export const inferClasses = declareOp({
  name: 'inferClasses',
  kind: 'map',
  inputs,
  params,
  exactness: 'float-dependent',
  result: (metas, given): GridMeta => {
    const { classes } = given.network;
    checkGiven('infer', allChannels(metas).length, given);
    if (classes.length < 2)
      throw invalidArgument(
        'infer',
        'network',
        `one of ${String(classes.length)} class`,
        'one of two classes or more; inferValue() gives the values of one',
      );
    const phases = Object.fromEntries(classes.map((name, code) => [name, code]));
    return { ...metas.volume, kind: 'phases', storage: 'u8', phases };
  },
  needs,
  notes,
});

/**
 * What a neural network gives for one of its classes at every voxel, f32, after its activation: a
 * probability, 0 to 1, of networks of segmentation. In all else as {@link inferClasses}; 4 B/voxel
 * out, and no planes of classes.
 */
export const inferValues = declareOp({
  name: 'inferValues',
  kind: 'map',
  inputs,
  params: { ...params, name: text(undefined, 'The name of the class.') },
  exactness: 'float-dependent',
  result: (metas, { name, ...given }): GridMeta => {
    checkGiven('inferValue', allChannels(metas).length, given);
    if (!given.network.classes.includes(name))
      throw invalidArgument('inferValue', 'name', name, given.network.classes.join(', '));
    return { ...metas.volume, storage: 'f32' };
  },
  needs,
  notes,
});

/**
 * The span from the mean of a volume to a standard deviation above it, from its moments. On the
 * host.
 */
export const momentsSpan = declareOp({
  name: 'momentsSpan',
  kind: 'host',
  inputs: { moments: valueInput<Moments>() },
  params: {},
  exactness: 'exact',
  result: () => yields.plain<Span>(),
  notes: () => ({ normalise: '(v − mean) / std of the whole volume' }),
});

/** How a network is applied. */
export interface InferOptions {
  readonly channels?: readonly Node[] | undefined;
  readonly tile: Vec3 | undefined;
  readonly overlap: Vec3 | undefined;
  readonly window: string;
}

/** A volume as the network was trained on. */
function normalised(volume: Node, { normalise }: NetworkFacts): Node {
  if (normalise === 'none') return volume;
  if (normalise === 'moments') {
    const range = makeNode(momentsSpan, { moments: momentsNode(volume) });
    return makeNode(rescale, { volume, range }, { clip: false });
  }
  if ('percentiles' in normalise)
    return rescaleNode(volume, { percentiles: normalise.percentiles });
  const { mean, sigma } = normalise;
  return rescaleNode(volume, { from: [mean, mean + sigma], clip: false });
}

/** What an op of inference takes: the channels as the network was trained on, and the tiles. */
export function inference(
  volume: Node,
  model: NetworkNode,
  { channels = [], tile: given, overlap: reach, window }: InferOptions,
) {
  const network = networkOfNode(model);
  if (channels.length >= MOST_CHANNELS)
    throw invalidArgument(
      'infer',
      'channels',
      `${String(channels.length)} volumes`,
      `at most ${String(MOST_CHANNELS - 1)} beside the volume itself`,
    );
  // Slices have no neighbours across z.
  const flat = network.dimensions === 2;
  const usual = usualTile(network);
  const tile = given === undefined ? usual : map3((i) => (flat && i === 2 ? 1 : given[i]));
  const overlap = map3((i) =>
    flat && i === 2 ? 0 : (reach?.[i] ?? Math.floor(tile[i] / USUAL_OVERLAP)),
  );
  const others = channels.map((each) => normalised(each, network));
  return {
    inputs: {
      volume: normalised(volume, network),
      ...asInputs(others),
      model,
    },
    params: { network, tile, overlap, window },
  };
}
