import {
  inferClasses,
  inference,
  inferValues,
  overlapParam,
  tileParam,
  windowParam,
} from '../../learn/neural/infer.js';
import type { NetworkNode } from '../../learn/neural/network.js';
import { makeNode } from '../../recipe/op.js';
import { handle, handles, operation } from '../../recipe/operation.js';
import { nullable, text } from '../../recipe/params.js';
import { F32, PHASES } from '../gives.js';

const options = {
  network: handle('The network.', 'neuralNetwork'),
  channels: handles('Further channels that the network takes, on the same grid.', 'volume'),
  tile: nullable(tileParam),
  overlap: nullable(overlapParam),
  window: windowParam,
};

/**
 * The class of every voxel by a neural network: that of the greatest value. Runs on the lab's GPU
 * by onnxruntime-web, an optional peer that is loaded now (27 MB): `npm install
 * onnxruntime-web@1.30`.
 *
 * The volume is cut into tiles at fixed places, which reach over their neighbours. Of that overlap
 * the outer half is context and counts for nothing; about the face between two tiles their weights
 * cross over and sum to 1. A network that sees no more than `overlap` voxels in all about a voxel
 * so gives the same whatever the tiles are. Beyond the volume mirrored voxels are read. A network
 * of images is run slice by slice across z. A slice costs the tiles that it needs.
 *
 * @param network - As `lab.neuralNetwork()` gives it.
 * @param options - `tile`: what the network takes at once, voxels along x, y, z (default its own
 * size; where any fits, 64 of volumes, 256 of slices); most networks want a multiple of 8, 16 or
 * 32. `overlap` over a neighbour, at most a third of the tile (default an eighth). `window`:
 * 'linear' (default) or 'hann'. `channels`: further volumes on the same grid, up to three, in the
 * order in which the network takes them.
 * @returns Phases of the same size, with the names of the network's classes. 4 B/voxel for each
 * class, 1 B/voxel out, and what the network takes for a tile.
 * @throws VoxmetryError `invalid-argument` for another number of channels than the network takes, a
 * tile other than its own, and one class; when it is computed, for voxels of its tiles that are not
 * finite, for what the network gives where it is not finite, and where it is no image of the tile's
 * size with a channel for each class; `unsupported-format` where onnxruntime-web is not installed,
 * or does not compute a node, which it names; `limit` where a tile does not fit the memory.
 * @example
 * ```ts
 * import { openEngine } from 'voxmetry/engine';
 * const lab = await openEngine();
 * // A network that gives what it takes: the bytes of its file. Else, a File that a user chose.
 * const text =
 *   'CAg6XQoQCgF4EgF5IghJZGVudGl0eRIBZ1oiCgF4Eh0KGwgBEhcKAggBCgIIAQoDEgFk' +
 *   'CgMSAWgKAxIBd2IiCgF5Eh0KGwgBEhcKAggBCgIIAQoDEgFkCgMSAWgKAxIBd0ICEBE=';
 * const file = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
 * const network = await lab.neuralNetwork(file, {
 *   classes: ['dark', 'bright'],
 *   activation: 'sigmoid',
 *   normalise: { mean: 100, sigma: 10 },
 * });
 * const scan = await lab.open({ data: new Uint8Array([90, 100, 140]), size: [3, 1, 1] });
 * const { data } = await scan.infer(network, { tile: 8, overlap: 2 }).read();
 * console.assert(data.join() === '0,0,1'); // of equal values the first
 * await lab.dispose();
 * ```
 */
export const infer = operation({
  name: 'infer',
  of: 'volume',
  options,
  takes: ['network'],
  gives: PHASES,
  node: (volume, { network, ...how }) => {
    // Handles of that kind yield one.
    const { inputs, params } = inference(volume, network as NetworkNode, how);
    return makeNode(inferClasses, inputs, params);
  },
});

/**
 * What a neural network gives for one of its classes at every voxel, after its activation: a
 * probability, of a network of segmentation; a filtered volume, of one that denoises.
 *
 * @param network - As for `infer()`.
 * @param name - The name of the class.
 * @param options - As for `infer()`.
 * @returns An f32 volume of the same size; costs as `infer()` without planes of classes, and 4
 * B/voxel.
 * @throws VoxmetryError as `infer()`; `invalid-argument` for a name that is none of its classes.
 * @example
 * ```ts
 * import { openEngine } from 'voxmetry/engine';
 * const lab = await openEngine();
 * // A network that gives what it takes: the bytes of its file. Else, a File that a user chose.
 * const text =
 *   'CAg6XQoQCgF4EgF5IghJZGVudGl0eRIBZ1oiCgF4Eh0KGwgBEhcKAggBCgIIAQoDEgFk' +
 *   'CgMSAWgKAxIBd2IiCgF5Eh0KGwgBEhcKAggBCgIIAQoDEgFkCgMSAWgKAxIBd0ICEBE=';
 * const file = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
 * const network = await lab.neuralNetwork(file, {
 *   classes: ['dark', 'bright'],
 *   activation: 'sigmoid',
 *   normalise: { mean: 100, sigma: 10 },
 * });
 * const scan = await lab.open({ data: new Uint8Array([90, 100, 140]), size: [3, 1, 1] });
 * const { data: p } = await scan.inferValue(network, 'bright', { tile: 8 }).read();
 * console.assert(p[1] === 0.5 && p[2]! > 0.98);
 * await lab.dispose();
 * ```
 */
export const inferValue = operation({
  name: 'inferValue',
  of: 'volume',
  options: { ...options, name: text(undefined, 'The name of the class.') },
  takes: ['network', 'name'],
  gives: F32,
  node: (volume, { network, name, ...how }) => {
    const { inputs, params } = inference(volume, network as NetworkNode, how);
    return makeNode(inferValues, inputs, { ...params, name });
  },
});
