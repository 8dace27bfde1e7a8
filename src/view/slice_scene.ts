// Slices: computes what a slice needs of each grid, and draws all layers in one render pass.
import type { Gpu, GridLayout, PooledBuffer } from '../gpu/index.js';
import { SLICE_GRIDS, SLICE_LAYERS } from '../kernels/view/index.js';
import { throwIfAborted, VoxmetryError } from '../recipe/errors.js';
import { map3 } from '../recipe/geometry.js';
import { gridMeta, type Node } from '../recipe/op.js';
import { wordOfColor } from '../recipe/view/colors.js';
import {
  indexAt,
  placeAt,
  positionAt,
  slicePlane,
  type SlicePlane,
} from '../recipe/view/slice_geometry.js';
import type { Picked, SliceLayerState, SliceState } from '../recipe/view/state.js';
import type { DrawContext, Leased, Scene, Seen, Shown, Target } from './host.js';
import { LAYER_WORDS, layerWords } from './slice_layers.js';
import { slicePipeline, type SliceNeeds } from './slice_pipeline.js';
import { slicePlaces, type SlicePlaces } from './slice_places.js';
import { readVoxel } from './voxel.js';
import { WordTable } from './word_table.js';

const HEAD_WORDS = 20;
const UNIFORM_WORDS = HEAD_WORDS + SLICE_LAYERS * LAYER_WORDS;

/** Draws slices on one device. */
export class SliceScene implements Scene<SliceState> {
  readonly #gpu: Gpu;
  readonly #table: WordTable;
  readonly #uniform: GPUBuffer;

