import { expect, test } from 'vitest';
import manifest from '../package.json' with { type: 'json' };
import * as engine from '../src/engine/index.js';
import * as main from '../src/index.js';
import * as synthetic from '../src/synthetic/index.js';

// A change here is a change for users: of the major version where a name goes or means another thing.

const texts = import.meta.glob<string>('../src/{,engine/,synthetic/}index.ts', {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** Names that an entry gives to the compiler alone: in its text, and not in the module. */
function typesOf(entry: string, module: object): string[] {
  const text = texts[`../src/${entry}`] ?? '';
  return Array.from(text.matchAll(/export (?:type )?\{([^}]*)\}/g), ([, list = '']) => list)
    .flatMap((list) => list.split(','))
    .map((name) => name.trim().replace(/^type /, ''))
    .filter((name) => name !== '' && !Object.hasOwn(module, name))
    .sort();
}

test('voxmetry', () => {
  expect(Object.keys(main).sort()).toMatchInlineSnapshot(`
    [
      "VoxmetryError",
      "bundle",
      "openLab",
      "voxels",
    ]
  `);
  expect(typesOf('index.ts', main)).toMatchInlineSnapshot(`
    [
      "ActiveFaces",
      "AlignSlicesOptions",
      "AreaEstimator",
      "Arithmetic",
      "ArithmeticOptions",
      "ArithmeticResult",
      "ArrayOf",
      "Axis",
      "AxisPercolation",
      "Band",
      "BatchItem",
      "BatchOutcome",
      "BilateralOptions",
      "BinBy",
      "BinChoice",
      "BinOptions",
      "Border",
      "BorderOptions",
      "Bounds",
      "Bundle",
      "BundleResults",
      "Calculated",
      "ChordLengths",
      "ChordLengthsValue",
      "ClassSummary",
      "Column",
      "ColumnData",
      "ColumnHistogram",
      "ColumnHistogramOptions",
      "Connectivity",
      "ContactGraph",
      "ContactOptions",
      "ContactTable",
      "Correlations",
      "Cumulative",
      "CurveOptions",
      "DValues",
      "DValuesOptions",
      "DensityOptions",
      "DepthProfile",
      "DepthProfileValue",
      "DiffusionOptions",
      "DistanceOptions",
      "DriftOptions",
      "Dtype",
      "EigenvalueOptions",
      "ElementOptions",
      "ErosionOptions",
      "ErrorCode",
      "ErrorData",
      "EulerNumber",
      "EulerNumberValue",
      "Face",
      "FlattenBackgroundOptions",
      "FlattenSlicesOptions",
      "FlipOptions",
      "Fraction",
      "FractionValue",
      "GaussianOptions",
      "GridArray",
      "GridData",
      "GridKind",
      "GridMeta",
      "GridSource",
      "Histogram",
      "InterfaceArea",
      "InterfaceEstimator",
      "Interfaces",
      "InterfacesValue",
      "Interpolation",
      "Intrusion",
      "InvertRange",
      "KernelDensity",
      "Lab",
      "LabEvents",
      "LabInfo",
      "LabOpenOptions",
      "Labels",
      "Layer",
      "LayerValue",
      "Length",
      "LineLength",
      "LinealPath",
      "LinealPathValue",
      "LocalContrastOptions",
      "LocalMethod",
      "LocalThresholdOptions",
      "LogNormalFit",
      "Mask",
      "MeanBreadth",
      "MeanBreadthValue",
      "MeasureInputs",
      "MeasureOptions",
      "MedianOptions",
      "MemoryStats",
      "Moments",
      "MorphologyOptions",
      "NeededVolume",
      "Network",
      "NetworkOptions",
      "NonLocalMeansOptions",
      "Objects",
      "OpTiming",
      "OpenInput",
      "OpenLabOptions",
      "OpenOptions",
      "Operand",
      "PadOptions",
      "Pair",
      "ParamJson",
      "Percentile",
      "Percolation",
      "PercolationValue",
      "PhaseContacts",
      "Phases",
      "Plane",
      "Porosity",
      "PorosityValue",
      "Profile",
      "ProfileValue",
      "Provenance",
      "Query",
      "RankOptions",
      "ReadOptions",
      "RecipeJson",
      "RecipeStep",
      "Region",
      "RegionOptions",
      "RemoveRingsOptions",
      "RemoveStripesOptions",
      "RepresentativeVolume",
      "RepresentativeVolumeValue",
      "ResampleOptions",
      "RescaleParams",
      "Roughness",
      "Row",
      "RunOptions",
      "SaveOptions",
      "SaveTarget",
      "SeparateOptions",
      "SizeCurve",
      "SizeCurveValue",
      "SizeDistribution",
      "SizeDistributionOptions",
      "SliceOptions",
      "SmallOptions",
      "SourceReadOptions",
      "Spread",
      "Storage",
      "Surface",
      "SurfaceArea",
      "SurfaceAreaOptions",
      "SurfaceAreaValue",
      "SurfaceFit",
      "SurfaceModel",
      "SurfaceOptions",
      "SurfaceValue",
      "Table",
      "Thickness",
      "ThicknessOptions",
      "ThicknessValue",
      "ThroatEstimator",
      "Tortuosities",
      "Tortuosity",
      "TotalVariationOptions",
      "TransportOptions",
      "TransportValue",
      "TripleLine",
      "TripleLines",
      "TripleLinesValue",
      "TwoPoint",
      "TwoPointAlong",
      "TwoPointOptions",
      "TwoPointValue",
      "Vec3",
      "Volume",
      "VoxelLength",
      "WatershedOptions",
      "WeightOptions",
      "WeightedSizes",
      "WindowSize",
      "WindowSpread",
      "WithProvenance",
      "WithinOptions",
      "WritableFile",
    ]
  `);
});

test('voxmetry/engine', () => {
  expect(Object.keys(engine).sort()).toMatchInlineSnapshot(`
    [
      "fileTarget",
      "openEngine",
    ]
  `);
  expect(typesOf('engine/index.ts', engine)).toMatchInlineSnapshot(`
    [
      "EngineOptions",
      "OpenEngineOptions",
    ]
  `);
});

test('voxmetry/synthetic', () => {
  expect(Object.keys(synthetic).sort()).toMatchInlineSnapshot(`
    [
      "Random",
      "SYNTHETIC_FIELDS",
      "packSpheres",
      "simulateArtefacts",
      "simulateImaging",
      "syntheticCathode",
      "syntheticField",
      "voxeliseSpheres",
      "withPeriodicImages",
    ]
  `);
  expect(typesOf('synthetic/index.ts', synthetic)).toMatchInlineSnapshot(`
    [
      "ArtefactOptions",
      "Artefacts",
      "CathodeOptions",
      "CathodeTruth",
      "FieldArray",
      "FieldKind",
      "FieldOptions",
      "ImagingOptions",
      "LabelledSphere",
      "PackingOptions",
      "Sphere",
      "SyntheticCathode",
      "SyntheticField",
      "TrueParticle",
      "VoxelGrid",
    ]
  `);
});

test('entries re-export by name, and do nothing else', () => {
  for (const [path, text] of Object.entries(texts)) {
    const rest = text.replaceAll(/export (?:type )?\{[^}]*\} from '\.[^']+';/g, '').trim();
    expect(rest, path).toBe('');
  }
});

test('the package has these doors and no others', () => {
  expect(Object.keys(manifest.exports)).toEqual([
    '.',
    './worker',
    './engine',
    './synthetic',
    './package.json',
  ]);
});
