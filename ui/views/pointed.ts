// What lies at a voxel, in words and as data.
import type { Labels, Mask, Phases, Picked, Vec3, Volume } from 'voxmetry';
import { formatNumber, text } from '../language.js';
import { fill } from '../strings.js';
import { decimalsOf, type AxisNumber, type Place } from './axes.js';

/** What elements tell of a voxel: the detail of `vox-pick`. */
export interface PickDetail extends Picked {
  /** The object of the first layer of labels; undefined where there is none. */
  readonly label: number | undefined;
}

type AnyGrid = Volume | Mask | Phases | Labels;

/** A layer of any view. */
export interface AnyLayer {
  readonly grid: AnyGrid;
}

/** Adds the object to what was picked. */
export function pickDetail(picked: Picked, layers: readonly AnyLayer[]): PickDetail {
  const place = layers.findIndex(({ grid }) => grid.meta.kind === 'labels');
  const label = place < 0 ? 0 : (picked.values[place] ?? 0);
  return { ...picked, label: label === 0 ? undefined : label };
}

/** The values of all layers at a voxel, in words. */
export function valuesText(values: readonly number[], layers: readonly AnyLayer[]): string {
  const said = layers.map(({ grid }, i) => valueText(values[i], grid));
  return [...new Set(said)].filter((words) => words !== '').join(' · ');
}

function valueText(value: number | undefined, { meta }: AnyGrid): string {
  if (value === undefined) return '';
  const strings = text();
  if (meta.kind === 'labels')
    return value === 0 ? strings.background : fill(strings.object, { id: value });
  if (meta.kind === 'mask') return value === 0 ? strings.notInMask : strings.inMask;
  if (meta.kind === 'phases')
    return Object.entries(meta.phases ?? {}).find(([, code]) => code === value)?.[0] ?? '';
  return Number.isInteger(value)
    ? String(value)
    : formatNumber(value, { maximumSignificantDigits: 6 });
}

/** A position, with as many decimals as tell tenths of voxels. */
export function positionText(position: Vec3, place: Place): string {
  const separator = formatNumber(1.5).includes(',') ? '; ' : ', ';
  return position.map((n, i) => coordinateText(n, i as AxisNumber, place)).join(separator);
}

/** One coordinate of a position. */
export function coordinateText(value: number, axis: AxisNumber, place: Place): string {
  const decimals = decimalsOf(place, axis);
  return formatNumber(value, {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
    useGrouping: false,
  });
}
