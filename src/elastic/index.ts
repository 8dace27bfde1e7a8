export {
  registerElastic,
  type DisplacementVolumes,
  type ElasticFound,
  type ElasticOptions,
  type ElasticRegistration,
} from './register_elastic.js';
export type { ElastixLibrary } from './elastix.js';
export { SplineField, type FieldGrid, type SplineFieldJson } from './spline_field.js';
