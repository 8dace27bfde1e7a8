export { checkOptions } from './check_options.js';
export {
  describeOperations,
  type OperationDescription,
  type OptionDescription,
  type StepKind,
} from './describe.js';
export { recipeSchema } from './schema.js';
export type { SheetGives, SheetKind } from './sheet_methods.js';
export type { Gives, HandleKind } from '../recipe/operation.js';
export type { JsonSchema, ParamJson, ParamType } from '../recipe/params.js';
export type { Dtype } from '../recipe/dtype.js';
export type { GridKind, ValueForm } from '../recipe/meta.js';
