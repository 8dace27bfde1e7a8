import { describe, expect, it } from 'vitest';
import { inspectSource, openSource } from '../../src/io/open.js';
import { cropOf, expectFailure, readAll, regionsOf } from './helpers.js';
import { survivesMutations } from './mutations.js';
import { RAMP, RAMP_SIZE } from './volume_fixtures.js';

const [NX, NY, NZ] = RAMP_SIZE;
const FLOATS = Float32Array.from(RAMP, (n) => n / 8);
const SHORTS = Uint16Array.from(RAMP, (n) => n + 1000);

function bigEndian(values: Float32Array): ArrayBuffer {
  const view = new DataView(new ArrayBuffer(values.length * 4));
  values.forEach((value, i) => {
    view.setFloat32(i * 4, value);
  });
  return view.buffer;
}

function info(order = 'LOWBYTEFIRST', more = ''): string {
  return [
    '! PyHST_SLAVE VOLUME INFO FILE',
    `NUM_X =  ${NX}`,
    `NUM_Y =  ${NY}`,
    `NUM_Z =  ${NZ}`,
    'voxelSize =  0.700000',
    `BYTEORDER = ${order}`,
    'ValMin = -1.0 # a comment',
    more,
  ].join('\n');
}

function xml(nx = NX): string {
  return `<!-- PyHST VOLUME XML FILE -->
<tomodb2>
  <reconstruction>
    <idAc>N_A_</idAc>
    <listSubVolume>
      <subVolume>
        <SUBVOLUME_NAME>scan.vol</SUBVOLUME_NAME>
        <SIZEX>${nx}</SIZEX>
        <SIZEY>${NY}</SIZEY>
        <SIZEZ>${NZ}</SIZEZ>
        <ORIGINX>1</ORIGINX>
        <BYTE_ORDER>LOWBYTEFIRST</BYTE_ORDER>
        <voxelSize>0.7</voxelSize>
      </subVolume>
    </listSubVolume>
  </reconstruction>
</tomodb2>`;
}

function vgi(name = 'scan.vol', skip = 0): string {
  // What the program holds is of another type than the file.
  return `{volume1}
[representation]
size = ${NX} ${NY} ${NZ}
mirror = 0 0 0 0
datatype = unsigned integer
datarange = 0 65535
bitsperelement = 16
[file1]
SkipHeader = ${skip}
FileFormat = raw
Size = ${NX} ${NY} ${NZ}
Name = C:\\scans\\${name}
Datatype = float
datarange = -94.1933 394.005
BitsPerElement = 32
{volumeprimitive1}
[geometry]
status = visible
resolution = 0.1271 0.1271 0.2
unit = mm
[volume]
volume = volume1
{scene}
[viewer]
position = 0 5849.72 0
`;
}

function dat(format = 'USHORT'): string {
  return `ObjectFileName:\tscan.raw
TaggedFileName: ---
Resolution:\t${NX} ${NY} ${NZ}
SliceThickness:\t0.5 0.5 1.5
Format:\t\t${format}
ObjectModel: I
GridType: EQUIDISTANT
Unit: um
`;
}

