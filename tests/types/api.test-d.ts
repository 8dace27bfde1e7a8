// The types that users meet: a wrong program must not compile, a right one must know what it holds.
/* eslint @typescript-eslint/no-unsafe-class-instance-assignment: 'off' -- the wrong programs below */
import { describe, expectTypeOf, test } from 'vitest';
import {
  bundle,
  openLab,
  voxels,
  type BatchOutcome,
  type Bundle,
  type ColumnData,
  type Fraction,
  type GridData,
  type Histogram,
  type Lab,
  type Labels,
  type Length,
  type Mask,
  type Moments,
  type Phases,
  type Plane,
  type Query,
  type RecipeJson,
  type Row,
  type SizeCurve,
  type SizeDistribution,
  type Surface,
  type Table,
  type Thickness,
  type Volume,
  type VoxmetryError,
} from 'voxmetry';
import { openEngine } from 'voxmetry/engine';
import { syntheticCathode } from 'voxmetry/synthetic';

// Types alone: nothing here runs.
declare const lab: Lab;
declare const scan: Volume<'u8'>;
declare const some: Volume;
declare const mask: Mask;
declare const labels: Labels;
declare const phases: Phases<'pore' | 'nmc'>;

// A file's dtype is known when it has been looked at.
export function narrowed(file: Volume): Volume<'u16'> | undefined {
  return file.is('u16') ? file : undefined;
}

describe('a lab', () => {
  test('is what both doors open', () => {
    expectTypeOf(openLab).returns.resolves.toEqualTypeOf<Lab>();
    expectTypeOf(openEngine).returns.resolves.toExtend<Lab>();
    expectTypeOf<Lab>().toExtend<AsyncDisposable>();
  });

  test('opens volumes of the dtype that is stated, or that the array has, or of any', () => {
    expectTypeOf(lab.open(new Blob(), { dtype: 'u8' })).resolves.toEqualTypeOf<Volume<'u8'>>();
    expectTypeOf(lab.open(new Blob())).resolves.toEqualTypeOf<Volume>();
    const size = [2, 2, 2] as const;
    const bytes = new Uint8Array(8);
    expectTypeOf(lab.open({ data: bytes, size })).resolves.toEqualTypeOf<Volume<'u8'>>();
    expectTypeOf(lab.open({ data: [1, 2], size })).resolves.toEqualTypeOf<Volume<'f32'>>();
    const { data } = syntheticCathode().volume;
    expectTypeOf(lab.open({ data, size }, { unit: 'µm' })).resolves.toEqualTypeOf<Volume<'u16'>>();
    // @ts-expect-error f64 is no dtype: such files are read as f32
    void lab.open(new Blob(), { dtype: 'f64' });
    // @ts-expect-error an array needs its size
    void lab.open({ data });
    // @ts-expect-error a spacing is three numbers
    void lab.open(new Blob(), { spacing: [1, 1] });
  });

  test('tells its events apart', () => {
    lab.on('lost', (event) => {
      expectTypeOf(event).toEqualTypeOf<{ readonly reason: string }>();
    });
    expectTypeOf(lab.on('memory', ({ live }) => live)).returns.toBeVoid();
    // @ts-expect-error no such event
    lab.on('found', () => undefined);
  });
});

