import { invalidArgument, type VoxmetryError } from '../recipe/errors.js';
import type { StepKind } from './describe.js';
import { OPERATIONS } from './families.js';
import { SHEET_METHODS } from './sheet_methods.js';

/**
 * What is wrong with the options of a call, by option, as the call itself would say it: what is out
 * of range, missing or unknown. Of handles it says only whether one is missing. What depends on the
 * data, such as a length beyond the volume's, the call says.
 *
 * @param name - The name of the operation.
 * @param of - What it is called on.
 * @param given - Its options and arguments by name; undefined ones are left out.
 * @throws VoxmetryError `invalid-argument` where there is no such operation.
 * @example
 * ```ts
 * import { checkOptions } from 'voxmetry/operations';
 * const errors = checkOptions('gaussian', 'volume', { sigma: -1, truncate: 3 });
 * console.assert(Object.keys(errors).join() === 'sigma');
 * console.assert(errors['sigma']!.message.includes('a length > 0'));
 * ```
 */
export function checkOptions(
  name: string,
  of: StepKind,
  given: Readonly<Record<string, unknown>>,
): Readonly<Record<string, VoxmetryError>> {
  const operation = [...OPERATIONS, ...SHEET_METHODS].find(
    (each) => each.name === name && each.of.some((kind) => kind === of),
  );
  if (operation === undefined)
    throw invalidArgument('checkOptions', 'name', name, `the name of an operation on ${of}`);
  const errors: Record<string, VoxmetryError> = {};
  for (const [option, spec] of Object.entries(operation.options)) {
    const value = given[option];
    if (spec.type === 'handle' || spec.type === 'operand') {
      const allowed =
        spec.type === 'handle' ? `a ${spec.kinds.join(' or ')}` : 'a number, or a volume';
      if (value === undefined && !spec.optional)
        errors[option] = invalidArgument(name, option, value, `${allowed} of the same lab`);
    } else if (spec.parse(value) === undefined) {
      errors[option] = invalidArgument(name, option, value, spec.allowed);
    }
  }
  const known = Object.keys(operation.options);
  for (const [option, value] of Object.entries(given))
    if (value !== undefined && !known.includes(option))
      errors[option] = invalidArgument(name, option, value, known.join(', '));
  return errors;
}
