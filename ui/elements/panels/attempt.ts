import { VoxmetryError } from 'voxmetry';

/** What work gives, or the error that it throws. */
export function attempt<T>(work: () => T): {
  readonly checked?: T;
  readonly error?: VoxmetryError;
} {
  try {
    return { checked: work() };
  } catch (thrown) {
    return { error: VoxmetryError.from(thrown) };
  }
}
