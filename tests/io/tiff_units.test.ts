import { describe, expect, it } from 'vitest';
import { openSource } from '../../src/io/open.js';
import type { GridSource, OpenOptions } from '../../src/recipe/source.js';
import type { Field } from './tiff_fixture.js';
import { grey, tiffOf } from './tiff_fixture.js';

/**
 * Opens a stack of 5×4 voxels whose first page has a description and whose pages have further
 * fields.
 */
async function open(
  text: string,
  slices: number,
  more: readonly Field[] = [],
  options: OpenOptions = {},
): Promise<GridSource> {
  const file = tiffOf(
    Array.from({ length: slices }, (_, z) => ({
      fields: grey(5, 4, 8, z === 0 ? [[270, 2, text], ...more] : more),
      blocks: [new Uint8Array(20)],
    })),
  );
  return openSource(file, options);
}

/** Resolution tags: pixels per unit, of 1 none, 2 inch, 3 cm. */
function resolution(value: number, unit: number): Field[] {
  return [
    [282, 5, [Math.round(value * 1000), 1000]],
    [283, 5, [Math.round(value * 1000), 1000]],
    [296, 3, [unit]],
  ];
}

const PX = { spacing: [1, 1, 1], unit: 'px' };

describe('resolutions of screens and printers', () => {
  it.each([72, 96, 100, 150, 300, 600])('%d dpi is no calibration', async (dpi) => {
    const inch = `ImageJ=1.53\nimages=3\nslices=3\nunit=inch\n`;
    const centimetre = 'ImageJ=1.53\nimages=3\nslices=3\nunit=cm\n';
    const files: [string, number, Field[]][] = [
      [inch, 3, resolution(dpi, 1)],
      [inch, 3, resolution(dpi, 2)],
      ['ImageJ=1.53\nunit=inch\n', 1, resolution(dpi, 2)],
      [centimetre, 3, resolution(dpi / 2.54, 3)],
      ['ImageJ=1.53\nimages=3\nslices=3\n', 3, resolution(dpi / 2.54, 3)],
      ['scan', 3, resolution(dpi, 2)],
    ];
    for (const [text, slices, more] of files) {
      const source = await open(text, slices, more);
      expect(source).toMatchObject(PX);
      expect(source.warnings).toEqual([expect.stringMatching(/screen or printer.*spacing/)]);
      const stated = await open(text, slices, more, { spacing: [2, 2, 2], unit: 'µm' });
      expect(stated).toMatchObject({ spacing: [2, 2, 2], unit: 'µm', warnings: [] });
    }
  });

  it('offers what a plain resolution would mean, and takes it for nothing', async () => {
    const source = await open('scan', 2, resolution(25_400, 2));
    expect(source).toMatchObject(PX);
    expect(source.warnings).toEqual([expect.stringMatching(/pixels of 1 × 1 µm/)]);
    const metric = await open('scan', 2, resolution(4000, 3));
    expect(metric.warnings).toEqual([expect.stringMatching(/pixels of 2.5 × 2.5 µm/)]);
    const inches = await open('ImageJ=1.5\nimages=2\nunit=inch\n', 2, resolution(25_400, 2));
    expect(inches).toMatchObject(PX);
    expect(inches.warnings).toEqual([expect.stringMatching(/\(1 µm\).*without a slice distance/)]);
    for (const more of [[], resolution(1, 1), resolution(1, 2)]) {
      expect(await open('scan', 2, more)).toMatchObject({ ...PX, warnings: [] });
    }
  });

  it('takes inches where the distance of slices is stated too', async () => {
    const source = await open(
      'ImageJ=1.5\nimages=2\nunit=inch\nspacing=0.25\n',
      2,
      resolution(10, 1),
    );
    expect(source).toMatchObject({ unit: 'mm', warnings: [] });
    [2.54, 2.54, 6.35].forEach((size, i) => {
      expect(source.spacing[i]).toBeCloseTo(size, 12);
    });
  });
});

describe('units of ImageJ', () => {
  it.each(['pixel', 'sec', '<script>alert(1)</script>'])('zunit=%s is no µm', async (zunit) => {
    const text = `ImageJ=1.5\nimages=2\nunit=um\nspacing=3\nzunit=${zunit}\n`;
    const source = await open(text, 2, resolution(2, 1));
    expect(source).toMatchObject(PX);
    expect(source.warnings).toHaveLength(1);
    expect(source.warnings[0]).not.toMatch(/[<>]/);
    const y = await open(text.replace('zunit', 'yunit'), 2, resolution(2, 1));
    expect(y).toMatchObject(PX);
    // One slice has no distance.
    const flat = await open(text.replace('images=2', 'images=1'), 1, resolution(2, 1));
    expect(flat).toMatchObject({ unit: 'µm', spacing: [0.5, 0.5, 3], warnings: [] });
  });

  it('converts units that do', async () => {
    const text = 'ImageJ=1.5\nimages=2\nunit=um\nspacing=3000\nyunit=nm\nzunit=nm\n';
    const source = await open(text, 2, resolution(2, 1));
    expect(source).toMatchObject({ unit: 'µm', spacing: [0.5, 0.0005, 3] });
  });

  it.each(['sec', '&x;', '<script>', 'furlong', '=1+1'])("'%s' is no unit", async (unit) => {
    const source = await open(`ImageJ=1.5\nimages=2\nunit=${unit}\n`, 2, resolution(2, 1));
    expect(source).toMatchObject(PX);
    expect(source.warnings).toEqual([expect.stringMatching(/no known length/)]);
    expect(source.warnings[0]).not.toMatch(/[<>&;]x?$|<script/);
  });
});

