import type { Engine } from '../../../src/engine/engine.js';
import type { Node } from '../../../src/recipe/op.js';
import type { SpaceLayerState, SpaceState } from '../../../src/recipe/view/state.js';
import type { DrawContext, Shown } from '../../../src/view/host.js';
import { PictureTarget } from '../../../src/view/picture.js';
import { SpaceScene, type SpaceOptions } from '../../../src/view/space/space_scene.js';
import type { TestEngine } from '../../harness.js';

/** A layer as tests state it: the output follows from its place. */
export type TestLayer = SpaceLayerState extends infer L
  ? L extends SpaceLayerState
    ? Omit<L, 'output'>
    : never
  : never;

/** What a test shows: grids with their layers, and the rest of the state. */
export interface TestScene extends Omit<SpaceState, 'kind' | 'layers'> {
  readonly layers: readonly (readonly [Node, TestLayer])[];
}

/** Draws scenes into pictures. */
export interface TestSpace {
  readonly scene: SpaceScene;
  context(signal?: AbortSignal): DrawContext;
  shown(scene: TestScene): Shown<SpaceState>;
  /** The finest picture: RGBA, rows from the top. */
  picture(scene: TestScene, width: number, height: number): Promise<Uint8ClampedArray>;
}

export function openTestSpace({ engine }: TestEngine, options: SpaceOptions = {}): TestSpace {
  const host = { lease: hostLease(engine) };
  const scene = new SpaceScene(engine.gpu, host, options);
  const context = (signal = new AbortController().signal): DrawContext => ({
    ...{ gpu: engine.gpu, signal },
    lease: (node, region) => engine.lease(node, region, signal),
  });
  const shown = ({ layers, ...rest }: TestScene): Shown<SpaceState> => ({
    state: {
      kind: 'space',
      layers: layers.map(([, layer], i) => ({ ...layer, output: String(i) })),
      ...rest,
    },
    nodes: Object.fromEntries(layers.map(([node], i) => [String(i), node])),
  });
  return {
    ...{ scene, context, shown },
    async picture(given, width, height) {
      const target = new PictureTarget(engine.gpu, width, height);
      await scene.refine(shown(given), target, context());
      const data = await target.read();
      target.dispose();
      return data;
    },
  };
}

function hostLease(engine: Engine): Engine['lease'] {
  return (node, region, signal) => engine.lease(node, region, signal);
}
