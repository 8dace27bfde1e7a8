import { expect, test } from 'vitest';
import manifest from '../package.json' with { type: 'json' };
import * as engine from '../src/engine/index.js';
import * as main from '../src/index.js';
import * as operations from '../src/operations/index.js';
import * as synthetic from '../src/synthetic/index.js';
import * as transform from '../src/transform/index.js';

// A change here is a change for users: of the major version where a name goes or means another
// thing.

const texts = import.meta.glob<string>(
  [
    '../src/{,engine/,operations/,synthetic/,transform/}index.ts',
    '../ui/{index,panels}.ts',
    '../ui/{session,report,records}/index.ts',
  ],
  {
    query: '?raw',
    import: 'default',
    eager: true,
  },
);

/** Names that an entry gives to the compiler alone: in its text, and not in the module. */
function typesOf(entry: string, module: object): string[] {
  return namesIn(texts[`../src/${entry}`] ?? '')
    .filter((name) => !Object.hasOwn(module, name))
    .sort();
}

/** All names that the text of an entry exports. */
function namesIn(text: string): string[] {
  return Array.from(text.matchAll(/export (?:type )?\{([^}]*)\}/g), ([, list = '']) => list)
    .flatMap((list) => list.split(','))
    .map((name) => name.trim().replace(/^(type )?(\w+ as )?/, ''))
    .filter((name) => name !== '');
}

test('voxmetry', () => {
  expect(Object.keys(main).sort()).toMatchInlineSnapshot(`
    [
      "IdSet",
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
      "BoxShape",
      "Bundle",
      "BundleResults",
      "ByteSource",
      "Calculated",
      "Calculation",
      "Camera",
      "ChordLengths",
      "ChordLengthsValue",
      "ClassSummary",
      "Clip",
      "Color",
      "ColorMap",
      "Column",
      "ColumnData",
      "ColumnHistogram",
      "ColumnHistogramOptions",
      "Compression",
      "Connectivity",
      "ContactGraph",
      "ContactOptions",
      "ContactTable",
      "Correlations",
      "Cumulative",
      "CurveOptions",
      "CylinderShape",
      "DValues",
      "DValuesOptions",
      "DensityEstimate",
      "DensityOptions",
      "DepthProfile",
      "DepthProfileValue",
      "DiffusionOptions",
      "DistanceOptions",
      "DriftOptions",
      "Dtype",
      "DtypeOf",
      "EigenvalueOptions",
      "ElementOptions",
      "EllipsoidShape",
      "ErosionOptions",
      "ErrorCode",
      "ErrorData",
      "EulerNumber",
      "EulerNumberValue",
      "Face",
      "FileFacts",
      "FlattenBackgroundOptions",
      "FlattenSlicesOptions",
      "FlipOptions",
      "FolderSource",
      "Fraction",
      "FractionValue",
      "GaussianOptions",
      "Grid",
      "GridArray",
      "GridData",
      "GridKind",
      "GridMeta",
      "GridReading",
      "GridSource",
      "HalfSpaceShape",
      "Histogram",
      "HistogramValue",
      "ImageFacts",
      "Inhomogeneity",
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
      "LabelsLayer",
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
      "MaskLayer",
      "MeanBreadth",
      "MeanBreadthValue",
      "MeasureInputs",
      "MeasureOptions",
      "MedianOptions",
      "MemoryStats",
      "Mesh",
      "MeshFormat",
      "Moments",
      "MomentsValue",
      "MorphologyOptions",
      "NamedFile",
      "NeededVolume",
      "Network",
      "NetworkOptions",
      "NonLocalMeansOptions",
      "NumberDensity",
      "Objects",
      "ObliquePlane",
      "OpTiming",
      "OpenInput",
      "OpenLabOptions",
      "OpenOptions",
      "OpenPnmProperty",
      "Operand",
      "PadOptions",
      "PaintOptions",
      "Pair",
      "ParamJson",
      "Percentile",
      "Percolation",
      "PercolationValue",
      "PhaseContacts",
      "Phases",
      "PhasesLayer",
      "Picked",
      "Picture",
      "PictureOptions",
      "Plane",
      "PolygonShape",
      "Porosity",
      "PorosityValue",
      "Profile",
      "ProfileValue",
      "Provenance",
      "Query",
      "Ranged",
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
      "ResampleToOptions",
      "RescaleParams",
      "Resolution",
      "Roughness",
      "Row",
      "RunOptions",
      "SaveFormat",
      "SaveOptions",
      "SaveTarget",
      "SavedGrid",
      "Sensitivity",
      "SensitivityOptions",
      "SensitivityStep",
      "SensitivityValue",
      "SeparateOptions",
      "Shape",
      "ShapeGiven",
      "SizeCurve",
      "SizeCurveValue",
      "SizeDistribution",
      "SizeDistributionOptions",
      "SizeDistributionValue",
      "SliceLayer",
      "SliceOptions",
      "SliceSpec",
      "SmallOptions",
      "SourceReadOptions",
      "SpaceLabelsLayer",
      "SpaceLayer",
      "SpaceMaskLayer",
      "SpacePhasesLayer",
      "SpaceSpec",
      "SpaceVolumeLayer",
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
      "Target",
      "TargetGrid",
      "Thickness",
      "ThicknessOptions",
      "ThicknessValue",
      "ThroatEstimator",
      "Tortuosities",
      "Tortuosity",
      "TotalVariationOptions",
      "Transform",
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
      "View",
      "ViewEvents",
      "ViewFrame",
      "ViewSpec",
      "Volume",
      "VolumeFor",
      "VolumeForValue",
      "VolumeLayer",
      "VoxelLength",
      "WatershedOptions",
      "WeightOptions",
      "WeightedSizes",
      "WindowSize",
      "WindowSpread",
      "WipeSide",
      "WithProvenance",
      "WithinOptions",
      "WritableDirectory",
      "WritableFile",
      "WritableFolder",
    ]
  `);
});

