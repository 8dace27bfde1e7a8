import { DTYPES } from '../../recipe/dtype.js';
import { invalidArgument } from '../../recipe/errors.js';
import type { TiffFacts } from '../tiff_writer.js';
import { canonicalUnit, LENGTH_UNITS } from '../units.js';

/** The description of a stack by ImageJ. */
export function imagejText({ size, spacing, unit }: TiffFacts): string {
  const name = canonicalUnit(unit);
  // ImageJ spells these two so; the escape keeps the text ASCII, as TIFF wants it.
  const spelled =
    name === 'px' ? 'pixel' : name.replaceAll('µ', '\\u00B5').replaceAll('Å', '\\u00C5');
  const lines = ['ImageJ=1.54f', `images=${size[2]}`, `slices=${size[2]}`];
  return [...lines, `unit=${spelled}`, `spacing=${spacing[2]}`, 'loop=false', ''].join('\n');
}

const OME = 'http://www.openmicroscopy.org/Schemas/OME/2016-06';

/**
 * The description of a stack by OME-XML, in UTF-8 as OME wants it: one image of one channel and
 * time, whose pages are its planes in their order. Throws `invalid-argument` for a unit that the
 * schema does not know.
 */
export function omeText({ size, dtype, spacing, unit }: TiffFacts): string {
  const name = canonicalUnit(unit);
  if (name !== 'px' && !LENGTH_UNITS.includes(name))
    throw invalidArgument(
      'save',
      'unit',
      unit,
      `a length (${LENGTH_UNITS.join(', ')}) or px in OME-TIFF; 'tiff' keeps other units`,
    );
  const { bits, integer, min } = DTYPES[dtype];
  const type = integer ? `${min < 0 ? '' : 'u'}int${bits}` : 'float';
  const spelled = name === 'px' ? 'pixel' : name;
  const axes = (['X', 'Y', 'Z'] as const).map(
    (axis, i) =>
      `Size${axis}="${size[i]}" PhysicalSize${axis}="${spacing[i]}" PhysicalSize${axis}Unit="${spelled}"`,
  );
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<OME xmlns="${OME}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="${OME} ${OME}/ome.xsd">`,
    '<Image ID="Image:0">',
    `<Pixels ID="Pixels:0" DimensionOrder="XYZCT" Type="${type}" SignificantBits="${bits}" BigEndian="false" ${axes.join(' ')} SizeC="1" SizeT="1">`,
    '<Channel ID="Channel:0:0" SamplesPerPixel="1"/>',
    `<TiffData IFD="0" PlaneCount="${size[2]}"/>`,
    '</Pixels></Image></OME>',
  ].join('');
}
