import type { Gpu } from '../gpu/index.js';
import type { ViewState } from '../recipe/view/state.js';
import type { Scene, ViewHost } from './host.js';
import { SliceScene } from './slice_scene.js';
import { SpaceScene } from './space/space_scene.js';

/** Makes what draws the states of a kind on a device. */
export function makeScene(kind: ViewState['kind'], gpu: Gpu, host: ViewHost): Scene<ViewState> {
  return kind === 'space' ? new SpaceScene(gpu, host) : new SliceScene(gpu);
}
