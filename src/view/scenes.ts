import type { Gpu } from '../gpu/index.js';
import { invalidArgument } from '../recipe/errors.js';
import type { ViewState } from '../recipe/view/state.js';
import type { Scene } from './host.js';
import { SliceScene } from './slice_scene.js';

/** Makes what draws the states of a kind on a device. */
export function makeScene(kind: ViewState['kind'], gpu: Gpu): Scene<ViewState> {
  if (kind === 'space') throw invalidArgument('view', 'kind', kind, "'slice'");
  return new SliceScene(gpu);
}
