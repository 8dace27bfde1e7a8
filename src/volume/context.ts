import type { Backend } from '../recipe/backend.js';

/** What a handle knows of its lab. */
export interface LabContext {
  readonly backend: Backend;
}