describe('lengths of the OME schema', () => {
  const ome = (x: string, more: string): string =>
    `<OME><Image><Pixels SizeZ="2" PhysicalSizeX="${x}" PhysicalSizeY="${x}" PhysicalSizeZ="${x}" ${more}/></Image></OME>`;
  const named = (unit: string): string =>
    ['X', 'Y', 'Z'].map((axis) => `PhysicalSize${axis}Unit="${unit}"`).join(' ');

  it.each([
    ['pm', 2, 'pm'],
    ['Å', 2, 'Å'],
    ['\u212b', 2, 'Å'],
    ['nm', 2, 'nm'],
    ['µm', 2, 'µm'],
    ['mm', 2, 'mm'],
    ['Mm', 2e6, 'm'],
    ['cm', 2, 'cm'],
    ['dm', 20, 'cm'],
    ['m', 2, 'm'],
    ['dam', 20, 'm'],
    ['km', 2000, 'm'],
    ['in', 50.8, 'mm'],
    ['ft', 609.6, 'mm'],
    ['yd', 1828.8, 'mm'],
    ['thou', 50.8, 'µm'],
    ['mil', 50.8, 'µm'],
    ['li', 50.8 / 12, 'mm'],
    ['pt', 50.8 / 72, 'mm'],
    ['mi', 3218.688, 'm'],
    ['fm', 0.002, 'pm'],
    ['pixel', 2, 'px'],
  ])('2 %s is %d %s', async (unit, value, canonical) => {
    const source = await open(ome('2', named(unit)), 2);
    expect(source.unit).toBe(canonical);
    for (const size of source.spacing) expect(size / value).toBeCloseTo(1, 12);
    expect(source.warnings).toEqual([]);
  });

  it.each(['reference frame', 'parsnip', '<b>'])("takes '%s' for no length", async (unit) => {
    const escaped = unit.replace('<', '&lt;');
    const source = await open(ome('2', named(escaped)), 2);
    expect(source).toMatchObject(PX);
    expect(source.warnings).toHaveLength(1);
    const stated = await open(ome('2', named(escaped)), 2, [], { spacing: [1, 1, 3] });
    expect(stated.warnings).toEqual([]);
  });

  it('takes no voxel of two petametres, which are no picometres either', async () => {
    const source = await open(ome('2', named('Pm')), 2);
    expect(source).toMatchObject(PX);
    expect(source.warnings).toHaveLength(1);
  });

  it('refuses lengths that cannot be meant', async () => {
    const source = await open(ome('1e308', named('nm')), 2);
    expect(source).toMatchObject(PX);
    expect(source.warnings).toEqual([expect.stringMatching(/cannot be meant/)]);
  });
});

describe('electron microscopes', () => {
  const fei = '[User]\r\nDate=x\r\n[Scan]\r\nPixelWidth=1.3e-08\r\nPixelHeight=1.5e-08\r\n';
  const zeiss =
    '0\r\n1.116e-08\r\n\r\nAP_PIXEL_SIZE\r\nPixel Size = 22.3 nm\r\nAP_IMAGE_PIXEL_SIZE\r\nImage Pixel Size = 11.16 nm\r\nAP_WD\r\nWD = 5.1 mm\r\n';

  it('states the pixel of FEI and Zeiss files, and warns in stacks', async () => {
    const helios = await open('', 1, [...resolution(96, 2), [34682, 2, fei]]);
    expect(helios).toMatchObject({ spacing: [13, 15, 13], unit: 'nm', warnings: [] });
    const micron = await open('', 1, [[34680, 2, fei.replace(/e-08/g, 'e-06')]]);
    expect(micron).toMatchObject({ spacing: [1.3, 1.5, 1.3], unit: 'µm' });
    const smart = await open('', 2, [[34118, 2, zeiss]]);
    expect(smart).toMatchObject({ spacing: [11.16, 11.16, 11.16], unit: 'nm' });
    expect(smart.warnings).toEqual([expect.stringMatching(/no distance of slices/)]);
    const stated = await open('', 2, [[34118, 2, zeiss]], { spacing: [1, 1, 1] });
    expect(stated.warnings).toEqual([]);
  });

  it('is no calibration where the tag has no size', async () => {
    for (const text of ['', 'AP_IMAGE_PIXEL_SIZE', 'AP_IMAGE_PIXEL_SIZE\nx = -1 nm\n']) {
      expect(await open('', 1, [[34118, 2, text]])).toMatchObject(PX);
      expect(await open('', 1, [[34682, 2, 'PixelWidth=0\nPixelHeight=a']])).toMatchObject(PX);
    }
  });
});
