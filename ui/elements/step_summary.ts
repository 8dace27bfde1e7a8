import type { OperationDescription, OptionDescription } from 'voxmetry/operations';
import { text } from '../language.js';
import { isNamedRefs, isStepRef, type Study, type StudyStep } from '../session/study.js';
import { draftOf, formOf } from './op_fields.js';

/** How a step is called in lists: its user's title, or its operation. */
export function titleOf(step: StudyStep, description: OperationDescription | undefined): string {
  return step.title ?? description?.label ?? step.operation;
}

/** The options of a step that are not as they are by default, in a line. */
export function summaryOf(
  step: StudyStep,
  description: OperationDescription | undefined,
  nameOf: (id: string) => string,
  unit: string,
): string {
  return (description?.options ?? [])
    .filter(({ name, default: fallback }) => {
      const value = step.options[name];
      return value !== undefined && JSON.stringify(value) !== JSON.stringify(fallback);
    })
    .map((option) => optionText(option, step, nameOf, unit))
    .join(', ');
}

function optionText(
  option: OptionDescription,
  step: StudyStep,
  nameOf: (id: string) => string,
  unit: string,
): string {
  const value = step.options[option.name];
  const label = option.label.toLowerCase();
  if (isStepRef(value)) return `${label} ${nameOf(value.ref)}`;
  if (isNamedRefs(value)) return `${label} ${Object.keys(value).join(', ')}`;
  if (value === true) return label;
  const draft = draftOf(option, value);
  const form = formOf(option);
  if (form === 'set') return `${label} ${Object.keys(draft).join(' ')}`;
  if (form === 'triple') return `${label} ${[draft['x'], draft['y'], draft['z']].join(' × ')}`;
  const said = `${label} ${draft['v'] ?? ''}`.trim();
  if (form !== 'length') return said;
  return `${said} ${draft['unit'] === 'voxels' ? text().voxels : unit}`;
}

/** The names of sources and steps, as choices show them: `2 Otsu`. */
export function namesIn(
  study: Study,
  labelOf: (step: StudyStep) => string,
): (id: string) => string {
  return (id) => {
    const at = study.steps.findIndex((step) => step.id === id);
    if (at >= 0) return `${String(at + 1)} ${labelOf(study.steps[at]!)}`;
    return study.sources.find((source) => source.id === id)?.name ?? '?';
  };
}
