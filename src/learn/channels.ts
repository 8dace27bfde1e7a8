// Several channels of one place: other detectors, other energies, maps of elements.
import { invalidArgument } from '../recipe/errors.js';
import type { Region } from '../recipe/geometry.js';
import { gridMeta, optionalInput, type Node } from '../recipe/op.js';
import type { Feature } from './feature_specs.js';

/** The inputs that take channels beside the volume, in order. */
export const CHANNEL_INPUTS = [
  'channel1',
  'channel2',
  'channel3',
  'channel4',
  'channel5',
  'channel6',
  'channel7',
] as const;

/** Those inputs, as ops declare them. */
export const channelInputs = {
  channel1: optionalInput('volume'),
  channel2: optionalInput('volume'),
  channel3: optionalInput('volume'),
  channel4: optionalInput('volume'),
  channel5: optionalInput('volume'),
  channel6: optionalInput('volume'),
  channel7: optionalInput('volume'),
} as const;

/** What there is of the volume and of each channel: a node, a meta, or a grid. */
export type Channels<T> = { readonly volume: T } & Readonly<
  Partial<Record<(typeof CHANNEL_INPUTS)[number], T | undefined>>
>;

/** The volume and the channels beside it, as features number them. */
export function allChannels<T>(inputs: Channels<T>): readonly T[] {
  const others = CHANNEL_INPUTS.flatMap((name) => {
    const given = inputs[name];
    return given === undefined ? [] : [given];
  });
  return [inputs.volume, ...others];
}

/** The same region of the volume and of all channels. */
export function ofChannels(
  region: Region,
): Readonly<Record<'volume' | (typeof CHANNEL_INPUTS)[number], Region>> {
  const others = CHANNEL_INPUTS.map((name) => [name, region]);
  return { volume: region, ...Object.fromEntries(others) } as ReturnType<typeof ofChannels>;
}

/** How many channels features are of, the volume's own among them. */
export function channelCount(features: readonly Feature[]): number {
  return 1 + features.reduce((most, { channel = 0 }) => Math.max(most, channel), 0);
}

/** Throws `invalid-argument` where there are not as many channels as features are of. */
export function checkChannels(op: string, features: readonly Feature[], given: number): void {
  const wanted = channelCount(features);
  if (given !== wanted)
    throw invalidArgument(
      op,
      'channels',
      `${String(given - 1)} volumes beside the one that it is called on`,
      `${String(wanted - 1)} of them, in the order in which the classifier was trained`,
    );
}

/** Channels as inputs. Throws `invalid-argument` where one does not lie on the volume's voxels. */
export function channelNodes(op: string, volume: Node, channels: readonly Node[] = []) {
  if (channels.length > CHANNEL_INPUTS.length)
    throw invalidArgument(
      op,
      'channels',
      `${String(channels.length)} volumes`,
      `at most ${String(CHANNEL_INPUTS.length)} volumes beside the one that it is called on`,
    );
  const shapeOf = (node: Node): string => {
    const { size, spacing, unit } = gridMeta(node);
    return `${size.join('×')} voxels of ${spacing.join('×')} ${unit}`;
  };
  for (const channel of channels)
    if (shapeOf(channel) !== shapeOf(volume))
      throw invalidArgument(
        op,
        'channels',
        `a volume of ${shapeOf(channel)}`,
        `volumes of the same voxels, ${shapeOf(volume)}; resampleTo() brings one there`,
      );
  return asInputs(channels);
}

/** Channels by the inputs that take them. */
export function asInputs(channels: readonly Node[]) {
  const inputs: Partial<Record<(typeof CHANNEL_INPUTS)[number], Node>> = {};
  for (const [i, node] of channels.entries()) inputs[CHANNEL_INPUTS[i]!] = node;
  return inputs;
}
