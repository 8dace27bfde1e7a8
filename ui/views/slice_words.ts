// A slice in words: its title, what lies under the pointer, and the text twin.
import type { Vec3 } from 'voxmetry';
import { text } from '../language.js';
import { fill } from '../strings.js';
import { AXES, numberOf, planeAxes } from './axes.js';
import type { Framed } from './framing.js';
import { coordinateText, positionText } from './pointed.js';

/** 'XY': the axes to the right and down. */
export function planeName({ axis }: Pick<Framed, 'axis'>): string {
  return planeAxes(axis)
    .map((i) => AXES[i]!.toUpperCase())
    .join('');
}

/** Where the slice is, with its unit: '20.0 µm'. */
export function slicePosition({ axis, index, place }: Framed): string {
  const along = numberOf(axis);
  const at = place.origin[along] + index * place.spacing[along];
  return `${coordinateText(at, along, place)} ${place.unit}`;
}

/** A voxel: its indices, its position, its values. */
export function voxelText({ place }: Framed, voxel: Vec3, position: Vec3, values: string): string {
  const [x, y, z] = voxel;
  const parts = [
    `x ${String(x)} y ${String(y)} z ${String(z)}`,
    `${positionText(position, place)} ${place.unit}`,
    values,
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

/** The text twin of a slice, with the crosshair and what is known to lie there. */
export function sliceText(slice: Framed, crosshair: Vec3 | null, what: string): string {
  const strings = text();
  const { axis, index, place } = slice;
  const parts = [
    fill(strings.slice, {
      ...{ axis, index, plane: planeName(slice), position: slicePosition(slice) },
      count: place.size[numberOf(axis)],
    }),
  ];
  if (crosshair !== null) {
    const position = `${positionText(crosshair, place)} ${place.unit}`;
    parts.push(fill(strings.crosshairAt, { position }));
    if (what !== '') parts.push(fill(strings.crosshairOn, { what }));
  }
  return parts.join(', ');
}
