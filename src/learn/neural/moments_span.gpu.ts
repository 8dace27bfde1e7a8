import { implementOnHost } from '../../implement/index.js';
import type { Span } from '../../filters/level_scale.js';
import { momentsSpan } from './infer.js';

/** {@link momentsSpan}, on the host. */
export const momentsSpanOnHost = implementOnHost(momentsSpan, ({ inputs: { moments } }): Span => ({
  min: moments.mean,
  max: moments.mean + moments.std,
}));