describe('dtypes flow through recipes', () => {
  test('filters keep them, the Gaussian gives f32, casts name theirs', () => {
    expectTypeOf(scan.dtype).toEqualTypeOf<'u8'>();
    expectTypeOf(scan.median({ size: 5 })).toEqualTypeOf<Volume<'u8'>>();
    expectTypeOf(scan.crop({ origin: [0, 0, 0], size: [1, 1, 1] })).toEqualTypeOf<Volume<'u8'>>();
    expectTypeOf(scan.gaussian({ sigma: voxels(1) })).toEqualTypeOf<Volume<'f32'>>();
    expectTypeOf(scan.cast('i16').median()).toEqualTypeOf<Volume<'i16'>>();
    // @ts-expect-error a window is a number of voxels, or three
    scan.median({ size: [3, 3] });
    // @ts-expect-error a Gaussian has no default width
    scan.gaussian({});
    // @ts-expect-error no such border rule
    scan.median({ border: 'wrap' });
  });

  test('reads and slices hold the array of the dtype', () => {
    expectTypeOf(scan.read()).toEqualTypeOf<Query<GridData<Uint8Array<ArrayBuffer>>>>();
    expectTypeOf(scan.slice({ axis: 'x', index: 3 })).resolves.toEqualTypeOf<
      Plane<Uint8Array<ArrayBuffer>>
    >();
    expectTypeOf<Awaited<ReturnType<Volume<'f32'>['slice']>>['data']>().toEqualTypeOf<
      Float32Array<ArrayBuffer>
    >();
    expectTypeOf(mask.read()).resolves.toEqualTypeOf<GridData<Uint8Array<ArrayBuffer>>>();
    expectTypeOf(labels.slice()).resolves.toEqualTypeOf<Plane<Uint32Array<ArrayBuffer>>>();
    // A volume of a known dtype serves wherever any volume does.
    expectTypeOf(scan).toExtend<Volume>();
    // @ts-expect-error axes are x, y, z
    scan.slice({ axis: 'w' });
  });

  test('lengths are numbers in the unit, or voxels', () => {
    expectTypeOf<number>().toExtend<Length>();
    expectTypeOf(voxels(2)).toExtend<Length>();
    expectTypeOf<string>().not.toExtend<Length>();
  });
});

describe('kinds', () => {
  test('each method gives its kind', () => {
    expectTypeOf(some.otsu({ within: mask })).toEqualTypeOf<Mask>();
    expectTypeOf(some.threshold({ lo: 1 })).toEqualTypeOf<Mask>();
    expectTypeOf(some.toLabels()).toEqualTypeOf<Labels>();
    expectTypeOf(mask.and(mask).invert()).toEqualTypeOf<Mask>();
    expectTypeOf(mask.components({ connectivity: 18 })).toEqualTypeOf<Labels>();
    expectTypeOf(mask.separate()).toEqualTypeOf<Labels>();
    expectTypeOf(mask.distance()).toEqualTypeOf<Volume<'f32'>>();
    expectTypeOf(mask.localThickness()).toEqualTypeOf<Volume<'f32'>>();
    expectTypeOf(mask.thickness()).toEqualTypeOf<Query<Thickness>>();
    expectTypeOf(mask.porosimetry({ faces: ['z0'] })).toEqualTypeOf<Query<SizeCurve>>();
    expectTypeOf(mask.surface({ side: 'z1' })).toEqualTypeOf<Surface>();
    expectTypeOf(mask.surface({ side: 'z1' }).height()).toEqualTypeOf<Volume<'f32'>>();
    expectTypeOf(mask.beyond(mask.surface({ side: 'z1' }), 1)).toEqualTypeOf<Mask>();
    expectTypeOf(mask.asVolume()).toEqualTypeOf<Volume<'u8'>>();
    expectTypeOf(labels.clearBorder().removeSmall({ minVoxels: 8 })).toEqualTypeOf<Labels>();
    expectTypeOf(labels.asVolume()).toEqualTypeOf<Volume<'u32'>>();
    expectTypeOf(labels.equals([1, 2])).toEqualTypeOf<Mask>();
  });

  test('has the methods of its kind alone', () => {
    expectTypeOf<Mask>().not.toHaveProperty('median');
    expectTypeOf<Labels>().not.toHaveProperty('otsu');
    expectTypeOf<Volume>().not.toHaveProperty('components');
    // @ts-expect-error labels are no mask
    mask.and(labels);
    // @ts-expect-error a mask is no surface
    mask.beyond(mask, 1);
    // @ts-expect-error a surface looks to an end of an axis
    mask.surface({ side: 'z' });
    // @ts-expect-error a mask is no volume of intensities
    labels.measure({ intensity: mask });
    // @ts-expect-error 8 is a connectivity of images, not of volumes
    mask.components({ connectivity: 8 });
  });

  test('phases know the names of their materials', () => {
    expectTypeOf(some.toPhases({ pore: 0, nmc: 1 })).toEqualTypeOf<Phases<'pore' | 'nmc'>>();
    expectTypeOf(phases.names).toEqualTypeOf<readonly ('pore' | 'nmc')[]>();
    expectTypeOf(phases.codes).toEqualTypeOf<Readonly<Record<'pore' | 'nmc', number>>>();
    expectTypeOf(phases.phase('pore', 'nmc')).toEqualTypeOf<Mask>();
    // @ts-expect-error no such material
    phases.phase('binder');
    // @ts-expect-error a phase has a name
    phases.phase();
  });
});

