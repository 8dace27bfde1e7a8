import { VoxmetryError } from '../../recipe/errors.js';
import type { Vec3 } from '../../recipe/geometry.js';
import { map3 } from '../../recipe/geometry.js';
import type { DescribedGrid } from '../described_grid.js';
import type { Direction } from '../orientation.js';
import { canonicalUnit } from '../units.js';
import type { NrrdFields } from './header.js';
import { textsOf, vectorsOf } from './header.js';

type NrrdGrid = Pick<
  DescribedGrid,
  | 'size'
  | 'strides'
  | 'spacing'
  | 'unit'
  | 'spacingFrom'
  | 'origin'
  | 'direction'
  | 'channels'
  | 'channelStride'
  | 'times'
  | 'timeStride'
>;

/** What the axes of a NRRD file are: x, y, z, and at most one of channels and one of times. */
export function nrrdAxes(fields: NrrdFields, shape: readonly number[], name: string): NrrdGrid {
  const strides: number[] = [];
  let values = 1;
  for (const n of shape) {
    strides.push(values);
    values *= n;
  }
  const kinds = textsOf(fields.get('kinds') ?? '').map((kind) => kind.toLowerCase());
  const directions = vectorsOf(fields.get('space directions') ?? '');
  const spatial = spatialAxes(shape.length, kinds, directions);
  const others = shape.map((_, axis) => axis).filter((axis) => !spatial.includes(axis));
  const times = others.filter((axis) => kinds[axis] === 'time');
  const channels = others.filter((axis) => kinds[axis] !== 'time' && shape[axis]! > 1);
  if (spatial.length > 3 || times.length > 1 || channels.length > 1) {
    throw new VoxmetryError(
      'unsupported-format',
      `${name} has axes of ${shape.join(' × ')}; read are three in space, one of channels and one of times.`,
    );
  }
  const [channel] = channels;
  const [time] = times;
  const length = (axis: number | undefined): number => (axis === undefined ? 1 : shape[axis]!);
  return {
    size: map3((i) => length(spatial[i])),
    strides: map3((i) => (spatial[i] === undefined ? values : strides[spatial[i]]!)),
    channels: channel === undefined ? [] : channelNames(kinds[channel] ?? '', length(channel)),
    channelStride: channel === undefined ? 0 : strides[channel]!,
    times: length(time),
    timeStride: time === undefined ? 0 : strides[time]!,
    ...calibration(fields, spatial, directions),
  };
}

/** Axes in space: those with a direction, else those of such a kind, else the first three. */
function spatialAxes(
  count: number,
  kinds: readonly string[],
  directions: readonly (readonly number[] | undefined)[],
): number[] {
  const axes = Array.from({ length: count }, (_, axis) => axis);
  if (directions.length === count) return axes.filter((axis) => directions[axis] !== undefined);
  if (kinds.length === count && kinds.some((kind) => kind === 'domain' || kind === 'space'))
    return axes.filter((axis) => ['domain', 'space', '???', 'none'].includes(kinds[axis]!));
  return axes.slice(0, 3);
}

function channelNames(kind: string, count: number): string[] {
  const letters = { 'rgb-color': 'RGB', 'rgba-color': 'RGBA', 'hsv-color': 'HSV' }[kind];
  return Array.from({ length: count }, (_, i) => letters?.charAt(i) ?? String(i));
}

function calibration(
  fields: NrrdFields,
  spatial: readonly number[],
  directions: readonly (readonly number[] | undefined)[],
): Pick<NrrdGrid, 'spacing' | 'unit' | 'spacingFrom' | 'origin' | 'direction'> {
  const vectors = spatial.map((axis) => directions[axis]);
  const spacings = (fields.get('spacings') ?? '').split(/\s+/).map(Number);
  const inSpace = vectors.length > 0 && vectors.every((vector) => vector?.length === 3);
  const units = inSpace
    ? textsOf(fields.get('space units') ?? '')
    : spatial.map((axis) => textsOf(fields.get('units') ?? '')[axis] ?? '');
  const stated = new Set(units.map(canonicalUnit).filter((unit) => unit !== 'px'));
  const unit = stated.size === 1 ? [...stated][0] : undefined;
  if (inSpace && spatial.length === 3) {
    const direction = vectors as unknown as Direction;
    const spacing = map3((i) => Math.hypot(...direction[i]));
    const [origin] = vectorsOf(fields.get('space origin') ?? '');
    return {
      direction,
      spacing,
      unit,
      spacingFrom: 'NRRD space directions',
      origin:
        origin?.length === 3 && origin.every(Number.isFinite)
          ? (origin as unknown as Vec3)
          : undefined,
    };
  }
  const spacing = spatial.map((axis, i) =>
    inSpace ? Math.hypot(...vectors[i]!) : (spacings[axis] ?? NaN),
  );
  if (spacing.length === 0 || !spacing.every((distance) => distance > 0)) return {};
  return {
    spacing: map3((i) => spacing[i] ?? 1),
    unit,
    spacingFrom: inSpace ? 'NRRD space directions' : 'NRRD spacings',
  };
}