  constructor(gpu: Gpu) {
    this.#gpu = gpu;
    this.#table = new WordTable(gpu);
    this.#uniform = gpu.device.createBuffer({
      label: 'slice',
      size: 4 * UNIFORM_WORDS,
      usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST,
    });
  }

  async draw(shown: Shown<SliceState>, target: Target, context: DrawContext): Promise<Seen> {
    const plane = planeOf(shown, target.width, target.height);
    const places = slicePlaces(plane);
    const nodes = drawnNodes(shown);
    const leases: Leased[] = [];
    try {
      const needs = needsOf(shown, nodes.length);
      const pipeline = await slicePipeline(this.#gpu.device, target.format, needs);
      const { region } = places;
      if (region !== undefined)
        for (const node of nodes) leases.push(await context.lease(node, region));
      throwIfAborted(context.signal, 'view');
      this.#submit(shown, plane, places, nodes, leases, pipeline, target);
    } finally {
      for (const lease of leases) lease.release();
    }
    return { unitsPerPixel: plane.unitsPerPixel, binning: 1, preliminary: false };
  }

  async pick(
    { state, nodes }: Shown<SliceState>,
    [width, height]: readonly [number, number],
    [x, y]: readonly [number, number],
    context: DrawContext,
  ): Promise<Picked | undefined> {
    const plane = planeOf({ state, nodes }, width, height);
    const index = indexAt(plane, x, y);
    if (index === undefined) return undefined;
    const picked = state.layers.map(({ output }) => nodes[output]!);
    const values = await readVoxel(this.#gpu, picked, index, context);
    return { index, position: positionAt(plane, Math.floor(x) + 0.5, Math.floor(y) + 0.5), values };
  }

  dispose(): void {
    this.#table.dispose();
    this.#uniform.destroy();
  }

  #submit(
    shown: Shown<SliceState>,
    plane: SlicePlane,
    places: SlicePlaces,
    nodes: readonly Node[],
    leases: readonly Leased[],
    pipeline: GPURenderPipeline,
    target: Target,
  ): void {
    const { device } = this.#gpu;
    const layouts = leases.map(({ grid }) => grid.layout);
    const uniform = this.#uniformWords(shown, plane, places, nodes, layouts);
    const table = this.#table.upload();
    device.queue.writeBuffer(this.#uniform, 0, uniform);
    const entry = (binding: number, { buffer, bytes }: PooledBuffer): GPUBindGroupEntry => ({
      binding,
      resource: { buffer, size: bytes },
    });
    // A binding that no layer uses holds the tables.
    const grids = Array.from({ length: SLICE_GRIDS }, (_, i) =>
      entry(2 + i, leases[i]?.grid.buffer ?? table),
    );
    const bindings = device.createBindGroup({
      layout: pipeline.getBindGroupLayout(0),
      entries: [{ binding: 0, resource: { buffer: this.#uniform } }, entry(1, table), ...grids],
    });
    const encoder = device.createCommandEncoder({ label: 'view' });
    const pass = encoder.beginRenderPass({
      colorAttachments: [
        { view: target.texture().createView(), loadOp: 'clear', storeOp: 'store' },
      ],
    });
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, bindings);
    pass.draw(3);
    pass.end();
    device.queue.submit([encoder.finish()]);
  }

  #uniformWords(
    { state, nodes: byName }: Shown<SliceState>,
    plane: SlicePlane,
    { columns, rows, region }: SlicePlaces,
    nodes: readonly Node[],
    layouts: readonly GridLayout[],
  ): Uint32Array<ArrayBuffer> {
    const words = new Uint32Array(UNIFORM_WORDS);
    const floats = new Float32Array(words.buffer);
    this.#table.clear();
    const drawn = region === undefined ? [] : state.layers.filter(({ opacity }) => opacity !== 0);
    const first = placeAt(plane, positionAt(plane, 0.5, 0.5));
    const step = (to: readonly [number, number]): readonly number[] => {
      const next = placeAt(plane, positionAt(plane, 0.5 + to[0], 0.5 + to[1]));
      return map3((i) => next[i] - first[i]);
    };
    floats.set(first, 0);
    floats.set(step([1, 0]), 4);
    floats.set(step([0, 1]), 8);
    words[7] = drawn.length;
    words[11] = wordOfColor(state.background ?? '#000000');
    words.set(plane.axes ?? [0, 1, 2], 12);
    words[15] = plane.index;
    words[16] = this.#table.add(columns);
    words[17] = this.#table.add(rows);
    const border = Math.round((state.wipe ?? 0) * plane.width);
    drawn.forEach((layer, i) => {
      const node = byName[layer.output]!;
      const slot = nodes.indexOf(node);
      const own = layerWords(
        {
          ...{ layer, slot, meta: gridMeta(node), layout: layouts[slot]! },
          columns: columnsOf(
            state.wipe === undefined ? undefined : layer.side,
            border,
            plane.width,
          ),
          oblique: plane.axes === undefined,
        },
        (part) => this.#table.add(part),
      );
      words.set(own, HEAD_WORDS + i * LAYER_WORDS);
    });
    return words;
  }
}

/** How many of the lowest layers are volumes. */
function lowestVolumes(layers: readonly SliceLayerState[]): number {
  const regions = layers.findIndex(({ kind }) => kind !== 'volume');
  return regions < 0 ? layers.length : regions;
}

/** What the shader must be able to do. */
function needsOf({ state }: Shown<SliceState>, grids: number): SliceNeeds {
  const drawn = state.layers.filter(({ opacity }) => opacity !== 0);
  return {
    smooth: drawn.some((layer) => layer.kind === 'volume' && layer.interpolation === 'linear'),
    oblique: state.oblique !== undefined,
    layers: drawn.length,
    volumes: lowestVolumes(drawn),
    mixed: drawn.slice(lowestVolumes(drawn)).some(({ kind }) => kind === 'volume'),
    bound: Math.max(1, grids),
  };
}

/** The columns of a picture that show a side of the wipe. */
function columnsOf(
  side: 'before' | 'after' | undefined,
  border: number,
  width: number,
): readonly [number, number] {
  if (side === 'before') return [0, border];
  return side === 'after' ? [border, width] : [0, width];
}

/** The grids that are drawn, each once. */
function drawnNodes({ state, nodes }: Shown<SliceState>): Node[] {
  const drawn = state.layers.filter(({ opacity }) => opacity !== 0);
  const list = [...new Set(drawn.map(({ output }) => nodes[output]!))];
  if (list.length > SLICE_GRIDS || drawn.length > SLICE_LAYERS)
    throw new VoxmetryError('internal', 'A view has too many layers. Please report it.');
  return list;
}

function planeOf({ state, nodes }: Shown<SliceState>, width: number, height: number): SlicePlane {
  return slicePlane(state, gridMeta(nodes[state.layers[0]!.output]!), width, height);
}