describe('a query', () => {
  test('awaits and runs to its result', () => {
    expectTypeOf<Query<number>>().toExtend<PromiseLike<number>>();
    expectTypeOf<Awaited<Query<Fraction>>>().toEqualTypeOf<Fraction>();
    expectTypeOf(mask.count()).resolves.toEqualTypeOf<number>();
    expectTypeOf(
      mask.count().run({ signal: AbortSignal.timeout(1), onProgress: (done) => done }),
    ).toEqualTypeOf<Promise<number>>();
    expectTypeOf(mask.count().recipe).toEqualTypeOf<RecipeJson>();
    // A grid is not awaited: it is a recipe.
    expectTypeOf<Volume>().not.toHaveProperty('then');
  });

  test('each gives its result', () => {
    expectTypeOf(mask.fraction({ within: mask })).resolves.toEqualTypeOf<Fraction>();
    expectTypeOf(mask.thresholds()).resolves.toEqualTypeOf<number[]>();
    expectTypeOf(some.histogram()).resolves.toEqualTypeOf<Histogram>();
    expectTypeOf(some.moments()).resolves.toEqualTypeOf<Moments>();
    expectTypeOf(labels.count()).resolves.toEqualTypeOf<number>();
    expectTypeOf(labels.measure({ intensity: some })).resolves.toExtend<Table>();
    expectTypeOf(some.drift()).resolves.toEqualTypeOf<Table<'slice' | 'x' | 'y' | 'peak'>>();
    expectTypeOf(labels.sizeDistribution()).resolves.toEqualTypeOf<SizeDistribution>();
  });

  test('an interval may be missing, and says so', () => {
    expectTypeOf<Fraction['interval']>().toEqualTypeOf<readonly [lo: number, hi: number] | null>();
    expectTypeOf<Fraction['reason']>().toEqualTypeOf<string | null>();
  });

  test('a table has typed columns, and rows', () => {
    expectTypeOf<Table>().toExtend<Iterable<Row>>();
    expectTypeOf<Table['column']>().returns.toEqualTypeOf<ColumnData>();
  });
});

describe('a bundle', () => {
  const recipe = bundle({ voxels: mask.count(), porosity: mask.invert().fraction() });
  // eslint-disable-next-line @typescript-eslint/consistent-type-definitions -- an interface is no record
  type Results = { voxels: number; porosity: Fraction };

  test('knows the results of its queries by their names', () => {
    expectTypeOf(recipe).toEqualTypeOf<Bundle<Results>>();
    expectTypeOf(recipe.outputs).toEqualTypeOf<readonly ('voxels' | 'porosity')[]>();
    expectTypeOf(recipe.recipe).toEqualTypeOf<RecipeJson>();
    // @ts-expect-error a handle is no query
    bundle({ mask });
  });

  test('replays to them, and yields them or an error in a batch', () => {
    expectTypeOf(lab.replay(recipe, { scan })).toEqualTypeOf<Promise<Results>>();
    expectTypeOf(lab.batch(recipe, [{ scan: { source: new Blob(), unit: 'µm' } }])).toEqualTypeOf<
      AsyncGenerator<BatchOutcome<Results>>
    >();
    const check = (outcome: BatchOutcome<Results>): void => {
      if (outcome.ok) expectTypeOf(outcome.results.porosity).toEqualTypeOf<Fraction>();
      else expectTypeOf(outcome.error).toEqualTypeOf<VoxmetryError>();
    };
    expectTypeOf(check).returns.toBeVoid();
    // @ts-expect-error a file is not a volume: open it first
    void lab.replay(recipe, { scan: new Blob() });
    // @ts-expect-error an item of a batch names its source
    lab.batch(recipe, [{ scan: new Blob() }]);
  });
});
