import { RECIPE_VERSION } from '../recipe/json.js';
import type { AnyOp } from '../recipe/op.js';
import { box, type JsonSchema } from '../recipe/params.js';
import { MOST_STEPS } from '../recipe/check_recipe.js';
import { sourceOp } from '../recipe/source_op.js';
import { eraseOp } from '../recipe/op.js';
import { OPS } from './ops.js';

const position: JsonSchema = { type: 'integer', minimum: 0 };

function stepSchema({ name, version, params, inputs }: AnyOp): JsonSchema {
  const required = Object.entries(params).filter(([, { optional }]) => !optional);
  const needed = Object.entries(inputs).filter(([, { optional }]) => !optional);
  return {
    type: 'object',
    properties: {
      op: { const: name },
      version: { const: version },
      by: { type: 'string', maxLength: 100 },
      params: {
        type: 'object',
        properties: Object.fromEntries(
          Object.entries(params).map(([param, { schema, doc, unit }]) => [
            param,
            { ...schema, description: unit === '' ? doc : `${doc} [${unit}]` },
          ]),
        ),
        required: required.map(([param]) => param),
        additionalProperties: false,
      },
      inputs: {
        type: 'object',
        properties: Object.fromEntries(Object.keys(inputs).map((input) => [input, position])),
        required: needed.map(([input]) => input),
        additionalProperties: false,
      },
    },
    required: ['op', 'version', 'params', 'inputs'],
    additionalProperties: false,
  };
}

/**
 * The JSON Schema (draft 2020-12) of recipes that this version of the library reads: every op with
 * its parameters. What a schema cannot say, such as that a step takes earlier ones alone, is
 * checked when a recipe is read.
 *
 * @example
 * ```ts
 * import { recipeSchema } from 'voxmetry/operations';
 * const schema = recipeSchema();
 * console.assert(schema['$schema'] === 'https://json-schema.org/draft/2020-12/schema');
 * ```
 */
export function recipeSchema(): JsonSchema {
  const ops = [eraseOp(sourceOp), ...OPS.values()];
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Voxmetry recipe',
    type: 'object',
    properties: {
      voxmetryRecipe: { const: RECIPE_VERSION },
      library: { type: 'string', maxLength: 100 },
      steps: { type: 'array', maxItems: MOST_STEPS, items: { anyOf: ops.map(stepSchema) } },
      outputs: { type: 'object', additionalProperties: position },
      readings: {
        type: 'object',
        additionalProperties: {
          type: 'object',
          properties: {
            region: box().schema,
            across: { enum: ['x', 'y', 'z'] },
          },
          additionalProperties: false,
        },
      },
    },
    required: ['voxmetryRecipe', 'steps', 'outputs'],
    additionalProperties: false,
  };
}
