import { linkWgsl, type LinkedWgsl } from './wgsl.js';

/** A render shader: one WGSL file, its imports resolved. Who draws with it makes its bindings. */
export interface Shader {
  readonly name: string;
  readonly linked: LinkedWgsl;
}

/** Links a render shader once, at import; `modules` are what `#import` may name. */
export function shader(spec: {
  readonly name: string;
  readonly wgsl: string;
  readonly modules: Readonly<Record<string, string>>;
}): Shader {
  return { name: spec.name, linked: linkWgsl(spec.name, spec.wgsl, spec.modules) };
}