test('voxmetry/engine', () => {
  expect(Object.keys(engine).sort()).toMatchInlineSnapshot(`
    [
      "VoxmetryError",
      "bundle",
      "fileSource",
      "fileTarget",
      "folderSource",
      "folderTarget",
      "openEngine",
      "voxels",
    ]
  `);
  expect(typesOf('engine/index.ts', engine)).toMatchInlineSnapshot(`
    [
      "EngineLab",
      "EngineOptions",
      "ErrorCode",
      "GridLayout",
      "GridLease",
      "LeaseOptions",
      "Length",
      "OpenEngineOptions",
    ]
  `);
});

test('voxmetry/operations', () => {
  expect(Object.keys(operations).sort()).toMatchInlineSnapshot(`
    [
      "checkOptions",
      "describeOperations",
      "recipeSchema",
    ]
  `);
  expect(typesOf('operations/index.ts', operations)).toMatchInlineSnapshot(`
    [
      "Dtype",
      "Gives",
      "GridKind",
      "HandleKind",
      "JsonSchema",
      "OperationDescription",
      "OptionDescription",
      "ParamJson",
      "ParamType",
      "ValueForm",
    ]
  `);
});

test('voxmetry/transform', () => {
  expect(Object.keys(transform).sort()).toMatchInlineSnapshot(`
    [
      "FROM_CORNER",
      "Transform",
      "affine",
      "alongAxis",
      "apply",
      "axisLetters",
      "boxOf",
      "cameraFrame",
      "compose",
      "cornersOf",
      "fitCamera",
      "flyTo",
      "invert",
      "isRigid",
      "pan",
      "projectPosition",
      "rayOfPixel",
      "rigid",
      "rotation",
      "rotationOf",
      "scaling",
      "trackball",
      "translation",
      "unitsPerPixel",
      "viewProjection",
      "zoom",
    ]
  `);
  expect(typesOf('transform/index.ts', transform)).toMatchInlineSnapshot(`
    [
      "Box",
      "Camera",
      "CameraFrame",
      "FitOptions",
      "PictureSize",
      "Ray",
      "Rotation",
      "Vec3",
    ]
  `);
});