describe('files beside raw ones', () => {
  const cases: [string, string, string, string, BlobPart, ArrayLike<number>, object][] = [
    [
      '.info of PyHST',
      'scan.vol',
      'scan.vol.info',
      info(),
      FLOATS,
      FLOATS,
      { dtype: 'f32', unit: 'px' },
    ],
    [
      '.info, big-endian',
      'scan.vol',
      'scan.vol.info',
      info('HIGHBYTEFIRST'),
      bigEndian(FLOATS),
      FLOATS,
      { dtype: 'f32' },
    ],
    [
      '.info with a type',
      'scan.raw',
      'scan.raw.info',
      info(undefined, 'DATA_TYPE = uint16'),
      SHORTS,
      SHORTS,
      { dtype: 'u16' },
    ],
    ['.xml of PyHST', 'scan.vol', 'scan.vol.xml', xml(), FLOATS, FLOATS, { dtype: 'f32' }],
    [
      '.vgi of VGStudio',
      'scan.vol',
      'other.vgi',
      vgi(),
      FLOATS,
      FLOATS,
      { dtype: 'f32', unit: 'mm', spacing: [0.1271, 0.1271, 0.2] },
    ],
    [
      '.dat of renderers',
      'scan.raw',
      'scan.dat',
      dat(),
      SHORTS,
      SHORTS,
      { dtype: 'u16', unit: 'µm', spacing: [0.5, 0.5, 1.5] },
    ],
  ];

  it.each(cases)(
    '%s: size, type, order and voxel size',
    async (_name, rawName, sideName, text, bytes, expected, facts) => {
      const raw = new File([bytes], rawName);
      const side = new File([text], sideName);
      const { source, values } = await readAll([raw, side]);
      expect(source).toMatchObject({ size: RAMP_SIZE, format: 'raw', ...facts });
      expect(Array.from(values)).toEqual(Array.from(expected));
      for (const region of regionsOf(RAMP_SIZE))
        expect(Array.from(await source.read(region))).toEqual(cropOf(values, RAMP_SIZE, region));
      const { images } = await inspectSource([raw, side]);
      expect(images).toHaveLength(1);
      expect(images[0]).toMatchObject({ path: rawName, size: RAMP_SIZE, ...facts });
      if ('unit' in facts && facts.unit !== 'px') expect(images[0]!.spacingFrom).toBe(sideName);
    },
  );

  it('have no voxel size where no unit is said, until it is stated', async () => {
    const files = [new File([FLOATS], 'scan.vol'), new File([info()], 'scan.vol.info')];
    const plain = await openSource(files);
    expect(plain.unit).toBe('px');
    expect(plain.warnings.join()).toMatch(/states no type.*as f32.*0\.7 × 0\.7 × 0\.7 and no unit/);
    const stated = await openSource(files, { unit: 'µm' });
    expect([stated.unit, stated.spacing]).toEqual(['µm', [0.7, 0.7, 0.7]]);
  });

  it('count together where they agree, and are refused where they do not', async () => {
    const raw = new File([FLOATS], 'scan.vol');
    const sides = [new File([info()], 'scan.vol.info'), new File([xml()], 'scan.vol.xml')];
    expect((await readAll([raw, ...sides])).source.size).toEqual(RAMP_SIZE);
    const other = new File([xml(NX + 1)], 'scan.vol.xml');
    await expectFailure(
      openSource([raw, sides[0]!, other]),
      'corrupt-file',
      /disagree: scan\.vol\.info says size 5,4,3, scan\.vol\.xml says 6,4,3/,
    );
  });

  it('that the length contradicts are refused, with both numbers', async () => {
    const short = new File([FLOATS.subarray(1)], 'scan.vol');
    for (const [name, text] of [
      ['scan.vgi', vgi()],
      ['scan.dat', dat('FLOAT')],
    ] as const)
      await expectFailure(
        openSource([short, new File([text], name)]),
        'corrupt-file',
        /236 bytes, but scan\.(vgi|dat) states 5×4×3 voxels of f32, which need 240/,
      );
    const none = new File([info().replace('NUM_X =  5', 'NUM_X = -5')], 'scan.vol.info');
    await expectFailure(
      openSource([short, none]),
      'corrupt-file',
      /-5×4×3 voxels.*cannot be meant/,
    );
  });

  it('skip a header, and leave to the caller what they do not say', async () => {
    const raw = new File([new Uint8Array(16), FLOATS], 'scan.vol');
    const skipped = await readAll([raw, new File([vgi('scan.vol', 16)], 'scan.vgi')]);
    expect(Array.from(skipped.values)).toEqual(Array.from(FLOATS));
    const shorts = new File([SHORTS], 'scan.vol');
    const plain = new File([info()], 'scan.vol.info');
    await expectFailure(
      openSource([shorts, plain]),
      'invalid-argument',
      /dtype.*states none.*2 bytes a voxel/,
    );
    const stated = await readAll([shorts, plain], { dtype: 'u16' });
    expect(Array.from(stated.values)).toEqual(Array.from(SHORTS));
    const unknown = new File([dat('COMPLEX')], 'scan.dat');
    await expectFailure(
      openSource([new File([SHORTS], 'scan.raw'), unknown]),
      'invalid-argument',
      /'COMPLEX'/,
    );
  });

  it('of another raw file say nothing', async () => {
    const raw = new File([FLOATS], 'mine.vol');
    const other = new File([vgi('scan.vol')], 'scan.vgi');
    await expectFailure(openSource([raw, other]), 'needs-metadata', /given for a raw file/);
    const two = `${vgi('a.vol')}${vgi('b.vol').replaceAll('volume1', 'volume2')}`;
    const first = new File([Float32Array.from(FLOATS, (n) => n + 1)], 'a.vol');
    const files = [first, new File([FLOATS], 'b.vol'), new File([two], 'both.vgi')];
    const { values } = await readAll(files, { dataset: 'b.vol' });
    expect(Array.from(values)).toEqual(Array.from(FLOATS));
  });

  it('are warned of where the name says another size that fits', async () => {
    const raw = new File([SHORTS], 'scan_4x5x3_uint16.raw');
    const side = new File([dat()], 'scan_4x5x3_uint16.dat');
    const { source } = await readAll([raw, side]);
    expect(source.size).toEqual(RAMP_SIZE);
    expect(source.warnings.join()).toMatch(/The name says 4×5×3.*says 5×4×3/);
  });

  it.each(cases)(
    '%s: damaged, they are read or refused by a type',
    async (_name, rawName, sideName, text, bytes) => {
      const whole = new TextEncoder().encode(text);
      await survivesMutations(whole, sideName, {
        count: 100,
        beside: [new File([bytes], rawName)],
      });
    },
  );
});

