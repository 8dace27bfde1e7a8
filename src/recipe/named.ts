/**
 * Gives a public class its name for consoles and error messages, which a minifier takes away, and
 * keeps reactive frameworks from wrapping its objects: private fields are not seen through a
 * `Proxy`, and handles never change. Vue asks for `__v_skip`; Svelte and MobX leave alone whatever
 * is no plain object.
 */
export function named(name: string, of: { readonly prototype: object }): void {
  Object.defineProperty(of, 'name', { value: name, configurable: true });
  Object.defineProperties(of.prototype, {
    [Symbol.toStringTag]: { value: name, configurable: true },
    __v_skip: { value: true, configurable: true },
  });
}
