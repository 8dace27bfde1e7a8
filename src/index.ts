export { openLab, type OpenLabOptions } from './worker/open_lab.js';
export { isSupported, type Support, type UnsupportedReason } from './worker/is_supported.js';
export { sharedLab } from './worker/shared_lab.js';
export type { AdapterInfo } from './recipe/adapter.js';
export type { ImportOptions, Lab, NeuralNetworkOptions } from './volume/lab.js';
export type { LabOpenOptions } from './volume/lab_open_options.js';
export type {
  ActiveFaces,
  Arithmetic,
  Calculated,
  Calculation,
  Labels,
  Mask,
  MeasureOptions,
  PlacedVolume,
  Operand,
  Phases,
  ResampleOptions,
  ResampleToOptions,
  PolarOptions,
  WarpOptions,
  Classifier,
  NeuralNetwork,
  Surface,
  Target,
  TrainOptions,
  TransportOptions,
  Volume,
} from './volume/handles.js';
export type {
  AlignSlicesOptions,
  BilateralOptions,
  BinOptions,
  BorderOptions,
  ContactOptions,
  CurveOptions,
  DiffusionOptions,
  DistanceOptions,
  DriftOptions,
  EigenvalueOptions,
  ElementOptions,
  ErosionOptions,
  FlattenBackgroundOptions,
  FlattenSlicesOptions,
  FlipOptions,
  GaussianOptions,
  LocalContrastOptions,
  LocalThresholdOptions,
  MeasureInputs,
  MedianOptions,
  MorphologyOptions,
  NetworkOptions,
  NonLocalMeansOptions,
  PadOptions,
  RankOptions,
  RegionOptions,
  RemoveRingsOptions,
  RemoveStripesOptions,
  SensitivityOptions,
  SeparateOptions,
  SizeDistributionOptions,
  SmallOptions,
  SurfaceAreaOptions,
  SurfaceOptions,
  ThicknessOptions,
  TotalVariationOptions,
  TwoPointOptions,
  WatershedOptions,
  WithinOptions,
} from './volume/options.js';
export type {
  ClassSummary,
  ColumnHistogramOptions,
  Cumulative,
  DensityOptions,
  DValuesOptions,
  WeightOptions,
} from './volume/table_statistics.js';
export type { Correlations } from './stats/distributions/correlation.js';
export type { KernelDensity } from './stats/distributions/density.js';
export type { BinChoice, ColumnHistogram } from './stats/distributions/histogram_of_values.js';
export type { LogNormalFit } from './stats/distributions/log_normal.js';
export type { DValues } from './stats/distributions/percentiles.js';
export type { ContactGraph, ContactTable } from './volume/contact_table.js';
export type { ReadOptions, SliceOptions } from './volume/grid.js';
export type { Grid } from './volume/grid.js';
export type { PaintOptions, Plane } from './volume/plane.js';
export type { GridData } from './volume/reading.js';
export type { Query } from './volume/query.js';
export type { Compression, SavedGrid, SaveFormat, SaveOptions } from './volume/save.js';
export type {
  SaveTarget,
  WritableDirectory,
  WritableFile,
  WritableFolder,
} from './volume/save_target.js';
export type { Polygon } from './segmentation/joint_phases.js';
export type { CalibratedLevel } from './stats/joint/calibration.js';
export type { PhaseOverlap } from './stats/joint/overlap.js';
export type { Face } from './segmentation/choose_labels.js';
export type { Objects } from './segmentation/chosen_objects.js';
export type { Table, Column, ColumnData, Row } from './volume/table.js';
export type {
  Calibration,
  Can,
  ChordLengths,
  Colocalization,
  DepthProfile,
  EulerNumber,
  FoundRegistration,
  Fraction,
  Histogram,
  Interfaces,
  JointHistogram,
  Layer,
  LinealPath,
  MeanBreadth,
  Moments,
  Overlap,
  Percolation,
  Porosity,
  Profile,
  RefusedRegistration,
  Registration,
  RepresentativeVolume,
  Sensitivity,
  Sheets,
  SizeCurve,
  SizeDistribution,
  SurfaceArea,
  SurfaceFit,
  Thickness,
  Tortuosities,
  Tortuosity,
  TripleLines,
  TwoPoint,
  VolumeCorrelation,
  VolumeFor,
  Windings,
  WithProvenance,
} from './volume/results.js';
export type {
  CellGrid,
  Roll,
  RollDelaminations,
  RollLayers,
  RollOutgrowthOptions,
  RollOverhang,
  SheetOptions,
  UnrolledOf,
  UnrollOptions,
} from './volume/roll.js';
export type { Spectrum, SpectrumAxis, SpectrumOptions, SumSpectra } from './volume/spectrum.js';
export type { SpectrumSums } from './stats/spectra/spectrum_sums.js';
export type { EnergyWindow, LineOptions } from './stats/spectra/line_windows.js';
export type {
  FlatOptions,
  FlattenOptions,
  Stack,
  StackDelaminations,
  StackLayers,
  StackOutgrowthOptions,
  StackOverhang,
} from './volume/stack.js';
export { rollOf, stackOf } from './volume/sheet_handles.js';
export type { EndStatistics } from './cell/overhang.js';
export type {
  StackOverhangAtSide,
  StackOverhangValue,
  StackSide,
} from './cell/stack/stack_overhang.js';
export type { ClassifierFacts } from './learn/classifier.js';
export type { FeatureImportance } from './learn/feature_importance.js';
export type { Feature, FeatureName } from './learn/feature_specs.js';
export type { StoredForest } from './learn/forest/stored_forest.js';
export type { NetworkFacts, Normalisation } from './learn/neural/network.js';
export type { ClassifierJson } from './learn/stored_classifier.js';
export type { Confusion, Validation } from './learn/validate_classifier.js';
export type { WindingsData } from './cell/windings_data.js';
export type { Delamination, Delaminations } from './cell/delamination.js';
export type { LayerMaps, MeanOfTurn, TurnSummary } from './cell/layers.js';
export type { OutgrowthSummary } from './cell/outgrowths/outgrowth_table.js';
export type { Overhang, OverhangAtEnd } from './cell/overhang.js';
export type { LayersValue } from './cell/sheet_layers.js';
export type { Mesh } from './volume/mesh.js';
export type { MeshFormat } from './exchange/mesh_file.js';
export type { Network, OpenPnmProperty } from './volume/network.js';
export type { ThroatEstimator } from './transport/network.js';
export type { CanCentre } from './cell/can_search.js';
export type {
  CanDent,
  CanDepth,
  CanEstimate,
  CanMap,
  CanSlices,
  CanValue,
} from './cell/can_value.js';
export type {
  FoundRegistration as FoundRegistrationValue,
  NoRegistration,
  RefusedRegistration as RefusedRegistrationValue,
  RegistrationFacts,
} from './registration/registration.js';
export type { CurvePoint, PoseValue } from './registration/register_level.js';
export type { LandmarkPair } from './recipe/landmarks.js';
export type { DepthProfileValue } from './structure/depth_profile.js';
export type { Harmonic, SpiralEstimate, SpiralFit } from './cell/spiral_fit.js';
export type { WindingFault } from './cell/winding_faults.js';
export type { WindingsValue } from './cell/windings.js';
export type { CellsAlong } from './cell/stack/mask_columns.js';
export type { SheetsData, StackAxis } from './cell/stack/sheets_data.js';
export type { SheetsValue } from './cell/stack/sheets.js';
export type {
  SheetSummary,
  StackDelamination,
  StackDelaminationsValue,
  StackLayersValue,
} from './cell/stack/stack_layers.js';
export type { StackFault } from './cell/stack/stack_faults.js';
export type { StackFit } from './cell/stack/stack_fit.js';
export type { LayerValue, Roughness } from './structure/layer.js';
export type { SurfaceModel, SurfaceValue } from './structure/surface.js';
export type { Intrusion } from './structure/porosimetry.js';
export type { SizeCurveValue } from './structure/size_curve.js';
export type { ThicknessValue } from './structure/thickness.js';
export type { ElectrodeTransportValue } from './transport/electrode.js';
export type { PermeabilityValue } from './transport/permeability.js';
export type { TransportBounds, TransportValue } from './transport/tortuosity.js';
export type {
  InterfaceArea,
  InterfaceEstimator,
  InterfacesValue,
  PhaseContacts,
} from './structure/interfaces.js';
export type { LineLength, TripleLine, TripleLinesValue } from './structure/triple_lines.js';
export type { ChordLengthsValue, LinealPathValue } from './stats/chords.js';
export type { AxisPercolation, PercolationValue, PorosityValue } from './stats/connectivity.js';
export type { ProfileValue } from './stats/profile.js';
export type {
  NeededVolume,
  RepresentativeVolumeValue,
  Spread,
  WindowSpread,
} from './stats/representative_volume.js';
export type { SensitivityStep, SensitivityValue } from './stats/sensitivity.js';
export type {
  AreaEstimator,
  EulerNumberValue,
  MeanBreadthValue,
  SurfaceAreaValue,
} from './stats/surface_area.js';
export type { TwoPointAlong, TwoPointValue } from './stats/two_point.js';
export type { ExpectedFraction } from './stats/expected_fraction.js';
export type { FractionValue } from './stats/fraction.js';
export type { CalibrationValue } from './stats/joint/calibration.js';
export type { ColocalizationValue, VolumeCorrelationValue } from './stats/joint/correlation.js';
export type { JointHistogramValue } from './stats/joint/joint_histogram.js';
export type { OverlapValue } from './stats/joint/overlap.js';
export type { DensityEstimate } from './stats/density_interval.js';
export type { Inhomogeneity } from './stats/slice_variation.js';
export type { Ranged, VolumeForValue } from './stats/volume_for.js';
export type { Bounds } from './stats/distributions/score_intervals.js';
export type { NumberDensity, Percentile, WeightedSizes } from './stats/size_distribution.js';
export type { Connectivity } from './segmentation/components.js';
export type { ArithmeticOptions, ArithmeticResult } from './filters/arithmetic.js';
export type { BinBy } from './filters/bin.js';
export type { Border } from './filters/border.js';
export type { InvertRange } from './filters/grey_invert.js';
export type { Pair } from './filters/pair.js';
export type { Interpolation } from './filters/resample.js';
export type { TargetGrid } from './filters/resample_to.js';
export type { Transform } from './recipe/transform.js';
export type { RescaleParams } from './filters/rescale.js';
export type { WindowSize } from './filters/window.js';
export type { PolarCentre } from './filters/polar.js';
export type { LocalMethod } from './segmentation/local_threshold.js';
export type { Band } from './segmentation/select_labels.js';
export type { PaintedTiles } from './segmentation/painted_tiles.js';
export type {
  BoxShape,
  CylinderShape,
  EllipsoidShape,
  HalfSpaceShape,
  PolygonShape,
  Shape,
  ShapeGiven,
} from './segmentation/shape_param.js';
export {
  bundle,
  type BatchItem,
  type BatchOutcome,
  type Bundle,
  type BundleResults,
} from './volume/bundle.js';
export { voxels, type Length, type VoxelLength } from './recipe/length.js';
export { IdSet } from './recipe/view/id_set.js';
export type { View, ViewEvents } from './volume/view/view.js';
export type {
  LabelsLayer,
  MaskLayer,
  PhasesLayer,
  SliceLayer,
  SliceSpec,
  SpaceLabelsLayer,
  SpaceLayer,
  SpaceMaskLayer,
  SpacePhasesLayer,
  SpaceSpec,
  SpaceVolumeLayer,
  ViewSpec,
  VolumeLayer,
} from './volume/view/spec.js';
export type {
  Camera,
  Clip,
  Color,
  ColorMap,
  ObliquePlane,
  Picked,
  Picture,
  PictureOptions,
  ViewFrame,
  WipeSide,
} from './recipe/view/state.js';
export { VoxmetryError, type ErrorCode, type ErrorData } from './recipe/errors.js';
export type { ArrayOf, Dtype, DtypeOf, GridArray, Storage } from './recipe/dtype.js';
export type { Axis, Region, Vec3 } from './recipe/geometry.js';
export type { GridKind, GridMeta } from './recipe/meta.js';
export type { GridReading, RecipeJson, RecipeStep } from './recipe/json.js';
export type { ParamJson } from './recipe/params.js';
export type {
  LabEvents,
  LabInfo,
  MemoryStats,
  OpenedModel,
  OpTiming,
  Provenance,
  RunOptions,
} from './recipe/backend.js';
export type {
  ByteSource,
  FileFacts,
  FolderSource,
  GridSource,
  ImageFacts,
  NamedFile,
  OpenInput,
  OpenOptions,
  SourceReadOptions,
  SignalAxis,
  Resolution,
} from './recipe/source.js';
export type { Histogram as HistogramValue } from './stats/histogram.js';
export type { Moments as MomentsValue } from './stats/moments.js';
export type { SizeDistributionValue } from './stats/size_distribution.js';