describe('raw files of which nothing is said', () => {
  it('are refused with a guess, which is not taken', async () => {
    const cases: [File, object, RegExp][] = [
      [new File([new Uint8Array(27_000)], 'a.raw'), {}, /size \[30, 30, 30\], dtype 'u8'/],
      [
        new File([new Uint8Array(256 * 256 * 60 * 2)], 'a.raw'),
        { dtype: 'u16' },
        /A guess.*size \[256, 256, 60\]/,
      ],
      [new File([SHORTS], 'a_5x4x3.raw'), {}, /dtype 'u16', or dtype 'i16'/],
      [
        new File([new Uint8Array(10), FLOATS], 'a_5x4x3.raw'),
        { headerBytes: 10 },
        /dtype 'f32', or dtype 'u32', or dtype 'i32'/,
      ],
    ];
    for (const [file, options, guess] of cases)
      await expectFailure(openSource(file, options), 'needs-metadata', guess);
    // The same as data, for a form.
    await expect(openSource(new File([SHORTS], 'a.raw'))).rejects.toMatchObject({
      details: { parameter: 'size and dtype', fields: ['size', 'dtype'], guess: [] },
    });
    await expect(openSource(new File([new Uint8Array(27_000)], 'a.raw'))).rejects.toMatchObject({
      details: { guess: [{ size: [30, 30, 30], dtype: 'u8' }] },
    });
    await expect(openSource(new File([SHORTS], 'a_5x4x3.raw'))).rejects.toMatchObject({
      details: { fields: ['dtype'], guess: [{ dtype: 'u16' }, { dtype: 'i16' }] },
    });
    const odd = await openSource(new File([new Uint8Array(1009)], 'a.raw')).then(
      () => '',
      (error: unknown) => (error as Error).message,
    );
    expect(odd).toMatch(/given for a raw file/);
    expect(odd).not.toMatch(/guess/);
  });
});
