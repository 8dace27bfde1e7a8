import { knownOptions } from '../recipe/options.js';
import { EngineLab } from './engine_lab.js';
import { Engine, type EngineOptions } from './engine.js';

/** How an engine in the caller's thread is opened. */
export type OpenEngineOptions = Omit<EngineOptions, 'brick' | 'mostRead'>;

const OPTIONS: readonly (keyof OpenEngineOptions)[] = [
  'device',
  'memoryBudget',
  'profile',
  'powerPreference',
  'timeout',
  'hdf5',
  'stages',
];

/**
 * Opens a lab whose engine works in the caller's own thread, on the caller's device if one is given
 * (which is never destroyed). The API is that of `openLab`; for scripts, for programs that are
 * workers themselves, and for those that share their GPU device.
 *
 * @throws VoxmetryError `webgpu-unavailable` where there is no adapter or it fails the self-test;
 * `timeout` where the adapter does not answer.
 * @example
 * ```ts
 * import { openEngine } from 'voxmetry/engine';
 * const lab = await openEngine();
 * const scan = await lab.open({ data: new Uint8Array([0, 200, 200, 0]), size: [2, 2, 1] });
 * console.assert((await scan.threshold({ lo: 100 }).count()) === 2);
 * await lab.dispose();
 * ```
 */
export async function openEngine(options: OpenEngineOptions = {}): Promise<EngineLab> {
  return new EngineLab(await Engine.open(knownOptions('openEngine', options, OPTIONS)));
}
