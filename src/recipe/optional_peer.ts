// Packages that users install beside the library, loaded when they are first needed.
import { VoxmetryError } from './errors.js';
import { needWebAssembly } from './web_assembly.js';

/** A package that the library can use and does not bring along. */
export interface OptionalPeer {
  /** What it does, as a sentence that goes on with "by". */
  readonly what: string;
  readonly name: string;
  readonly version: string;
  /** The call whose option says where it lies. */
  readonly address: string;
  /** The operation that needs it, if there is but one. */
  readonly op?: string;
}

/**
 * A package that is loaded once, when it is first asked for; a failure is not kept, so that it can
 * be installed and tried again. `load` imports it where its name stands: a bundler must see it.
 */
export function optionalPeer<T>(peer: OptionalPeer, load: () => Promise<T>): () => Promise<T> {
  let loaded: Promise<T> | undefined;
  const first = async (): Promise<T> => {
    needWebAssembly(`${peer.what} by ${peer.name} and`);
    try {
      return await load();
    } catch (error) {
      throw error instanceof VoxmetryError ? error : notThere(peer, error);
    }
  };
  return () => {
    loaded ??= first().catch((error: unknown) => {
      loaded = undefined;
      throw error;
    });
    return loaded;
  };
}

function notThere(
  { what, name, version, address, op }: OptionalPeer,
  cause: unknown,
): VoxmetryError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new VoxmetryError(
    'unsupported-format',
    `${what} by the package ${name}, which does not come with the library and could not be loaded. ` +
      `Install it: npm install ${name}@${version} (a page without a bundler, or whose worker starts from memory, gives its address: ${address}). ${reason.split('\n')[0]}`,
    { op, cause },
  );
}
