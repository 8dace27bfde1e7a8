// What a model takes on the GPU beside its input: its weights, and what its layers give.
import type { Model, ModelNode } from './read_model.js';

/** Channels of a layer's result, and its voxels as a part of the input's. */
interface Layer {
  readonly channels: number;
  readonly voxels: number;
}

/** Bytes of a model: of its weights, and of results of layers for each voxel of a tile. */
export interface ModelMemory {
  readonly weights: number;
  readonly perVoxel: number;
}

/** Bytes of a value of a layer; networks of f16 take half, which is not counted on. */
const VALUE = 4;

/**
 * What a model takes: a layer's result is there from its node until the last one that takes it, and
 * the most that are there at once count. Layers that are not known keep the channels and voxels of
 * what they take. A convolution unfolds nothing; buffers are reused when they are free.
 */
export function memoryOf({ inputs, outputs, nodes, weights }: Model): ModelMemory {
  const layers = new Map<string, Layer>();
  layers.set(inputs[0]?.name ?? '', { channels: Math.max(1, inputs[0]?.shape[1] ?? 1), voxels: 1 });
  const lastUse = new Map<string, number>();
  nodes.forEach((node, i) => {
    for (const name of node.inputs) lastUse.set(name, i);
  });
  for (const { name } of outputs) lastUse.set(name, nodes.length);
  let [now, most] = [0, 0];
  const bytesOf = (name: string): number => {
    const layer = layers.get(name);
    return layer === undefined ? 0 : VALUE * layer.channels * layer.voxels;
  };
  nodes.forEach((node, i) => {
    const taken = node.inputs.flatMap((name) => layers.get(name) ?? []);
    // What is made of weights alone is small beside layers.
    if (taken.length === 0) return;
    const made = layerOf(node, taken, weights);
    for (const name of node.outputs) {
      layers.set(name, made);
      now += bytesOf(name);
    }
    most = Math.max(most, now);
    for (const name of new Set([...node.inputs, ...node.outputs]))
      if ((lastUse.get(name) ?? i) === i && name !== inputs[0]?.name) now -= bytesOf(name);
  });
  const held = [...weights.values()].reduce((sum, { bytes }) => sum + bytes, 0);
  return { weights: held, perVoxel: most };
}

function layerOf(node: ModelNode, taken: readonly Layer[], weights: Model['weights']): Layer {
  const { channels, voxels } = taken.reduce((a, b) => ({
    channels: Math.max(a.channels, b.channels),
    voxels: Math.max(a.voxels, b.voxels),
  }));
  const strides = (node.lists.get('strides') ?? []).reduce((product, n) => product * n, 1);
  const dims = weights.get(node.inputs[1] ?? '')?.dims ?? [];
  switch (node.op) {
    case 'Conv':
      return { channels: dims[0] ?? channels, voxels: voxels / strides };
    case 'ConvTranspose': {
      const group = node.integers.get('group') ?? 1;
      return { channels: dims.length > 1 ? dims[1]! * group : channels, voxels: voxels * strides };
    }
    case 'MaxPool':
    case 'AveragePool':
      return { channels, voxels: voxels / strides };
    case 'GlobalAveragePool':
    case 'GlobalMaxPool':
      return { channels, voxels: 0 };
    case 'Resize':
    case 'Upsample': {
      const factors = node.inputs.flatMap((name) => weights.get(name)?.floats ?? []);
      const factor = factors.reduce((product, n) => product * n, 1);
      // Where the sizes are stated otherwise, it gives as many voxels as the input has.
      return { channels, voxels: factors.length > 0 && factor > 0 ? voxels * factor : 1 };
    }
    case 'Concat':
      return { channels: taken.reduce((sum, each) => sum + each.channels, 0), voxels };
    default:
      return { channels, voxels };
  }
}