test('voxmetry/synthetic', () => {
  expect(Object.keys(synthetic).sort()).toMatchInlineSnapshot(`
    [
      "ROLL_MATERIALS",
      "Random",
      "SYNTHETIC_FIELDS",
      "packSpheres",
      "simulateArtefacts",
      "simulateImaging",
      "syntheticCathode",
      "syntheticField",
      "syntheticRoll",
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
      "RollCan",
      "RollDefects",
      "RollFaults",
      "RollImaging",
      "RollOptions",
      "RollSettings",
      "RollStack",
      "RollTruth",
      "Sphere",
      "SyntheticCathode",
      "SyntheticField",
      "SyntheticRoll",
      "TrueDent",
      "TrueGap",
      "TrueOutgrowth",
      "TrueOverhang",
      "TrueParticle",
      "TrueRollParticle",
      "TrueTab",
      "TrueWrinkle",
      "VoxelGrid",
    ]
  `);
});

test('voxmetry/session', () => {
  expect(namesIn(texts['../ui/session/index.ts'] ?? '').sort()).toMatchInlineSnapshot(`
    [
      "Autosave",
      "AutosaveOptions",
      "CallMemory",
      "Catalogue",
      "Handle",
      "HashedFile",
      "HistoryEntry",
      "Link",
      "OperationsModule",
      "Outcome",
      "PlainRecord",
      "Restored",
      "Results",
      "Session",
      "StepChange",
      "StepHandles",
      "StepRef",
      "StepResult",
      "StrokeOptions",
      "Study",
      "StudyBrush",
      "StudyFacts",
      "StudyOpening",
      "StudyRegion",
      "StudySelection",
      "StudySource",
      "StudyStep",
      "StudyStore",
      "addBrush",
      "addRegion",
      "addSource",
      "addStep",
      "browserStore",
      "changeRegion",
      "changeStep",
      "contentHash",
      "duplicateStep",
      "emptyStudy",
      "exportStudy",
      "freeName",
      "handlesOf",
      "isPainted",
      "loadCatalogue",
      "moveStep",
      "openSession",
      "paintedVoxels",
      "parseStudy",
      "removeBrush",
      "removeRegion",
      "removeSource",
      "removeStep",
      "restore",
      "select",
      "setBrush",
      "setRegions",
      "setView",
      "stroke",
    ]
  `);
});

test('voxmetry/ui', () => {
  // By its text: elements need a page.
  expect(namesIn(texts['../ui/index.ts'] ?? '').sort()).toMatchInlineSnapshot(`
    [
      "BrushChange",
      "ColumnRange",
      "GridChoice",
      "Interval",
      "Language",
      "Link",
      "Measure",
      "MeasureTool",
      "MeasuredRegion",
      "OpenedDetail",
      "OptionsDetail",
      "PhaseBand",
      "PickDetail",
      "Place",
      "PlotBand",
      "PlotBrush",
      "PlotKind",
      "Point",
      "Profile",
      "RegionShape",
      "RowSort",
      "ShownResult",
      "ShownSlice",
      "TableExport",
      "ThresholdChange",
      "VoxElement",
      "VoxHistogram",
      "VoxMeasure",
      "VoxOpForm",
      "VoxOpen",
      "VoxPalette",
      "VoxPlot",
      "VoxProgress",
      "VoxRecipe",
      "VoxResults",
      "VoxSliceView",
      "VoxTable",
      "VoxVolumeView",
      "WipeDetail",
      "language",
      "setLanguage",
    ]
  `);
});

test('voxmetry/panels', () => {
  expect(namesIn(texts['../ui/panels.ts'] ?? '').sort()).toMatchInlineSnapshot(`[]`);
});

test('voxmetry/report', () => {
  expect(namesIn(texts['../ui/report/index.ts'] ?? '').sort()).toMatchInlineSnapshot(`[]`);
});

test('voxmetry/records', () => {
  expect(namesIn(texts['../ui/records/index.ts'] ?? '').sort()).toMatchInlineSnapshot(`[]`);
});

test('entries re-export by name, and do nothing else', () => {
  for (const [path, text] of Object.entries(texts)) {
    const rest = text.replaceAll(/export (?:type )?\{[^}]*\} from '\.[^']+';/g, '').trim();
    expect(rest, path).toMatch(/^(export \{\};)?$/);
  }
});

test('the package has these doors and no others', () => {
  expect(Object.keys(manifest.exports)).toEqual([
    '.',
    './worker',
    './engine',
    './operations',
    './transform',
    './synthetic',
    './session',
    './ui',
    './panels',
    './report',
    './records',
    './ui/theme.css',
    './package.json',
  ]);
});
