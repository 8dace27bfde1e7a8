// What the page that edits uses of Observable's runtime, which has no types of its own.
declare module '@observablehq/runtime' {
  export class Runtime {
    dispose(): void;
  }
  export interface Variable {
    delete(): void;
  }
  export interface Module {
    variable(): Variable;
  }
}
